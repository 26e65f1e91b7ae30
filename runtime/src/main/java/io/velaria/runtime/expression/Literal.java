package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;
import java.util.Arrays;
import java.util.Objects;

/**
 * A constant.
 *
 * @param value null, or Long (integers, BOOLEAN as 0 or 1, DATE in days, TIME and TIMESTAMP in micro- or nanoseconds as
 *     their type says, intervals, unscaled DECIMAL), {@link io.velaria.runtime.type.Int128} (unscaled DECIMAL beyond a
 *     long), Float (REAL), Double, String (VARCHAR), byte[] (VARBINARY), float[] (VECTOR) or List (ARRAY)
 */
public record Literal(Object value, SqlType type) implements Expression {
    public static final Literal TRUE = new Literal(1L, SqlType.BOOLEAN);
    public static final Literal FALSE = new Literal(0L, SqlType.BOOLEAN);

    public Literal {
        Objects.requireNonNull(type);
    }

    public static Literal of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public static Literal nullOf(SqlType type) {
        return new Literal(null, type);
    }

    public boolean isNull() {
        return value == null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Literal that && type.equals(that.type) && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.deepHashCode(new Object[] {value});
    }

    @Override
    public String toString() {
        return Literals.format(value, type);
    }
}
