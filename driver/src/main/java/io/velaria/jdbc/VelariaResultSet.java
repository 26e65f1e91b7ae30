package io.velaria.jdbc;

import io.velaria.StreamingQuery;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.StreamProgress;
import io.velaria.runtime.type.TypeKind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Map;
import javax.sql.rowset.serial.SerialBlob;

/**
 * The rows of a query, read forward from the column arrays of its batches. {@code next()} is one step through the
 * batch's selection; the next batch is asked for when this one is read to its end, never earlier. Read by one thread;
 * {@code close()} may come from any.
 */
class VelariaResultSet extends ReadOnlyResultSet {
    /** Where no row is: getters and {@code next()} then leave the fast path. */
    private static final int NO_ROW = -1;

    final ResultColumn[] columns;
    private final ResultShape shape;
    private final VelariaStatement statement; // null for metadata
    private final Cursor cursor;
    private final ValueReader reader;
    private final long maxRows;

    private int index = NO_ROW;
    private int size;
    private int[] selection;
    private int row = NO_ROW;
    private boolean wasNull;
    private long rowsBefore; // of earlier batches
    private boolean afterLast;
    private volatile boolean closed;
    private int fetchSize;

    VelariaResultSet(ResultShape shape, Cursor cursor, VelariaStatement statement, ZoneId zone, long maxRows) {
        this.shape = shape;
        this.cursor = cursor;
        this.statement = statement;
        this.reader = new ValueReader(zone);
        this.maxRows = maxRows == 0 ? Long.MAX_VALUE : maxRows;
        this.columns = new ResultColumn[shape.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ResultColumn(shape.field(i));
        }
    }

    // ---- moving

    @Override
    public boolean next() throws SQLException {
        int next = index + 1;
        if (next < size) {
            index = next;
            row = selection == null ? next : selection[next];
            return true;
        }
        return nextBatch();
    }

    private boolean nextBatch() throws SQLException {
        checkOpen();
        if (afterLast || !load()) {
            row = NO_ROW;
            afterLast = true;
            return false;
        }
        index = 0;
        row = selection == null ? 0 : selection[0];
        return true;
    }

    /** Makes the cursor's next non-empty batch the current one, standing before its first row. */
    boolean load() throws SQLException {
        while (true) {
            rowsBefore += size;
            size = 0;
            index = NO_ROW;
            row = NO_ROW;
            if (rowsBefore >= maxRows) {
                release();
                return false;
            }
            Batch batch = fetch();
            if (batch == null) {
                release();
                return false;
            }
            if (batch.size() > 0) {
                bind(batch, (int) Math.min(batch.size(), maxRows - rowsBefore));
                return true;
            }
        }
    }

    final Batch fetch() throws SQLException {
        try {
            return cursor.next();
        } catch (RuntimeException | Error e) {
            release();
            throw statement == null ? SqlErrors.of(e) : statement.failed(e);
        }
    }

    /** Makes the batch the current one, standing before its first row. */
    final void bind(Batch batch, int rows) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].bind(batch.column(i), rows);
        }
        selection = batch.selection();
        size = rows;
        index = NO_ROW;
        row = NO_ROW;
    }

    /** Stands on a row of the current batch. */
    final void standOn(int position) {
        index = position;
        row = selection == null ? position : selection[position];
    }

    /** Stands on no row. */
    final void standNowhere() {
        index = NO_ROW;
        size = 0;
        row = NO_ROW;
    }

    /** Frees what the query holds; the rows read so far stay counted. */
    final void release() {
        if (statement != null) {
            statement.collectWarnings(cursor);
        }
        cursor.close();
        if (statement != null) {
            statement.connection().resultEnded(this);
        }
    }

    final Cursor cursor() {
        return cursor;
    }

    final long maxRows() {
        return maxRows;
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        standNowhere();
        release();
        if (statement != null) {
            statement.resultClosed(this);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw SqlErrors.of(SqlState.INVALID_CURSOR_STATE, "the result set is closed");
        }
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkOpen();
        if (rowsBefore > 0 || index >= 0 || afterLast) {
            return false;
        }
        return size > 0 || load();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkOpen();
        return afterLast && rowsBefore > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        return getRow() == 1;
    }

    @Override
    public boolean isLast() throws SQLException {
        throw forwardOnly("isLast");
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return row < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, rowsBefore + index + 1);
    }

    private static SQLException forwardOnly(String what) {
        return SqlErrors.of(
                SqlState.FEATURE_NOT_SUPPORTED,
                what + " needs a scrollable result set: create the statement with TYPE_SCROLL_INSENSITIVE");
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw forwardOnly("beforeFirst");
    }

    @Override
    public void afterLast() throws SQLException {
        throw forwardOnly("afterLast");
    }

    @Override
    public boolean first() throws SQLException {
        throw forwardOnly("first");
    }

    @Override
    public boolean last() throws SQLException {
        throw forwardOnly("last");
    }

    @Override
    public boolean absolute(int position) throws SQLException {
        throw forwardOnly("absolute");
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        throw forwardOnly("relative");
    }

    @Override
    public boolean previous() throws SQLException {
        throw forwardOnly("previous");
    }

    // ---- reading

    private ResultColumn column(int position) throws SQLException {
        if (row < 0) {
            throw noRow();
        }
        if (position < 1 || position > columns.length) {
            throw noColumn(position);
        }
        return columns[position - 1];
    }

    private SQLException noRow() throws SQLException {
        checkOpen();
        return SqlErrors.of(
                SqlState.INVALID_CURSOR_STATE,
                afterLast ? "the result set is read to its end" : "no row yet: call next() first");
    }

    private SQLException noColumn(int position) {
        return SqlErrors.of(
                SqlState.UNDEFINED_COLUMN, "column " + position + " of a result with " + columns.length + " columns");
    }

    @Override
    public boolean wasNull() {
        return wasNull;
    }

    @Override
    public int findColumn(String label) throws SQLException {
        checkOpen();
        int position = shape.find(label);
        if (position >= 0) {
            return position + 1;
        }
        String hint = Suggestion.didYouMean(label == null ? "" : label, shape.labels());
        throw SqlErrors.of(
                SqlState.UNDEFINED_COLUMN,
                "the result has no column \"" + label + "\"" + (hint == null ? "" : "; " + hint));
    }

    @Override
    public int getInt(int position) throws SQLException {
        ResultColumn column = column(position);
        if (column.isNull(row)) {
            wasNull = true;
            return 0;
        }
        wasNull = false;
        return column.intAt(row, reader);
    }

    @Override
    public long getLong(int position) throws SQLException {
        ResultColumn column = column(position);
        if (column.isNull(row)) {
            wasNull = true;
            return 0;
        }
        wasNull = false;
        return column.longAt(row, reader);
    }

    @Override
    public double getDouble(int position) throws SQLException {
        ResultColumn column = column(position);
        if (column.isNull(row)) {
            wasNull = true;
            return 0;
        }
        wasNull = false;
        return column.doubleAt(row, reader);
    }

    @Override
    public float getFloat(int position) throws SQLException {
        ResultColumn column = column(position);
        if (column.isNull(row)) {
            wasNull = true;
            return 0;
        }
        wasNull = false;
        return column.floatAt(row, reader);
    }

    @Override
    public short getShort(int position) throws SQLException {
        long value = getLong(position);
        if (value != (short) value) {
            throw reader.outOfRange(value, "short", columns[position - 1].field);
        }
        return (short) value;
    }

    @Override
    public byte getByte(int position) throws SQLException {
        long value = getLong(position);
        if (value != (byte) value) {
            throw reader.outOfRange(value, "byte", columns[position - 1].field);
        }
        return (byte) value;
    }

    @Override
    public boolean getBoolean(int position) throws SQLException {
        ResultColumn column = column(position);
        if (column.isNull(row)) {
            wasNull = true;
            return false;
        }
        wasNull = false;
        return reader.toBoolean(column.vector(), row, column.field);
    }

    @Override
    public String getString(int position) throws SQLException {
        ResultColumn column = value(position);
        return column == null ? null : column.textAt(row, reader);
    }

    /** The column of that position, or null where its value is NULL. */
    private ResultColumn value(int position) throws SQLException {
        ResultColumn column = column(position);
        wasNull = column.isNull(row);
        return wasNull ? null : column;
    }

    @Override
    public BigDecimal getBigDecimal(int position) throws SQLException {
        ResultColumn column = value(position);
        return column == null ? null : reader.toDecimal(column.vector(), row, column.field);
    }

    @Override
    @Deprecated
    public BigDecimal getBigDecimal(int position, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(position);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public byte[] getBytes(int position) throws SQLException {
        ResultColumn column = value(position);
        return column == null ? null : reader.toBytes(column.vector(), row, column.field);
    }

    @Override
    public Date getDate(int position) throws SQLException {
        return getDate(position, null);
    }

    @Override
    public Date getDate(int position, Calendar calendar) throws SQLException {
        ResultColumn column = value(position);
        return column == null ? null : reader.toDate(column.vector(), row, column.field, zoneOf(calendar));
    }

    @Override
    public Time getTime(int position) throws SQLException {
        return getTime(position, null);
    }

    @Override
    public Time getTime(int position, Calendar calendar) throws SQLException {
        ResultColumn column = value(position);
        return column == null ? null : reader.toTime(column.vector(), row, column.field, zoneOf(calendar));
    }

    @Override
    public Timestamp getTimestamp(int position) throws SQLException {
        return getTimestamp(position, null);
    }

    @Override
    public Timestamp getTimestamp(int position, Calendar calendar) throws SQLException {
        ResultColumn column = value(position);
        return column == null ? null : reader.toTimestamp(column.vector(), row, column.field, zoneOf(calendar));
    }

    private static ZoneId zoneOf(Calendar calendar) {
        return calendar == null ? null : calendar.getTimeZone().toZoneId();
    }

    @Override
    public Array getArray(int position) throws SQLException {
        ResultColumn column = value(position);
        return column == null ? null : reader.toArray(column.vector(), row, column.field);
    }

    @Override
    public Object getObject(int position) throws SQLException {
        ResultColumn column = value(position);
        if (column == null) {
            return null;
        }
        return column.type.kind() == TypeKind.VARCHAR
                ? column.textAt(row, reader)
                : reader.toObject(column.vector(), row, column.field);
    }

    @Override
    public Object getObject(int position, Map<String, Class<?>> map) throws SQLException {
        return getObject(position);
    }

    @Override
    public <T> T getObject(int position, Class<T> type) throws SQLException {
        if (type == null) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "getObject needs a class");
        }
        ResultColumn column = value(position);
        return column == null ? null : type.cast(TypedValue.read(column, row, reader, type));
    }

    @Override
    public String getNString(int position) throws SQLException {
        return getString(position);
    }

    @Override
    public InputStream getBinaryStream(int position) throws SQLException {
        byte[] bytes = getBytes(position);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getAsciiStream(int position) throws SQLException {
        String text = getString(position);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    @Deprecated
    public InputStream getUnicodeStream(int position) throws SQLException {
        String text = getString(position);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reader getCharacterStream(int position) throws SQLException {
        String text = getString(position);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public Reader getNCharacterStream(int position) throws SQLException {
        return getCharacterStream(position);
    }

    @Override
    public Blob getBlob(int position) throws SQLException {
        byte[] bytes = getBytes(position);
        return bytes == null ? null : new SerialBlob(bytes);
    }

    @Override
    public Clob getClob(int position) throws SQLException {
        return getNClob(position);
    }

    @Override
    public NClob getNClob(int position) throws SQLException {
        String text = getString(position);
        return text == null ? null : new TextClob(text);
    }

    @Override
    public URL getURL(int position) throws SQLException {
        String text = getString(position);
        try {
            return text == null ? null : URI.create(text).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw SqlErrors.of(SqlState.INVALID_TEXT_REPRESENTATION, "\"" + text + "\" is not a URL", e);
        }
    }

    @Override
    public Ref getRef(int position) throws SQLException {
        throw SqlErrors.unsupported("REF");
    }

    @Override
    public RowId getRowId(int position) throws SQLException {
        throw SqlErrors.unsupported("ROWID");
    }

    @Override
    public SQLXML getSQLXML(int position) throws SQLException {
        throw SqlErrors.unsupported("XML");
    }

    // ---- about the result

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return shape;
    }

    @Override
    public Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }

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
    public String getCursorName() throws SQLException {
        throw SqlErrors.unsupported("positioned update");
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() throws SQLException {
        checkOpen();
        return CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return statement == null ? HOLD_CURSORS_OVER_COMMIT : statement.getResultSetHoldability();
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return FETCH_FORWARD;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != FETCH_FORWARD && getType() == TYPE_FORWARD_ONLY) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "a forward-only result set reads forward");
        }
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
        if (rows < 0) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "fetch size " + rows);
        }
        fetchSize = rows;
    }

    @Override
    public boolean rowUpdated() {
        return false;
    }

    @Override
    public boolean rowInserted() {
        return false;
    }

    @Override
    public boolean rowDeleted() {
        return false;
    }

    /** This, or what the running query offers of that class, such as a stream's progress. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.isInstance(cursor)) {
            return type.cast(cursor);
        }
        StreamProgress stream = streamProgress();
        if (type == StreamingQuery.class && stream != null) {
            StreamingQuery query = stream::snapshotJson;
            return type.cast(query);
        }
        throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "a result set is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this)
                || type.isInstance(cursor)
                || type == StreamingQuery.class && streamProgress() != null;
    }

    private StreamProgress streamProgress() {
        return cursor == null ? null : cursor.streamProgress();
    }
}
