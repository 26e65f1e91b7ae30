package io.velaria.jdbc;

import io.velaria.QueryProgress;
import io.velaria.planner.ParameterValues;
import io.velaria.planner.PlannedStatement;
import io.velaria.planner.ReadyStatement;
import io.velaria.planner.StatementText;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.session.PlanOutdatedException;
import io.velaria.runtime.session.StatementScope;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Executes SQL text. Used by one thread at a time, except for {@link #cancel}, {@link #close} and {@link #progress},
 * which never wait for it.
 */
class VelariaStatement implements Statement, QueryProgress {
    static final Object[] NO_PARAMETERS = {};

    private final VelariaConnection connection;
    private final int type;
    private final int holdability;

    private volatile boolean closed;
    private volatile boolean cancelRequested;
    private volatile Cancellation cancellation; // of the execution that runs, also before it has a cursor
    private volatile Cursor running;
    private VelariaResultSet result;
    private final List<VelariaResultSet> keptResults = new ArrayList<>();
    private long updateCount = -1;
    private SQLWarning warnings;
    private List<String> batch = new ArrayList<>();

    private long maxRows;
    private int fetchSize;
    private int timeoutSeconds;
    private int maxFieldSize;
    private boolean poolable;
    private boolean closeOnCompletion;
    private boolean escapeProcessing = true;

    VelariaStatement(VelariaConnection connection, int type, int holdability) {
        this.connection = connection;
        this.type = type;
        this.holdability = holdability;
    }

    final VelariaConnection connection() {
        return connection;
    }

    final void checkOpen() throws SQLException {
        connection.checkOpen();
        if (closed) {
            throw SqlErrors.closed("statement");
        }
    }

    // ---- executing

    /** What is executed: asked once for each scope that is tried. */
    interface Executable {
        /** Plans for what the scope sees. */
        ReadyStatement plan(StatementScope scope) throws SQLException;

        /** Values for the parameters of the plan given last. */
        Object[] arguments() throws SQLException;

        /** The shape of the rows that the plan given last gives. */
        ResultShape shape();
    }

    private final class Text implements Executable {
        private final StatementText text;
        private ReadyStatement ready;

        Text(String sql) throws SQLException {
            text = connection.text(escapeProcessing ? connection.nativeSQL(sql) : sql);
        }

        @Override
        public ReadyStatement plan(StatementScope scope) throws SQLException {
            ready = connection.plan(text, scope.transaction(), List.of(), ParameterValues.NONE);
            return ready;
        }

        @Override
        public Object[] arguments() {
            return NO_PARAMETERS;
        }

        @Override
        public ResultShape shape() {
            return connection.shape(ready.statement());
        }
    }

    /** Text that was handed to an execute method, to be executed. */
    Executable executable(String sql) throws SQLException {
        return new Text(sql);
    }

    /** Runs a statement; returns whether it gives a result set. */
    final boolean run(Executable executable) throws SQLException {
        checkOpen();
        closeResults();
        while (true) {
            StatementScope scope = connection.session().scope();
            try {
                return run(executable, executable.plan(scope), scope);
            } catch (PlanOutdatedException e) {
                checkOpen(); // another thread was in between
            }
        }
    }

    private boolean run(Executable executable, ReadyStatement ready, StatementScope scope) throws SQLException {
        PlannedStatement planned = ready.statement();
        Object[] parameters = executable.arguments();
        if (planned.parameterTypes().size() != parameters.length) {
            throw SqlErrors.of(
                    SqlState.UNDEFINED_PARAMETER,
                    "the statement has " + planned.parameterTypes().size()
                            + " parameters: use prepareStatement and set them");
        }
        connection.checkAllowed(planned);
        Cancellation stop = newCancellation();
        Cursor cursor = null;
        try {
            cursor = connection.session().execute(ready.plan(), parameters, scope, timeoutMillis(), stop);
            running = cursor;
            if (givesRows(planned)) {
                if (!planned.continuous()) {
                    cursor.start();
                }
                openResult(cursor, executable.shape());
                return true;
            }
            updateCount = drain(cursor);
            collectWarnings(cursor);
            cursor.close();
            running = null;
            return false;
        } catch (PlanOutdatedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            running = null;
            if (cursor != null) {
                cursor.close();
            }
            throw failed(e);
        }
    }

    /** What {@link #cancel} stops from now on. */
    final Cancellation newCancellation() {
        Cancellation stop = new Cancellation();
        cancelRequested = false;
        cancellation = stop;
        return stop;
    }

    final long timeoutMillis() {
        return timeoutSeconds * 1000L;
    }

    static boolean givesRows(PlannedStatement planned) {
        return planned.kind() == PlannedStatement.Kind.QUERY
                || (planned.kind() == PlannedStatement.Kind.COMMAND
                        && !planned.schema().isEmpty());
    }

    private void openResult(Cursor cursor, ResultShape shape) {
        var zone = connection.session().zone();
        result = type == ResultSet.TYPE_FORWARD_ONLY
                ? new VelariaResultSet(shape, cursor, this, zone, maxRows)
                : new ScrollableResultSet(shape, cursor, this, zone, maxRows);
        connection.resultOpened(result);
    }

    /** The number in the single row of a change; 0 where a command gives none. */
    private static long drain(Cursor cursor) {
        long count = 0;
        for (Batch rows = cursor.next(); rows != null; rows = cursor.next()) {
            if (rows.size() > 0 && rows.columnCount() > 0) {
                count = rows.column(0).longAt(rows.row(0));
            }
        }
        return count;
    }

    /** The exception for what the running query failed with. */
    final SQLException failed(Throwable failure) {
        if (failure instanceof VelariaException known
                && known.state() == SqlState.QUERY_CANCELED
                && timeoutSeconds > 0
                && !cancelRequested) {
            return SqlErrors.timeout(timeoutSeconds, known);
        }
        return SqlErrors.of(failure);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        checkOpen();
        closeResults();
        return run(executable(sql));
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return queryResult(execute(sql));
    }

    final ResultSet queryResult(boolean givesRows) throws SQLException {
        if (!givesRows) {
            throw SqlErrors.of(SqlState.NO_DATA, "the statement was executed, but it gives no result set");
        }
        return result;
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return changedRows(execute(sql));
    }

    /** The update count, also of a command such as COPY whose single row tells it. */
    final long changedRows(boolean givesRows) throws SQLException {
        if (!givesRows) {
            return updateCount;
        }
        ResultShape shape = (ResultShape) result.getMetaData();
        boolean counts = shape.columnCount() == 1
                && shape.field(0).name().equals("count")
                && shape.field(0).type().kind() == TypeKind.BIGINT;
        long count = counts && result.next() ? result.getLong(1) : 0;
        closeResults();
        if (!counts) {
            throw SqlErrors.of(SqlState.WRONG_OBJECT_TYPE, "the statement gives a result set: use executeQuery");
        }
        updateCount = count;
        return count;
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return toInt(executeLargeUpdate(sql));
    }

    static int toInt(long count) {
        return (int) Math.min(Integer.MAX_VALUE, count);
    }

    @Override
    public void cancel() throws SQLException {
        if (closed) {
            throw SqlErrors.closed("statement");
        }
        stop();
    }

    /** Asks the execution that runs, if one does, to end; never waits. */
    final void stop() {
        cancelRequested = true;
        Cancellation stop = cancellation;
        if (stop != null) {
            stop.cancel();
        }
    }

    @Override
    public double progress() {
        Cursor cursor = running;
        return cursor == null ? -1 : cursor.progress();
    }

    // ---- results

    @Override
    public ResultSet getResultSet() throws SQLException {
        checkOpen();
        return result;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return toInt(getLargeUpdateCount());
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return updateCount;
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    /** False: a statement gives one result. */
    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        if (current == KEEP_CURRENT_RESULT) {
            if (result != null) {
                keptResults.add(result);
                result = null;
            }
        } else {
            if (current == CLOSE_ALL_RESULTS) {
                closeKeptResults();
            }
            if (result != null) {
                result.close();
                result = null;
            }
        }
        updateCount = -1;
        return false;
    }

    final void closeResults() throws SQLException {
        VelariaResultSet open = result;
        result = null;
        updateCount = -1;
        if (open != null) {
            open.close();
        }
        closeKeptResults();
    }

    private void closeKeptResults() throws SQLException {
        for (VelariaResultSet kept : List.copyOf(keptResults)) {
            kept.close();
        }
        keptResults.clear();
    }

    /** Called when one of this statement's results was closed. */
    final void resultClosed(VelariaResultSet ended) throws SQLException {
        if (ended.cursor() == running) {
            running = null;
        }
        if (closeOnCompletion && !closed && ended == result) {
            close();
        }
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        return new FixedRows().column("GENERATED_KEY", SqlType.BIGINT).toResultSet(null);
    }

    final synchronized void collectWarnings(Cursor cursor) {
        for (String message : cursor.takeWarnings()) {
            SQLWarning warning = new SQLWarning(message, SqlState.WARNING.code());
            if (warnings == null) {
                warnings = warning;
            } else {
                warnings.setNextWarning(warning);
            }
        }
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        Cursor cursor = running;
        if (cursor != null) {
            collectWarnings(cursor);
        }
        synchronized (this) {
            return warnings;
        }
    }

    @Override
    public synchronized void clearWarnings() throws SQLException {
        checkOpen();
        warnings = null;
    }

    // ---- batches

    @Override
    public void addBatch(String sql) throws SQLException {
        checkOpen();
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return toInts(executeLargeBatch());
    }

    private static int[] toInts(long[] counts) {
        return Arrays.stream(counts).mapToInt(VelariaStatement::toInt).toArray();
    }

    /** In auto-commit mode each statement commits; a failure ends the batch, and what was executed before it stays. */
    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<String> statements = batch;
        batch = new ArrayList<>();
        long[] counts = new long[statements.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = executeLargeUpdate(statements.get(i));
            } catch (SQLException e) {
                throw batchFailed(e, Arrays.copyOf(counts, i));
            }
        }
        return counts;
    }

    static BatchUpdateException batchFailed(SQLException cause, long[] counts) {
        BatchUpdateException failure =
                new BatchUpdateException(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), counts, cause);
        failure.setNextException(cause);
        return failure;
    }

    // ---- what the caller may ask for

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        return execute(sql);
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public int getMaxRows() throws SQLException {
        return toInt(getLargeMaxRows());
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        checkOpen();
        return maxRows;
    }

    @Override
    public void setMaxRows(int rows) throws SQLException {
        setLargeMaxRows(rows);
    }

    @Override
    public void setLargeMaxRows(long rows) throws SQLException {
        checkOpen();
        maxRows = notNegative(rows, "the most rows");
    }

    private static long notNegative(long value, String what) throws SQLException {
        if (value < 0) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, what + " cannot be " + value);
        }
        return value;
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize;
    }

    /** A hint that changes nothing: rows come in the batches that the query makes. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        fetchSize = (int) notNegative(rows, "the fetch size");
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        checkOpen();
        return timeoutSeconds;
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        timeoutSeconds = (int) notNegative(seconds, "the timeout");
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        checkOpen();
        return maxFieldSize;
    }

    /** Kept, but values are never cut. */
    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
        maxFieldSize = (int) notNegative(max, "the field size");
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
        escapeProcessing = enable;
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        throw SqlErrors.unsupported("positioned update");
    }

    @Override
    public int getResultSetType() throws SQLException {
        checkOpen();
        return type;
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        checkOpen();
        return holdability;
    }

    final int holdability() {
        return holdability;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        checkOpen();
        return poolable;
    }

    @Override
    public void setPoolable(boolean wanted) throws SQLException {
        checkOpen();
        poolable = wanted;
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }

    /** Ends what runs, from whichever thread, and closes the results. */
    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        closeResults();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || connection.isClosed();
    }

    @Override
    public <T> T unwrap(Class<T> wanted) throws SQLException {
        if (wanted.isInstance(this)) {
            return wanted.cast(this);
        }
        throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "a statement is no " + wanted.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> wanted) {
        return wanted.isInstance(this);
    }
}
