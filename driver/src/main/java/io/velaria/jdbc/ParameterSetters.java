package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.SqlType;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** The setters of a prepared statement: each makes a {@link BoundValue} and binds it. */
abstract class ParameterSetters extends VelariaStatement implements PreparedStatement {
    ParameterSetters(VelariaConnection connection, int type, int holdability) {
        super(connection, type, holdability);
    }

    /** @param position from 1 */
    abstract void bind(int position, BoundValue value) throws SQLException;

    /** @param value an integer, or the bits of a DOUBLE */
    abstract void bindNumber(int position, long value, SqlType type) throws SQLException;

    /** @param value not null */
    abstract void bindText(int position, String value) throws SQLException;

    @Override
    public void setNull(int position, int sqlType) throws SQLException {
        bind(position, BoundValue.of(null, JdbcTypes.of(sqlType, 0)));
    }

    @Override
    public void setNull(int position, int sqlType, String typeName) throws SQLException {
        setNull(position, sqlType);
    }

    @Override
    public void setBoolean(int position, boolean value) throws SQLException {
        bindNumber(position, value ? 1 : 0, SqlType.BOOLEAN);
    }

    @Override
    public void setByte(int position, byte value) throws SQLException {
        bindNumber(position, value, SqlType.TINYINT);
    }

    @Override
    public void setShort(int position, short value) throws SQLException {
        bindNumber(position, value, SqlType.SMALLINT);
    }

    @Override
    public void setInt(int position, int value) throws SQLException {
        bindNumber(position, value, SqlType.INTEGER);
    }

    @Override
    public void setLong(int position, long value) throws SQLException {
        bindNumber(position, value, SqlType.BIGINT);
    }

    @Override
    public void setFloat(int position, float value) throws SQLException {
        bind(position, BoundValue.of(value, SqlType.REAL));
    }

    @Override
    public void setDouble(int position, double value) throws SQLException {
        bindNumber(position, Double.doubleToRawLongBits(value), SqlType.DOUBLE);
    }

    @Override
    public void setBigDecimal(int position, BigDecimal value) throws SQLException {
        bind(position, BoundValue.of(value));
    }

    @Override
    public void setString(int position, String value) throws SQLException {
        if (value == null) {
            bind(position, BoundValue.NULL);
        } else {
            bindText(position, value);
        }
    }

    @Override
    public void setNString(int position, String value) throws SQLException {
        setString(position, value);
    }

    @Override
    public void setBytes(int position, byte[] value) throws SQLException {
        bind(position, BoundValue.of(value));
    }

    @Override
    public void setDate(int position, Date value) throws SQLException {
        bind(position, BoundValue.ofDate(value, null));
    }

    @Override
    public void setDate(int position, Date value, Calendar calendar) throws SQLException {
        bind(position, BoundValue.ofDate(value, calendar));
    }

    @Override
    public void setTime(int position, Time value) throws SQLException {
        bind(position, BoundValue.ofTime(value, null));
    }

    @Override
    public void setTime(int position, Time value, Calendar calendar) throws SQLException {
        bind(position, BoundValue.ofTime(value, calendar));
    }

    @Override
    public void setTimestamp(int position, Timestamp value) throws SQLException {
        bind(position, BoundValue.ofTimestamp(value, null));
    }

    @Override
    public void setTimestamp(int position, Timestamp value, Calendar calendar) throws SQLException {
        bind(position, BoundValue.ofTimestamp(value, calendar));
    }

    @Override
    public void setArray(int position, Array value) throws SQLException {
        bind(position, BoundValue.ofObject(value));
    }

    @Override
    public void setObject(int position, Object value) throws SQLException {
        if (value instanceof Integer number) {
            setInt(position, number);
        } else if (value instanceof Long number) {
            setLong(position, number);
        } else if (value instanceof String text) {
            bindText(position, text);
        } else if (value instanceof Double number) {
            setDouble(position, number);
        } else {
            bind(position, BoundValue.ofObject(value));
        }
    }

    @Override
    public void setObject(int position, Object value, int sqlType) throws SQLException {
        BoundValue bound = BoundValue.ofObject(value);
        boolean decimal = sqlType == java.sql.Types.DECIMAL || sqlType == java.sql.Types.NUMERIC;
        setObject(position, value, sqlType, decimal ? bound.type().scale() : 0);
    }

    /** @param scale digits after the point of DECIMAL and NUMERIC */
    @Override
    public void setObject(int position, Object value, int sqlType, int scale) throws SQLException {
        BoundValue bound = BoundValue.ofObject(value);
        SqlType type = JdbcTypes.of(sqlType, scale);
        switch (type.kind()) {
            case NULL, ARRAY -> bind(position, bound);
            default -> {
                if (bound.type().kind() == type.kind() && type.kind() != io.velaria.runtime.type.TypeKind.DECIMAL) {
                    bind(position, bound);
                } else {
                    Object converted = ParameterTypes.convert(
                            bound, type, connection().session().zone());
                    bind(position, BoundValue.of(converted, type));
                }
            }
        }
    }

    @Override
    public void setObject(int position, Object value, SQLType type) throws SQLException {
        setObject(position, value, vendorCode(type));
    }

    @Override
    public void setObject(int position, Object value, SQLType type, int scale) throws SQLException {
        setObject(position, value, vendorCode(type), scale);
    }

    private static int vendorCode(SQLType type) throws SQLException {
        Integer code = type == null ? null : type.getVendorTypeNumber();
        if (code == null) {
            throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "no SQL type given");
        }
        return code;
    }

    @Override
    public void setAsciiStream(int position, InputStream value) throws SQLException {
        bind(position, BoundValue.ofAscii(value, Long.MAX_VALUE));
    }

    @Override
    public void setAsciiStream(int position, InputStream value, int length) throws SQLException {
        bind(position, BoundValue.ofAscii(value, length));
    }

    @Override
    public void setAsciiStream(int position, InputStream value, long length) throws SQLException {
        bind(position, BoundValue.ofAscii(value, length));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int position, InputStream value, int length) throws SQLException {
        bind(position, BoundValue.ofAscii(value, length));
    }

    @Override
    public void setBinaryStream(int position, InputStream value) throws SQLException {
        bind(position, BoundValue.ofStream(value, Long.MAX_VALUE));
    }

    @Override
    public void setBinaryStream(int position, InputStream value, int length) throws SQLException {
        bind(position, BoundValue.ofStream(value, length));
    }

    @Override
    public void setBinaryStream(int position, InputStream value, long length) throws SQLException {
        bind(position, BoundValue.ofStream(value, length));
    }

    @Override
    public void setCharacterStream(int position, Reader value) throws SQLException {
        bind(position, BoundValue.ofReader(value, Long.MAX_VALUE));
    }

    @Override
    public void setCharacterStream(int position, Reader value, int length) throws SQLException {
        bind(position, BoundValue.ofReader(value, length));
    }

    @Override
    public void setCharacterStream(int position, Reader value, long length) throws SQLException {
        bind(position, BoundValue.ofReader(value, length));
    }

    @Override
    public void setNCharacterStream(int position, Reader value) throws SQLException {
        bind(position, BoundValue.ofReader(value, Long.MAX_VALUE));
    }

    @Override
    public void setNCharacterStream(int position, Reader value, long length) throws SQLException {
        bind(position, BoundValue.ofReader(value, length));
    }

    @Override
    public void setBlob(int position, Blob value) throws SQLException {
        bind(position, BoundValue.ofObject(value));
    }

    @Override
    public void setBlob(int position, InputStream value) throws SQLException {
        bind(position, BoundValue.ofStream(value, Long.MAX_VALUE));
    }

    @Override
    public void setBlob(int position, InputStream value, long length) throws SQLException {
        bind(position, BoundValue.ofStream(value, length));
    }

    @Override
    public void setClob(int position, Clob value) throws SQLException {
        bind(position, BoundValue.ofObject(value));
    }

    @Override
    public void setClob(int position, Reader value) throws SQLException {
        bind(position, BoundValue.ofReader(value, Long.MAX_VALUE));
    }

    @Override
    public void setClob(int position, Reader value, long length) throws SQLException {
        bind(position, BoundValue.ofReader(value, length));
    }

    @Override
    public void setNClob(int position, NClob value) throws SQLException {
        bind(position, BoundValue.ofObject(value));
    }

    @Override
    public void setNClob(int position, Reader value) throws SQLException {
        bind(position, BoundValue.ofReader(value, Long.MAX_VALUE));
    }

    @Override
    public void setNClob(int position, Reader value, long length) throws SQLException {
        bind(position, BoundValue.ofReader(value, length));
    }

    @Override
    public void setURL(int position, URL value) throws SQLException {
        bind(position, BoundValue.of(value == null ? null : value.toString()));
    }

    @Override
    public void setRef(int position, Ref value) throws SQLException {
        throw SqlErrors.unsupported("REF");
    }

    @Override
    public void setRowId(int position, RowId value) throws SQLException {
        throw SqlErrors.unsupported("ROWID");
    }

    @Override
    public void setSQLXML(int position, SQLXML value) throws SQLException {
        throw SqlErrors.unsupported("XML");
    }
}
