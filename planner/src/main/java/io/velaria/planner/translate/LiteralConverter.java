package io.velaria.planner.translate;

import io.velaria.planner.type.TypeMapping;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Turns the planner's constants into the runtime's. */
public final class LiteralConverter {
    private static final int NANOS_PER_MICRO = 1000;

    private LiteralConverter() {}

    public static Literal convert(RexLiteral literal) {
        if (literal.isNull()) {
            return Literal.nullOf(TypeMapping.toSqlType(literal.getType()));
        }
        return convert(literal.getValueAs(Comparable.class), literal.getType());
    }

    /** @param value as a RexLiteral of that type holds it */
    public static Literal convert(Comparable<?> value, RelDataType type) {
        SqlType target = TypeMapping.toSqlType(type);
        return switch (target.kind()) {
            case BOOLEAN -> Literal.of((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                new Literal(
                        ((BigDecimal) value).setScale(0, RoundingMode.HALF_UP).longValueExact(), target);
            case DECIMAL -> new Literal(unscaled((BigDecimal) value, target), target);
            case REAL -> new Literal(((Number) value).floatValue(), target);
            case DOUBLE -> new Literal(((Number) value).doubleValue(), target);
            case VARCHAR ->
                new Literal(value instanceof NlsString text ? text.getValue() : String.valueOf(value), target);
            case VARBINARY -> new Literal(((ByteString) value).getBytes(), target);
            case DATE -> new Literal((long) ((DateString) value).getDaysSinceEpoch(), target);
            case TIME -> new Literal(time((TimeString) value), target);
            case TIMESTAMP, TIMESTAMP_TZ -> new Literal(timestamp((TimestampString) value, target), target);
            case INTERVAL_MONTHS -> new Literal(((BigDecimal) value).longValueExact(), target);
            case INTERVAL_MICROS ->
                new Literal(ExpressionConverter.intervalMicros(((BigDecimal) value).longValueExact()), target);
            default -> throw VelariaException.unsupported("a literal of type " + target);
        };
    }

    /** A literal as it stands in a statement, or null where it needs the validator. */
    static Literal ofSyntax(SqlLiteral literal, boolean negated) {
        switch (literal.getTypeName()) {
            case NULL:
                return negated ? null : Literal.nullOf(SqlType.NULL);
            case BOOLEAN:
                return negated ? null : Literal.of(literal.booleanValue());
            case CHAR:
                return negated ? null : new Literal(literal.getValueAs(String.class), SqlType.VARCHAR);
            case DECIMAL:
                return number(negated ? literal.bigDecimalValue().negate() : literal.bigDecimalValue());
            case DOUBLE:
                double value = literal.bigDecimalValue().doubleValue();
                return new Literal(negated ? -value : value, SqlType.DOUBLE);
            default:
                return null;
        }
    }

    /** An exact number in the narrowest of INTEGER, BIGINT and DECIMAL; null beyond 38 digits. */
    private static Literal number(BigDecimal value) {
        int precision = Math.max(value.precision(), value.scale());
        if (precision > SqlType.MAX_DECIMAL_PRECISION || value.scale() < 0) {
            return null;
        }
        if (value.scale() == 0 && precision < 19) {
            long whole = value.longValueExact();
            return new Literal(whole, whole == (int) whole ? SqlType.INTEGER : SqlType.BIGINT);
        }
        SqlType type = SqlType.decimal(precision, value.scale());
        return new Literal(unscaled(value, type), type);
    }

    private static Object unscaled(BigDecimal value, SqlType type) {
        BigInteger unscaled = value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
            throw VelariaException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, value + " does not fit " + type);
        }
        return unscaled.bitLength() < Long.SIZE ? (Object) unscaled.longValue() : Int128.of(unscaled);
    }

    private static long time(TimeString value) {
        return value.getMillisOfDay() / 1000L * 1_000_000L + fractionNanos(value.toString()) / NANOS_PER_MICRO;
    }

    private static long timestamp(TimestampString value, SqlType type) {
        long seconds = Math.floorDiv(value.getMillisSinceEpoch(), 1000L);
        long nanos = fractionNanos(value.toString());
        try {
            return type.isNanos()
                    ? Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), nanos)
                    : Math.addExact(Math.multiplyExact(seconds, 1_000_000L), nanos / NANOS_PER_MICRO);
        } catch (ArithmeticException e) {
            throw VelariaException.of(
                    SqlState.DATETIME_FIELD_OVERFLOW, "timestamp " + value + " is out of range for " + type, e);
        }
    }

    /** The digits behind the point, as nanoseconds. */
    private static long fractionNanos(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return 0;
        }
        String digits = (text.substring(point + 1) + "000000000").substring(0, 9);
        return Long.parseLong(digits);
    }
}
