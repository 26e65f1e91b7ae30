package io.velaria.jdbc;

import io.velaria.planner.ParameterValues;
import io.velaria.planner.PlannedStatement;
import io.velaria.planner.ReadyStatement;
import io.velaria.planner.StatementText;
import io.velaria.planner.parse.JdbcEscapes;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.rowset.serial.SerialBlob;

/**
 * A session of a database. Any thread may use it; several statements and result sets may be open. Results outlive a
 * commit, since each reads the snapshot that its statement began with.
 */
final class VelariaConnection implements Connection {
    private final ConnectUrl url;
    private final Databases.OpenDatabase database;
    private final Session session;
    private final boolean alwaysReadOnly;
    private final Set<VelariaResultSet> openResults = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Properties clientInfo = new Properties();
    private final Map<String, Class<?>> typeMap = new HashMap<>();
    private volatile boolean readOnly;
    private volatile int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;
    private volatile int networkTimeout;
    private final AtomicInteger savepoints = new AtomicInteger();

    VelariaConnection(ConnectUrl url, Databases.OpenDatabase database, Session session, boolean readOnly) {
        this.url = url;
        this.database = database;
        this.session = session;
        this.alwaysReadOnly = readOnly;
        this.readOnly = readOnly;
        String application = url.known().get(ConnectOption.APPLICATION_NAME);
        if (application != null) {
            clientInfo.setProperty(ConnectOption.APPLICATION_NAME.key, application);
        }
    }

    Session session() {
        return session;
    }

    String url() {
        return url.url();
    }

    String user() {
        return url.known().getOrDefault(ConnectOption.USER, "");
    }

    String databaseName() {
        return database.database().name();
    }

    void checkOpen() throws SQLException {
        if (closed.get()) {
            throw SqlErrors.connectionClosed();
        }
    }

    // ---- statements

    /** A statement that may be planned and executed. */
    StatementText text(String sql) throws SQLException {
        checkOpen();
        if (sql == null) {
            throw SqlErrors.of(SqlState.SYNTAX_ERROR, "no SQL given");
        }
        return database.planner().text(sql);
    }

    /** The statement's plan for what the transaction sees and for an execution with the values. */
    ReadyStatement plan(
            StatementText text, Transaction transaction, List<SqlType> parameterTypes, ParameterValues values)
            throws SQLException {
        try {
            return text.plan(session, transaction, parameterTypes, values);
        } catch (RuntimeException | Error e) {
            throw SqlErrors.of(e);
        }
    }

    ResultShape shape(PlannedStatement planned) {
        return new ResultShape(planned.schema(), planned.origins(), databaseName());
    }

    /** Refuses what changes the database while this connection is read-only. */
    void checkAllowed(PlannedStatement planned) throws SQLException {
        if (readOnly && changesData(planned)) {
            throw SqlErrors.of(SqlState.READ_ONLY_TRANSACTION, "the connection is read-only");
        }
    }

    private static boolean changesData(PlannedStatement planned) {
        if (planned.kind() == PlannedStatement.Kind.UPDATE) {
            return true;
        }
        if (!(planned.plan() instanceof CommandPlan plan)) {
            return false;
        }
        Command command = plan.command();
        return command instanceof Command.CreateTable
                || command instanceof Command.CreateView
                || command instanceof Command.CreateIndex
                || command instanceof Command.CreateSchema
                || command instanceof Command.Drop
                || command instanceof Command.Truncate;
    }

    void resultOpened(VelariaResultSet result) {
        openResults.add(result);
        if (closed.get()) {
            result.cursor().cancel();
        }
    }

    void resultEnded(VelariaResultSet result) {
        openResults.remove(result);
    }

    /** Runs a command that no text was written for. */
    private void command(Command command) throws SQLException {
        checkOpen();
        try (Cursor cursor = session.execute(new CommandPlan(command), VelariaStatement.NO_PARAMETERS, 0)) {
            while (cursor.next() != null) {
                // a command without a result has nothing to read
            }
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public Statement createStatement() throws SQLException {
        return createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return createStatement(type, concurrency, holdability);
    }

    /** Results that could be updated are given read-only, and sensitive ones insensitive. */
    @Override
    public Statement createStatement(int type, int concurrency, int wantedHoldability) throws SQLException {
        checkOpen();
        return new VelariaStatement(this, resultType(type), checkHoldability(wantedHoldability));
    }

    private static int resultType(int type) throws SQLException {
        return switch (type) {
            case ResultSet.TYPE_FORWARD_ONLY -> type;
            case ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE ->
                ResultSet.TYPE_SCROLL_INSENSITIVE;
            default -> throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "result set type " + type);
        };
    }

    private static int checkHoldability(int wanted) throws SQLException {
        if (wanted != ResultSet.HOLD_CURSORS_OVER_COMMIT && wanted != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "holdability " + wanted);
        }
        return wanted;
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepareStatement(sql, type, concurrency, holdability);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int wantedHoldability)
            throws SQLException {
        checkOpen();
        return new VelariaPreparedStatement(this, sql, resultType(type), checkHoldability(wantedHoldability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw SqlErrors.unsupported("calling procedures");
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int wantedHoldability)
            throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        try {
            return sql == null ? null : JdbcEscapes.translate(sql);
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    // ---- transactions

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return session.isAutoCommit();
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        checkOpen();
        try {
            session.setAutoCommit(autoCommit);
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public void commit() throws SQLException {
        checkInTransaction("commit");
        try {
            session.commit();
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        } finally {
            for (VelariaResultSet result : openResults) {
                if (result.getHoldability() == ResultSet.CLOSE_CURSORS_AT_COMMIT) {
                    result.close();
                }
            }
        }
    }

    @Override
    public void rollback() throws SQLException {
        checkInTransaction("roll back");
        try {
            session.rollback();
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    private void checkInTransaction(String what) throws SQLException {
        if (getAutoCommit() && !session.isInTransaction()) {
            throw SqlErrors.of(
                    SqlState.INVALID_TRANSACTION_STATE,
                    "cannot " + what + " outside of a transaction: auto-commit is on");
        }
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return savepoint(new NamedSavepoint(savepoints.incrementAndGet(), null));
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return savepoint(new NamedSavepoint(savepoints.incrementAndGet(), name));
    }

    private Savepoint savepoint(NamedSavepoint savepoint) throws SQLException {
        checkInTransaction("set a savepoint");
        command(new Command.TransactionControl("SAVEPOINT", savepoint.sqlName()));
        return savepoint;
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        command(new Command.TransactionControl("ROLLBACK TO", sqlName(savepoint)));
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        command(new Command.TransactionControl("RELEASE", sqlName(savepoint)));
    }

    private static String sqlName(Savepoint savepoint) throws SQLException {
        if (savepoint instanceof NamedSavepoint own) {
            return own.sqlName();
        }
        throw SqlErrors.of(SqlState.INVALID_SAVEPOINT, "not a savepoint of this database");
    }

    private record NamedSavepoint(int id, String name) implements Savepoint {
        String sqlName() {
            return name == null ? "savepoint_" + id : name;
        }

        @Override
        public int getSavepointId() throws SQLException {
            if (name != null) {
                throw SqlErrors.of(SqlState.INVALID_SAVEPOINT, "the savepoint has a name, not a number");
            }
            return id;
        }

        @Override
        public String getSavepointName() throws SQLException {
            if (name == null) {
                throw SqlErrors.of(SqlState.INVALID_SAVEPOINT, "the savepoint has a number, not a name");
            }
            return name;
        }
    }

    /** Snapshot isolation, which gives at least what REPEATABLE READ asks for. */
    @Override
    public int getTransactionIsolation() throws SQLException {
        checkOpen();
        return TRANSACTION_REPEATABLE_READ;
    }

    /** Weaker levels are accepted and get snapshot isolation. */
    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        checkOpen();
        switch (level) {
            case TRANSACTION_READ_UNCOMMITTED, TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ -> {}
            case TRANSACTION_SERIALIZABLE -> throw SqlErrors.unsupported("isolation level SERIALIZABLE");
            default -> throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "isolation level " + level);
        }
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        checkOpen();
        return readOnly;
    }

    @Override
    public void setReadOnly(boolean wanted) throws SQLException {
        checkOpen();
        if (!wanted && alwaysReadOnly) {
            throw SqlErrors.of(
                    SqlState.READ_ONLY_TRANSACTION, "the connection was opened with read_only and stays read-only");
        }
        readOnly = wanted;
    }

    // ---- names

    @Override
    public String getCatalog() throws SQLException {
        checkOpen();
        return databaseName();
    }

    /** A connection has one database: any other name is ignored, as JDBC allows. */
    @Override
    public void setCatalog(String catalog) throws SQLException {
        checkOpen();
    }

    @Override
    public String getSchema() throws SQLException {
        checkOpen();
        return session.settings().get("schema", ObjectName.DEFAULT_SCHEMA);
    }

    /** Sets the schema in which names without one are looked up; null is the default. */
    @Override
    public void setSchema(String schema) throws SQLException {
        checkOpen();
        try {
            session.set("schema", schema);
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        return new VelariaDatabaseMetaData(this);
    }

    // ---- the connection itself

    /** Ends what runs, rolls back what is not committed, and drops a private database. */
    @Override
    public void close() throws SQLException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            for (VelariaResultSet result : openResults) {
                result.cursor().cancel();
                result.close();
            }
            session.close();
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        } finally {
            if (url.name() == null) {
                database.database().close();
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "abort needs an executor");
        }
        for (VelariaResultSet result : openResults) {
            result.cursor().cancel();
        }
        close();
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (timeout < 0) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "a timeout cannot be " + timeout);
        }
        return !closed.get();
    }

    /** Null: warnings are those of statements. */
    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return holdability;
    }

    @Override
    public void setHoldability(int wanted) throws SQLException {
        checkOpen();
        holdability = checkHoldability(wanted);
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return networkTimeout;
    }

    /** Kept: there is no network that could be slow. */
    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        checkOpen();
        if (milliseconds < 0) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "a timeout cannot be " + milliseconds);
        }
        networkTimeout = milliseconds;
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        if (closed.get()) {
            throw new SQLClientInfoException(
                    "the connection is closed", SqlState.CONNECTION_DOES_NOT_EXIST.code(), Map.of());
        }
        synchronized (clientInfo) {
            if (value == null) {
                clientInfo.remove(name);
            } else {
                clientInfo.setProperty(name, value);
            }
        }
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        synchronized (clientInfo) {
            clientInfo.clear();
        }
        for (String name : properties.stringPropertyNames()) {
            setClientInfo(name, properties.getProperty(name));
        }
    }

    @Override
    public String getClientInfo(String name) throws SQLException {
        checkOpen();
        synchronized (clientInfo) {
            return clientInfo.getProperty(name);
        }
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        synchronized (clientInfo) {
            return (Properties) clientInfo.clone();
        }
    }

    // ---- values

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        checkOpen();
        if (elements == null) {
            return null;
        }
        BoundValue bound = BoundValue.ofObject(elements);
        SqlType wanted = SqlType.array(elementType(typeName, bound.type().element()));
        List<?> values = (List<?>) ParameterTypes.convert(bound, wanted, session.zone());
        return VelariaArray.of(wanted.element(), values, session.zone());
    }

    private static SqlType elementType(String typeName, SqlType actual) throws SQLException {
        String name = typeName == null ? "" : typeName.trim().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "BOOLEAN", "BOOL", "BIT" -> SqlType.BOOLEAN;
            case "TINYINT" -> SqlType.TINYINT;
            case "SMALLINT" -> SqlType.SMALLINT;
            case "INTEGER", "INT" -> SqlType.INTEGER;
            case "BIGINT" -> SqlType.BIGINT;
            case "REAL" -> SqlType.REAL;
            case "DOUBLE", "DOUBLE PRECISION", "FLOAT" -> SqlType.DOUBLE;
            case "VARCHAR", "TEXT", "CHAR", "STRING" -> SqlType.VARCHAR;
            case "DATE" -> SqlType.DATE;
            case "TIME" -> SqlType.TIME;
            case "TIMESTAMP" -> SqlType.TIMESTAMP;
            case "TIMESTAMP WITH TIME ZONE" -> SqlType.TIMESTAMP_TZ;
            case "DECIMAL", "NUMERIC" ->
                actual.kind() == TypeKind.DECIMAL ? actual : ParameterTypes.common(actual, SqlType.decimal(1, 0));
            default ->
                throw SqlErrors.of(SqlState.UNDEFINED_OBJECT, "there is no type \"" + typeName + "\" for an array");
        };
    }

    @Override
    public Clob createClob() throws SQLException {
        return createNClob();
    }

    @Override
    public NClob createNClob() throws SQLException {
        checkOpen();
        return new TextClob("");
    }

    @Override
    public Blob createBlob() throws SQLException {
        checkOpen();
        return new SerialBlob(new byte[0]);
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw SqlErrors.unsupported("XML");
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        throw SqlErrors.unsupported("STRUCT");
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return typeMap;
    }

    /** Kept: there are no user-defined types that it could map. */
    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        typeMap.clear();
        typeMap.putAll(map);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "a connection is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
