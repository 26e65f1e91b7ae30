package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.SQLException;
import java.util.Arrays;

/** The values bound to a statement's {@code ?}s; numbers and texts without an object around each of them. */
final class ParameterSlots {
    final SqlType[] types; // null where nothing is bound, or where the object is a BoundValue
    final long[] numbers; // integers and BOOLEAN; bits of DOUBLE
    final Object[] objects; // a String where the type is VARCHAR, a BoundValue where there is no type, else null

    ParameterSlots(int count) {
        types = new SqlType[count];
        numbers = new long[count];
        objects = new Object[count];
    }

    int count() {
        return types.length;
    }

    void setNumber(int index, long value, SqlType type) {
        types[index] = type;
        numbers[index] = value;
        objects[index] = null;
    }

    void setText(int index, String value) {
        types[index] = SqlType.VARCHAR;
        objects[index] = value;
    }

    void set(int index, BoundValue value) {
        types[index] = null;
        objects[index] = value;
    }

    void clear() {
        Arrays.fill(types, null);
        Arrays.fill(objects, null);
    }

    void checkAllSet() throws SQLException {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == null && objects[i] == null) {
                throw SqlErrors.of(SqlState.UNDEFINED_PARAMETER, "parameter " + (i + 1) + " is not set");
            }
        }
    }

    BoundValue get(int index) {
        SqlType type = types[index];
        if (type == null) {
            return (BoundValue) objects[index];
        }
        return BoundValue.of(objects[index] != null ? objects[index] : number(numbers[index], type), type);
    }

    static Object number(long value, SqlType type) {
        return type.kind() == TypeKind.DOUBLE ? (Object) Double.longBitsToDouble(value) : (Object) value;
    }
}
