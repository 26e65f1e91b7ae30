package io.velaria.jdbc;

import io.velaria.planner.ParameterValues;
import io.velaria.planner.PlannedStatement;
import io.velaria.planner.ReadyStatement;
import io.velaria.planner.StatementText;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.session.PlanOutdatedException;
import io.velaria.runtime.session.StatementScope;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * A statement planned once and executed with values for its {@code ?}s. A parameter whose type the statement does not
 * say takes that of its value: the statement is planned again when a value of another type is bound.
 */
final class VelariaPreparedStatement extends ParameterSetters implements VelariaStatement.Executable {
    private final StatementText text;
    private final ParameterSlots bound;
    /** Types that values told the planner, null where the statement itself says it; replaced, never changed. */
    private List<SqlType> hints = List.of();

    private Object[] arguments; // of the execution that is being prepared
    private ReadyStatement ready;
    private PlannedStatement planned;
    private ResultShape shape;
    private ParameterRows batch;

    VelariaPreparedStatement(VelariaConnection connection, String sql, int type, int holdability) throws SQLException {
        super(connection, type, holdability);
        this.text = connection.text(connection.nativeSQL(sql));
        replan(connection.session().transaction(), ParameterValues.NONE);
        this.bound = new ParameterSlots(planned.parameterTypes().size());
        this.batch = new ParameterRows(bound.count());
    }

    @Override
    Executable executable(String otherSql) throws SQLException {
        throw SqlErrors.of(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "a prepared statement executes its own text only: use createStatement for other SQL");
    }

    private void checkPosition(int position) throws SQLException {
        if (position < 1 || position > bound.count()) {
            checkOpen();
            throw SqlErrors.of(
                    SqlState.UNDEFINED_PARAMETER,
                    "parameter " + position + " of a statement with " + bound.count() + " parameters");
        }
    }

    @Override
    void bind(int position, BoundValue value) throws SQLException {
        checkPosition(position);
        bound.set(position - 1, value);
    }

    @Override
    void bindNumber(int position, long value, SqlType type) throws SQLException {
        checkPosition(position);
        bound.setNumber(position - 1, value, type);
    }

    @Override
    void bindText(int position, String value) throws SQLException {
        checkPosition(position);
        bound.setText(position - 1, value);
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        bound.clear();
    }

    // ---- executing

    @Override
    public boolean execute() throws SQLException {
        checkOpen();
        bound.checkAllSet();
        return run(this);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return queryResult(execute());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return changedRows(execute());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return toInt(executeLargeUpdate());
    }

    /** Plans for the scope and the values that are bound. */
    @Override
    public ReadyStatement plan(StatementScope scope) throws SQLException {
        BoundValue[] values = new BoundValue[bound.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bound.get(i);
        }
        plan(scope, values);
        return ready;
    }

    /** Brings the plan up to date, and the values to the types that it wants. */
    private void plan(StatementScope scope, BoundValue[] values) throws SQLException {
        if (values.length == 0) {
            replan(scope.transaction(), ParameterValues.NONE);
            arguments = NO_PARAMETERS;
            return;
        }
        if (!fit(values)) {
            replan(scope.transaction(), ParameterValues.NONE);
        }
        List<SqlType> types;
        do {
            arguments = convertedForPlan(scope, values);
            types = planned.parameterTypes();
            replan(scope.transaction(), new ParameterValues(arguments, types));
        } while (!planned.parameterTypes().equals(types));
    }

    /** The values in the types of a plan that may be out of date. */
    private Object[] convertedForPlan(StatementScope scope, BoundValue[] values) throws SQLException {
        try {
            return converted(values);
        } catch (SQLException perhapsOutOfDate) {
            replan(scope.transaction(), ParameterValues.NONE);
            return converted(values);
        }
    }

    @Override
    public Object[] arguments() {
        return arguments;
    }

    @Override
    public ResultShape shape() {
        if (shape == null && givesRows(planned)) {
            shape = connection().shape(planned);
        }
        return shape;
    }

    /** Takes the plan for what the transaction sees: nearly always the one that is there. */
    private void replan(Transaction transaction, ParameterValues values) throws SQLException {
        ReadyStatement current = connection().plan(text, transaction, hints, values);
        if (current != ready) {
            ready = current;
            planned = current.statement();
            shape = null;
        }
    }

    private Object[] converted(BoundValue[] set) throws SQLException {
        if (set.length == 0) {
            return NO_PARAMETERS;
        }
        ZoneId zone = connection().session().zone();
        Object[] arguments = new Object[set.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] =
                    ParameterTypes.convert(set[i], planned.parameterTypes().get(i), zone);
        }
        return arguments;
    }

    /**
     * Whether the plan takes the values; where not, the hint for the next planning is changed. A hint that the plan did
     * not follow is as good as any other of its kind: a column stores its own type only.
     */
    private boolean fit(BoundValue[] set) {
        boolean fit = true;
        for (int i = 0; i < set.length; i++) {
            if (!fits(i, set[i])) {
                List<SqlType> changed =
                        new ArrayList<>(hints.isEmpty() ? Collections.nCopies(set.length, null) : hints);
                changed.set(i, set[i].type());
                hints = Collections.unmodifiableList(changed);
                fit = false;
            }
        }
        return fit;
    }

    private boolean fits(int index, BoundValue value) {
        SqlType type = value.type();
        if (value.value() == null || type.kind() == TypeKind.NULL) {
            return true;
        }
        SqlType wanted = planned.parameterTypes().get(index);
        SqlType hint = hints.isEmpty() ? null : hints.get(index);
        return hint == null
                ? ParameterTypes.fits(value, wanted)
                : type.kind() == hint.kind() && (ParameterTypes.fits(value, hint) || !wanted.equals(hint));
    }

    // ---- batches

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        bound.checkAllSet();
        batch.add(bound);
    }

    @Override
    public void addBatch(String otherSql) throws SQLException {
        executable(otherSql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch = new ParameterRows(bound.count());
    }

    /**
     * Executes the statement for each set of values, a change for all of them at once. Values that need another plan
     * than those before them start a new run; a failure undoes its own run and ends the batch.
     */
    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        closeResults();
        ParameterRows rows = batch;
        batch = rows.next();
        long[] counts = new long[rows.size()];
        int done = 0;
        while (done < counts.length) {
            try {
                done += executeRun(rows, done, counts);
            } catch (PlanOutdatedException e) {
                checkOpen(); // another thread was in between
            } catch (SQLException e) {
                throw batchFailed(e, Arrays.copyOf(counts, done));
            }
        }
        return counts;
    }

    /** Executes as many sets of values from {@code first} on as one plan takes, and returns how many they were. */
    private int executeRun(ParameterRows rows, int first, long[] counts) throws SQLException {
        StatementScope scope = connection().session().scope();
        replan(scope.transaction(), ParameterValues.NONE);
        BoundValue[] set = rows.row(first);
        if (!fit(set)) {
            replan(scope.transaction(), ParameterValues.NONE);
        }
        connection().checkAllowed(planned);
        if (planned.kind() != PlannedStatement.Kind.UPDATE) {
            counts[first] = changedRows(run(new OneSet(set)));
            return 1;
        }
        if (first == 0 && connection().session().takesColumns(ready.plan()) && isOneRun(rows)) {
            List<Batch> columns = rows.batches(
                    planned.parameterTypes(), connection().session().zone());
            changeRows(
                    stop -> connection().session().executeColumns(ready.plan(), columns, scope, timeoutMillis(), stop));
            Arrays.fill(counts, 1);
            return counts.length;
        }
        List<Object[]> run = new ArrayList<>();
        run.add(converted(set));
        while (first + run.size() < counts.length && fitsAll(rows.row(first + run.size()))) {
            run.add(converted(rows.row(first + run.size())));
        }
        changeRows(stop -> {
            long[] changed = connection().session().executeBatch(ready.plan(), run, scope, timeoutMillis(), stop);
            System.arraycopy(changed, 0, counts, first, changed.length);
        });
        return run.size();
    }

    /** Whether the plan, which takes the first set of values, takes all. */
    private boolean isOneRun(ParameterRows rows) {
        for (int i = 0; i < bound.count(); i++) {
            if (!rows.column(i).isUniform(planned.parameterTypes().get(i))) {
                for (int row = 1; row < rows.size(); row++) {
                    if (!fits(i, rows.column(i).get(row))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean fitsAll(BoundValue[] set) {
        for (int i = 0; i < set.length; i++) {
            if (!fits(i, set[i])) {
                return false;
            }
        }
        return true;
    }

    private void changeRows(Consumer<Cancellation> change) throws SQLException {
        try {
            change.accept(newCancellation());
        } catch (PlanOutdatedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /** One set of values of a batch of something else than changes. */
    private final class OneSet implements Executable {
        private final BoundValue[] set;

        OneSet(BoundValue[] set) {
            this.set = set;
        }

        @Override
        public ReadyStatement plan(StatementScope scope) throws SQLException {
            VelariaPreparedStatement.this.plan(scope, set);
            return ready;
        }

        @Override
        public Object[] arguments() {
            return arguments;
        }

        @Override
        public ResultShape shape() {
            return VelariaPreparedStatement.this.shape();
        }
    }

    // ---- metadata, before execution as well

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return shape();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new VelariaParameterMetaData(planned.parameterTypes());
    }
}
