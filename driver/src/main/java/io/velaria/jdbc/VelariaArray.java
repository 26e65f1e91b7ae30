package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import io.velaria.runtime.type.ValueFormat;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An ARRAY or VECTOR value. {@link #getArray} gives an {@code Object[]} of the element's class, or a {@code float[]}. */
final class VelariaArray implements Array {
    private final SqlType element;
    private final List<?> values; // as the engine holds them
    private final float[] floats; // of a VECTOR, else null
    private final ZoneId zone;

    private VelariaArray(SqlType element, List<?> values, float[] floats, ZoneId zone) {
        this.element = element;
        this.values = values;
        this.floats = floats;
        this.zone = zone;
    }

    static VelariaArray of(SqlType element, List<?> values, ZoneId zone) {
        return new VelariaArray(element, values, null, zone);
    }

    static VelariaArray ofFloats(float[] values, ZoneId zone) {
        return new VelariaArray(SqlType.REAL, null, values, zone);
    }

    SqlType element() {
        return element;
    }

    /** The value as the engine holds it: a float[] or a list. */
    Object engineValue() {
        return floats == null ? values : floats;
    }

    boolean isVector() {
        return floats != null;
    }

    @Override
    public String getBaseTypeName() {
        return JdbcTypes.name(element);
    }

    @Override
    public int getBaseType() {
        return JdbcTypes.code(element);
    }

    @Override
    public Object getArray() throws SQLException {
        return getArray(1, length());
    }

    private int length() {
        return floats == null ? values.size() : floats.length;
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        return getArray();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        int from = checkRange(index, count);
        if (floats != null) {
            return Arrays.copyOfRange(floats, from, from + count);
        }
        Object array = java.lang.reflect.Array.newInstance(elementClass(), count);
        for (int i = 0; i < count; i++) {
            java.lang.reflect.Array.set(array, i, JavaValues.of(values.get(from + i), element, zone));
        }
        return array;
    }

    private Class<?> elementClass() {
        try {
            return Class.forName(JdbcTypes.className(element));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private int checkRange(long index, int count) throws SQLException {
        if (index < 1 || count < 0 || index - 1 + count > length()) {
            throw SqlErrors.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "elements " + index + " to " + (index + count - 1) + " of an array of " + length());
        }
        return (int) index - 1;
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return getResultSet(1, length());
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    /** Two columns, INDEX from 1 and VALUE. */
    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        int from = checkRange(index, count);
        FixedRows rows = new FixedRows().column("INDEX", SqlType.INTEGER).column("VALUE", element);
        for (int i = from; i < from + count; i++) {
            Object value = floats == null ? values.get(i) : (Object) floats[i];
            rows.row((long) i + 1, value);
        }
        return rows.toResultSet(null);
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return getResultSet(index, count);
    }

    /** Nothing is held that would have to be freed. */
    @Override
    public void free() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof VelariaArray that
                && element.equals(that.element)
                && Arrays.equals(floats, that.floats)
                && java.util.Objects.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(floats) + java.util.Objects.hashCode(values);
    }

    /** The elements as SQL text shows them, such as {@code {1,2,NULL}}. */
    @Override
    public String toString() {
        return floats == null
                ? ValueFormat.toString(new ArrayList<>(values), SqlType.array(element), zone)
                : ValueFormat.toString(floats, new SqlType(TypeKind.VECTOR, floats.length, 0, null), zone);
    }
}
