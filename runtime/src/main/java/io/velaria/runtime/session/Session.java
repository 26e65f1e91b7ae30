package io.velaria.runtime.session;

import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.command.CommandExecutor;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.RowsCursor;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.table.RowInsert;
import io.velaria.runtime.table.SnapshotTransaction;
import io.velaria.runtime.table.TemporaryObjects;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a connection is to the runtime: settings, temporary objects, and the transaction that statements run in. Any
 * thread may use it; several cursors may be open.
 */
public final class Session implements AutoCloseable {
    /** How often a change outside of a transaction is tried before a conflict with others is an error. */
    private static final int MAX_ATTEMPTS = 100;

    private final Database database;
    private final long id;
    private final SessionOptions options;
    private final TemporaryObjects temporary = new TemporaryObjects();
    private final Set<Statement> statements = ConcurrentHashMap.newKeySet();
    /** Statements that change something come one after the other. */
    private final ReentrantLock changes = new ReentrantLock();

    private volatile SessionValues values;
    private volatile boolean closed;

    // Guarded by this.
    private boolean autoCommit = true;
    private boolean begun;
    private SnapshotTransaction transaction;
    private final Map<String, Object> savepoints = new LinkedHashMap<>();

    Session(Database database, long id, SessionOptions options) {
        this.database = database;
        this.id = id;
        this.options = options;
        this.values = SessionValues.of(database.settings(), Settings.EMPTY);
        options.settings().forEach(this::set);
    }

    public Database database() {
        return database;
    }

    /** A number that no other session of the database has had. */
    public long id() {
        return id;
    }

    public FileAccess files() {
        return options.files();
    }

    /** The current transaction; outside of one, a transaction that sees what is committed now. */
    public Transaction transaction() {
        synchronized (this) {
            if (transaction != null) {
                return transaction;
            }
        }
        return newTransaction();
    }

    private SnapshotTransaction newTransaction() {
        return database.tables().begin(this, temporary, options.readOnly());
    }

    /** The current transaction's catalog, with this session's temporary objects in schema {@code temp}. */
    public CatalogState catalog() {
        return transaction().catalog();
    }

    public synchronized boolean isAutoCommit() {
        return autoCommit;
    }

    /** Switching it on commits an open transaction, as JDBC says. */
    public void setAutoCommit(boolean autoCommit) {
        checkOpen();
        try {
            if (autoCommit && !isAutoCommit()) {
                commit();
            }
        } finally {
            synchronized (this) {
                this.autoCommit = autoCommit;
            }
        }
    }

    /**
     * Starts a transaction that lasts until {@link #commit} or {@link #rollback}, also in auto-commit mode.
     *
     * @throws VelariaException 25000 if one is open
     */
    public synchronized void begin() {
        checkOpen();
        if (begun || transaction != null) {
            throw VelariaException.of(SqlState.INVALID_TRANSACTION_STATE, "a transaction is open already");
        }
        begun = true;
        transaction = newTransaction();
    }

    /** Whether statements share a transaction that is open now. */
    public synchronized boolean isInTransaction() {
        return transaction != null;
    }

    /** Commits the open transaction, if there is one; where that fails, it is rolled back. */
    public void commit() {
        checkOpen();
        changes.lock();
        try {
            SnapshotTransaction ended = end();
            if (ended != null) {
                ended.commit();
            }
        } finally {
            changes.unlock();
        }
    }

    public void rollback() {
        checkOpen();
        changes.lock();
        try {
            SnapshotTransaction ended = end();
            if (ended != null) {
                ended.rollback();
            }
        } finally {
            changes.unlock();
        }
    }

    private synchronized SnapshotTransaction end() {
        SnapshotTransaction ended = transaction;
        transaction = null;
        begun = false;
        savepoints.clear();
        return ended;
    }

    /** Marks a point of the open transaction; one of the same name is moved. */
    public synchronized void savepoint(String name) {
        if (transaction == null && !autoCommit) {
            transaction = newTransaction();
        }
        if (transaction == null) {
            throw VelariaException.of(
                    SqlState.INVALID_TRANSACTION_STATE, "a savepoint needs a transaction, and none is open");
        }
        String key = name.toLowerCase(Locale.ROOT);
        savepoints.remove(key);
        savepoints.put(key, transaction.mark());
    }

    /** Undoes what came after a savepoint, which stays. */
    public void rollbackTo(String name) {
        changes.lock();
        try {
            synchronized (this) {
                transactionOf(name).rollbackTo(savepoints.get(name.toLowerCase(Locale.ROOT)));
                forgetAfter(name.toLowerCase(Locale.ROOT), false);
            }
        } finally {
            changes.unlock();
        }
    }

    /** Forgets a savepoint and those after it. */
    public synchronized void release(String name) {
        transactionOf(name);
        forgetAfter(name.toLowerCase(Locale.ROOT), true);
    }

    private SnapshotTransaction transactionOf(String savepoint) {
        if (!savepoints.containsKey(savepoint.toLowerCase(Locale.ROOT))) {
            VelariaException unknown =
                    VelariaException.of(SqlState.INVALID_SAVEPOINT, "there is no savepoint \"" + savepoint + "\"");
            String hint = Suggestion.didYouMean(savepoint, savepoints.keySet());
            throw hint == null ? unknown : unknown.hint(hint);
        }
        return transaction;
    }

    private void forgetAfter(String key, boolean itself) {
        boolean after = false;
        for (String name : List.copyOf(savepoints.keySet())) {
            boolean found = name.equals(key);
            if (after || found && itself) {
                savepoints.remove(name);
            }
            after |= found;
        }
    }

    /** The values that were set; {@link SettingRegistry} knows the defaults. */
    public Settings settings() {
        return values.settings();
    }

    /**
     * Sets a setting, or resets it to its default with null.
     *
     * @throws VelariaException 42704 for an unknown name, with a suggestion; 22023 for a value that does not fit
     */
    public synchronized void set(String name, String value) {
        checkOpen();
        Setting setting = database.settings().get(name);
        Settings changed;
        if (value == null) {
            Map<String, String> rest = new LinkedHashMap<>(values.settings().asMap());
            rest.remove(setting.name());
            changed = new Settings(rest);
        } else {
            setting.check(value);
            if (setting.name().equals("schema") && !catalog().hasSchema(value)) {
                VelariaException unknown =
                        VelariaException.of(SqlState.INVALID_SCHEMA_NAME, "there is no schema \"" + value + "\"");
                String hint = Suggestion.didYouMean(value, catalog().schemas());
                throw hint == null ? unknown : unknown.hint(hint);
            }
            changed = values.settings().with(setting.name(), value);
        }
        values = SessionValues.of(database.settings(), changed);
    }

    public ZoneId zone() {
        return values.zone();
    }

    SessionValues values() {
        return values;
    }

    /**
     * Where the next statement will run: in the open transaction, or in one that sees what is committed now. Nothing is
     * begun by asking.
     */
    public StatementScope scope() {
        synchronized (this) {
            if (transaction != null) {
                return new StatementScope(transaction, true);
            }
        }
        return new StatementScope(newTransaction(), false);
    }

    /**
     * Runs a plan. A query's cursor gives its rows; a change gives one row with the number of rows changed; a command
     * gives what {@code plan.schema()} says, at once. In auto-commit mode the transaction ends with the cursor.
     *
     * @param parameters values for the plan's {@code Parameter}s, in the form of {@code Literal} values
     * @param timeoutMillis 0 for none
     */
    public Cursor execute(PhysicalPlan plan, Object[] parameters, long timeoutMillis) {
        return execute(plan, parameters, timeoutMillis, new Cancellation());
    }

    /** As above; {@code cancellation} stops it from another thread, also while a change or a command runs in here. */
    public Cursor execute(PhysicalPlan plan, Object[] parameters, long timeoutMillis, Cancellation cancellation) {
        PreparedPlan prepared = new PreparedPlan(plan, null);
        while (true) {
            try {
                return execute(prepared, parameters, scope(), timeoutMillis, cancellation);
            } catch (PlanOutdatedException e) {
                checkOpen(); // another thread was in between
            }
        }
    }

    /**
     * The same with a plan that was made for the scope.
     *
     * @throws PlanOutdatedException if another scope is needed
     */
    public Cursor execute(
            PreparedPlan prepared,
            Object[] parameters,
            StatementScope scope,
            long timeoutMillis,
            Cancellation cancellation) {
        checkOpen();
        PhysicalPlan plan = prepared.plan();
        if (plan instanceof CommandPlan command && CommandExecutor.isImmediate(command.command())) {
            return CommandExecutor.executeImmediate(command.command(), this);
        }
        if (plan instanceof TableModify || plan instanceof CommandPlan) {
            return change(scope, entered -> runChange(prepared, entered, parameters, timeoutMillis, cancellation));
        }
        Statement.Scope entered = enter(scope);
        Batch rows = runShort(prepared, entered, parameters);
        return rows != null
                ? new RowsCursor(plan.schema(), rows)
                : new Statement(this, entered, parameters, timeoutMillis, cancellation).open(plan);
    }

    /** The rows of a plan that goes around the pipelines, or null if it does not. */
    private Batch runShort(PreparedPlan prepared, Statement.Scope scope, Object[] parameters) {
        SessionValues now = values;
        if (prepared.shortPlan() == null || !now.shortPlans()) {
            return null;
        }
        return prepared.shortPlan()
                .run(scope.transaction(), Statement.evaluation(parameters, now, database), scope.own());
    }

    private Cursor runChange(
            PreparedPlan prepared,
            Statement.Scope scope,
            Object[] parameters,
            long timeoutMillis,
            Cancellation cancellation) {
        SnapshotTransaction in = scope.transaction();
        if (prepared.shortPlan() != null && values.shortPlans()) {
            Object mark = in.mark();
            try {
                cancellation.check(); // what follows ends at once
                Batch count = runShort(prepared, scope, parameters);
                if (count != null) {
                    return new RowsCursor(prepared.plan().schema(), count);
                }
            } catch (RuntimeException | Error e) {
                undo(scope, mark);
                throw e;
            }
        }
        return new Statement(this, scope, parameters, timeoutMillis, cancellation).runToEnd(prepared.plan());
    }

    private static void undo(Statement.Scope scope, Object mark) {
        scope.transaction().rollbackTo(mark);
        if (scope.own()) {
            scope.transaction().rollback();
        }
    }

    /** What a change does in one transaction; undone by itself where it throws. */
    @FunctionalInterface
    private interface Change<T> {
        T run(Statement.Scope scope);
    }

    /** Runs a change, after those of other threads of this session, again if others changed the same rows first. */
    private <T> T change(StatementScope planned, Change<T> change) {
        changes.lock();
        try {
            StatementScope scope = newest(planned);
            for (int attempt = 1; ; attempt++) {
                Statement.Scope entered = enter(scope == null ? planned : scope);
                try {
                    return change.run(entered);
                } catch (VelariaException e) {
                    // Another statement changed the same rows first: this one has no other snapshot to keep to.
                    if (e.state() != SqlState.SERIALIZATION_FAILURE || !entered.own() || attempt == MAX_ATTEMPTS) {
                        throw e;
                    }
                }
                scope = newest(planned);
                if (scope == null) {
                    throw new PlanOutdatedException();
                }
            }
        } finally {
            changes.unlock();
        }
    }

    /** A scope that sees what is committed now; null if that is another catalog. The open transaction stays what it is. */
    private StatementScope newest(StatementScope planned) {
        if (planned.isShared()) {
            return planned;
        }
        SnapshotTransaction now = newTransaction();
        return now.catalog() == planned.snapshot().catalog() ? new StatementScope(now, false) : null;
    }

    /** Whether {@link #executeColumns} can be used: for inserts of one row with simple values. */
    public boolean takesColumns(PreparedPlan prepared) {
        return prepared.shortPlan() instanceof RowInsert insert && insert.takesColumns() && values.shortPlans();
    }

    /**
     * Inserts a row for each row of the parameters, all of them or none.
     *
     * @param prepared a plan for which {@link #takesColumns} holds
     * @param parameters a column for each parameter, of its type
     * @throws PlanOutdatedException if another scope is needed
     */
    public void executeColumns(
            PreparedPlan prepared,
            List<Batch> parameters,
            StatementScope scope,
            long timeoutMillis,
            Cancellation cancellation) {
        checkOpen();
        RowInsert insert = (RowInsert) prepared.shortPlan();
        change(scope, entered -> new Statement(this, entered, new Object[0], timeoutMillis, cancellation)
                .runToEnd(context -> {
                    insert.insertAll(entered.transaction(), context, parameters);
                    return null;
                }));
    }

    /** As {@link #executeBatch(PreparedPlan, List, StatementScope, long, Cancellation)}, in whatever scope there is. */
    public long[] executeBatch(
            PhysicalPlan plan, List<Object[]> parameters, long timeoutMillis, Cancellation cancellation) {
        PreparedPlan prepared = PreparedPlan.of(plan);
        while (true) {
            try {
                return executeBatch(prepared, parameters, scope(), timeoutMillis, cancellation);
            } catch (PlanOutdatedException e) {
                checkOpen(); // another thread was in between
            }
        }
    }

    /**
     * Runs a change once for each set of parameters, all of them or none, and gives how many rows each changed. Inserts
     * of single rows are run as one, which is many times faster.
     *
     * @throws PlanOutdatedException if another scope is needed
     */
    public long[] executeBatch(
            PreparedPlan prepared,
            List<Object[]> parameters,
            StatementScope scope,
            long timeoutMillis,
            Cancellation cancellation) {
        checkOpen();
        long[] counts = new long[parameters.size()];
        if (counts.length == 0) {
            return counts;
        }
        if (prepared.shortPlan() instanceof RowInsert insert && values.shortPlans()) {
            change(scope, entered -> new Statement(this, entered, new Object[0], timeoutMillis, cancellation)
                    .runToEnd(context -> {
                        insert.insertRows(entered.transaction(), context, parameters);
                        return null;
                    }));
            Arrays.fill(counts, 1);
            return counts;
        }
        return change(scope, entered -> {
            SnapshotTransaction in = entered.transaction();
            Object mark = in.mark();
            try {
                Statement.Scope each = new Statement.Scope(in, false);
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = count(runChange(prepared, each, parameters.get(i), timeoutMillis, cancellation));
                }
                if (entered.own()) {
                    in.commit();
                }
                return counts;
            } catch (RuntimeException | Error e) {
                undo(entered, mark);
                throw e;
            }
        });
    }

    private static long count(Cursor cursor) {
        try (cursor) {
            Batch batch = cursor.next();
            return batch == null ? 0 : batch.column(0).longAt(batch.row(0));
        }
    }

    /** The transaction that a statement runs in, and whether it is the statement's own. */
    private synchronized Statement.Scope enter(StatementScope scope) {
        SnapshotTransaction snapshot = scope.snapshot();
        if (transaction != null ? transaction != snapshot : scope.isShared()) {
            throw new PlanOutdatedException();
        }
        if (transaction == null && !autoCommit) {
            transaction = snapshot;
        }
        return new Statement.Scope(snapshot, transaction == null);
    }

    void started(Statement statement) {
        statements.add(statement);
    }

    void ended(Statement statement) {
        statements.remove(statement);
    }

    /** Statements whose cursors are open. */
    public int openStatements() {
        return statements.size();
    }

    private void checkOpen() {
        if (closed) {
            throw VelariaException.of(SqlState.CONNECTION_DOES_NOT_EXIST, "the session is closed");
        }
    }

    /** Ends what runs, rolls back an open transaction and drops temporary objects. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        statements.forEach(Statement::close);
        SnapshotTransaction open = end();
        if (open != null) {
            open.rollback();
        }
        database.tables().drop(temporary);
        database.disconnected(this);
    }
}
