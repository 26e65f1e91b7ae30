package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import io.velaria.runtime.type.ValueFormat;
import io.velaria.runtime.type.ValueParser;
import io.velaria.runtime.type.VectorText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Brings a bound value to the type that a plan's parameter has. */
final class ParameterTypes {
    private ParameterTypes() {}

    /**
     * Whether the value can be given to a parameter of that type without changing what the statement means: if not, the
     * statement is planned again with the value's own type.
     */
    static boolean fits(BoundValue bound, SqlType target) {
        if (bound.value() == null || bound.type().equals(target)) {
            return true;
        }
        TypeKind from = bound.type().kind();
        TypeKind to = target.kind();
        if (from == to) {
            return switch (to) {
                case DECIMAL -> decimalFits(bound, target);
                case TIMESTAMP, TIMESTAMP_TZ ->
                    target.precision() >= bound.type().precision();
                case VECTOR -> bound.type().precision() == target.precision();
                case ARRAY -> bound.type().element().equals(target.element());
                default -> true;
            };
        }
        if (from == TypeKind.VARCHAR) {
            return true; // like a quoted literal: read as whatever is wanted
        }
        if (from.isInteger()) {
            // Not as a narrower integer or as floating point: sums overflow, quotients differ.
            return to.isInteger() ? from.compareTo(to) < 0 : to == TypeKind.DECIMAL && decimalFits(bound, target);
        }
        return switch (from) {
            case REAL -> to == TypeKind.DOUBLE;
            case DOUBLE -> to == TypeKind.REAL && isReal((Double) bound.value());
            case DATE -> to.isTimestamp();
            case TIMESTAMP ->
                to == TypeKind.TIMESTAMP_TZ
                        && target.precision() >= bound.type().precision();
            case TIMESTAMP_TZ ->
                to == TypeKind.TIMESTAMP && target.precision() >= bound.type().precision();
            case VECTOR -> to == TypeKind.ARRAY && target.element().kind().isApproximateNumeric();
            case ARRAY -> to == TypeKind.VECTOR && bound.type().element().kind().isNumeric();
            default -> false;
        };
    }

    private static boolean integerFits(long value, TypeKind kind) {
        return switch (kind) {
            case TINYINT -> value == (byte) value;
            case SMALLINT -> value == (short) value;
            case INTEGER -> value == (int) value;
            default -> true;
        };
    }

    private static boolean isReal(double value) {
        return Double.isNaN(value) || (float) value == value;
    }

    private static boolean decimalFits(BoundValue bound, SqlType target) {
        BigDecimal value = number(bound).stripTrailingZeros();
        return value.scale() <= target.scale()
                && value.precision() - value.scale() <= target.precision() - target.scale();
    }

    private static BigDecimal number(BoundValue bound) {
        return bound.type().kind() == TypeKind.DECIMAL
                ? JavaValues.decimal(bound.value(), bound.type().scale())
                : BigDecimal.valueOf((Long) bound.value());
    }

    /** The narrowest type that holds values of both, for the elements of an array. */
    static SqlType common(SqlType a, SqlType b) throws SQLException {
        if (a.equals(b) || b.kind() == TypeKind.NULL) {
            return a;
        }
        if (a.kind() == TypeKind.NULL) {
            return b;
        }
        if (a.kind().isInteger() && b.kind().isInteger()) {
            return a.kind().compareTo(b.kind()) > 0 ? a : b;
        }
        if (a.kind().isExactNumeric() && b.kind().isExactNumeric()) {
            int scale = Math.max(a.scale(), b.scale());
            int whole = Math.max(wholeDigits(a), wholeDigits(b));
            return SqlType.decimal(Math.min(SqlType.MAX_DECIMAL_PRECISION, whole + scale), scale);
        }
        if (a.kind().isNumeric() && b.kind().isNumeric()) {
            return SqlType.DOUBLE;
        }
        if (a.kind() == b.kind() && a.kind() != TypeKind.ARRAY && a.kind() != TypeKind.VECTOR) {
            return a.precision() > b.precision() ? a : b;
        }
        throw SqlErrors.of(SqlState.DATATYPE_MISMATCH, "an array cannot hold " + a + " beside " + b);
    }

    private static int wholeDigits(SqlType type) {
        return type.kind() == TypeKind.DECIMAL ? type.precision() - type.scale() : JdbcTypes.precision(type);
    }

    /**
     * The value as the target type holds it, rounded where it must be.
     *
     * @param zone the session's
     * @throws SQLException 22003, 22P02, 22007 for a value that does not fit; 42846 if there is no conversion
     */
    static Object convert(BoundValue bound, SqlType target, ZoneId zone) throws SQLException {
        Object value = bound.value();
        boolean same = bound.type().equals(target) && target.kind() != TypeKind.VECTOR;
        if (value == null || same || target.kind() == TypeKind.NULL) {
            return value;
        }
        if (bound.type().kind() == TypeKind.VARCHAR && !isCopied(target)) {
            return parse((String) value, target, zone);
        }
        try {
            return switch (target.kind()) {
                case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(bound, target);
                case DECIMAL -> decimal(bound, target);
                case DOUBLE -> floating(bound, target);
                case REAL -> (float) floating(bound, target);
                case BOOLEAN -> bool(bound, target);
                case VARCHAR -> text(bound, zone);
                case VARBINARY -> binary(bound, target);
                case DATE -> dateTime(bound, target, zone).toLocalDate().toEpochDay();
                case TIME -> dateTime(bound, target, zone).toLocalTime().toNanoOfDay() / 1000;
                case TIMESTAMP -> count(dateTime(bound, target, zone), target);
                case TIMESTAMP_TZ -> instant(bound, target, zone);
                case VECTOR -> vector(bound, target);
                case ARRAY -> array(bound, target, zone);
                default -> sameKind(bound, target);
            };
        } catch (VelariaException e) {
            throw SqlErrors.of(e);
        } catch (NumberFormatException e) {
            throw SqlErrors.of(
                    SqlState.INVALID_TEXT_REPRESENTATION, "\"" + value + "\" is not a value of type " + target, e);
        }
    }

    /** Whether text becomes the target without being read as a single number, date or time. */
    private static boolean isCopied(SqlType target) {
        return target.kind().isText() || target.kind() == TypeKind.VECTOR || target.kind() == TypeKind.ARRAY;
    }

    private static Object parse(String value, SqlType target, ZoneId zone) throws SQLException {
        ValueParser parser = new ValueParser();
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (!parser.parse(target, text, 0, text.length, zone)) {
            throw SqlErrors.of(parser.error(text, 0, text.length, target));
        }
        return switch (target.kind()) {
            case REAL -> (float) parser.doubleValue();
            case DOUBLE -> parser.doubleValue();
            case DECIMAL -> {
                long low = parser.longValue();
                long high = parser.highValue();
                yield high == low >> 63 ? (Object) low : new Int128(high, low);
            }
            default -> parser.longValue();
        };
    }

    private static Object sameKind(BoundValue bound, SqlType target) throws SQLException {
        if (bound.type().kind() != target.kind()) {
            throw cannot(bound, target);
        }
        return bound.value();
    }

    private static long integer(BoundValue bound, SqlType target) throws SQLException {
        if (bound.type().kind().isInteger()) {
            long value = (Long) bound.value();
            if (!integerFits(value, target.kind())) {
                throw outOfRange(value, target);
            }
            return value;
        }
        BigDecimal whole = exact(bound, target).setScale(0, RoundingMode.HALF_UP);
        if (whole.toBigInteger().bitLength() > 63 || !integerFits(whole.longValue(), target.kind())) {
            throw outOfRange(whole, target);
        }
        return whole.longValue();
    }

    private static Object decimal(BoundValue bound, SqlType target) throws SQLException {
        BigDecimal scaled = exact(bound, target).setScale(target.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > target.precision()) {
            throw outOfRange(scaled.toPlainString(), target);
        }
        return BoundValue.unscaled(scaled.unscaledValue());
    }

    private static BigDecimal exact(BoundValue bound, SqlType target) throws SQLException {
        return switch (bound.type().kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
                number(bound.type().kind() == TypeKind.BOOLEAN ? BoundValue.of(bound.value(), SqlType.BIGINT) : bound);
            case REAL, DOUBLE -> {
                double value = ((Number) bound.value()).doubleValue();
                if (Double.isNaN(value) || Double.isInfinite(value)) {
                    throw outOfRange(value, target);
                }
                yield new BigDecimal(bound.value().toString());
            }
            default -> throw cannot(bound, target);
        };
    }

    private static double floating(BoundValue bound, SqlType target) throws SQLException {
        return switch (bound.type().kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> (Long) bound.value();
            case REAL, DOUBLE -> ((Number) bound.value()).doubleValue();
            case DECIMAL -> number(bound).doubleValue();
            default -> throw cannot(bound, target);
        };
    }

    private static long bool(BoundValue bound, SqlType target) throws SQLException {
        return exact(bound, target).signum() == 0 ? 0 : 1;
    }

    private static String text(BoundValue bound, ZoneId zone) {
        return bound.value() instanceof String already
                ? already
                : ValueFormat.toString(bound.value(), bound.type(), zone);
    }

    private static byte[] binary(BoundValue bound, SqlType target) throws SQLException {
        if (bound.value() instanceof String text) {
            return HexFormat.of().parseHex(text);
        }
        throw cannot(bound, target);
    }

    private static LocalDateTime dateTime(BoundValue bound, SqlType target, ZoneId zone) throws SQLException {
        return switch (bound.type().kind()) {
            case DATE -> LocalDate.ofEpochDay((Long) bound.value()).atStartOfDay();
            case TIME -> LocalDate.EPOCH.atTime(LocalTime.ofNanoOfDay((Long) bound.value() * 1000));
            case TIMESTAMP -> ValueReader.dateTime((Long) bound.value(), bound.type());
            case TIMESTAMP_TZ -> LocalDateTime.ofInstant(ValueReader.instant((Long) bound.value(), bound.type()), zone);
            default -> throw cannot(bound, target);
        };
    }

    private static long count(LocalDateTime value, SqlType target) throws SQLException {
        BoundValue counted = BoundValue.of(value);
        return rescale((Long) counted.value(), counted.type(), target);
    }

    private static long instant(BoundValue bound, SqlType target, ZoneId zone) throws SQLException {
        BoundValue counted;
        if (bound.type().kind() == TypeKind.TIMESTAMP_TZ) {
            counted = bound;
        } else if (bound.instant() != null) {
            counted = BoundValue.of(bound.instant());
        } else {
            counted = BoundValue.of(dateTime(bound, target, zone).atZone(zone).toInstant());
        }
        return rescale((Long) counted.value(), counted.type(), target);
    }

    /** Between micro- and nanoseconds, rounded to the target's fraction digits. */
    private static long rescale(long value, SqlType from, SqlType target) throws SQLException {
        int fromDigits = from.isNanos() ? 9 : 6;
        int toDigits = target.isNanos() ? 9 : 6;
        BigDecimal seconds = BigDecimal.valueOf(value, fromDigits)
                .setScale(target.precision(), RoundingMode.HALF_UP)
                .setScale(toDigits, RoundingMode.UNNECESSARY);
        try {
            return seconds.unscaledValue().longValueExact();
        } catch (ArithmeticException e) {
            throw SqlErrors.of(SqlState.DATETIME_FIELD_OVERFLOW, "a timestamp is out of range for " + target, e);
        }
    }

    private static float[] vector(BoundValue bound, SqlType target) throws SQLException {
        float[] floats;
        if (bound.value() instanceof float[] given) {
            floats = given;
        } else if (bound.value() instanceof List<?> list) {
            floats = new float[list.size()];
            for (int i = 0; i < floats.length; i++) {
                BoundValue element = BoundValue.of(list.get(i), bound.type().element());
                if (element.value() == null) {
                    throw SqlErrors.of(SqlState.NOT_NULL_VIOLATION, "an element of a VECTOR is NULL");
                }
                floats[i] = (float) floating(element, target);
            }
        } else if (bound.value() instanceof String text) {
            floats = VectorText.parse(text, target.precision());
        } else {
            throw cannot(bound, target);
        }
        if (floats.length != target.precision()) {
            throw SqlErrors.of(
                    SqlState.DATATYPE_MISMATCH,
                    "a vector of dimension " + floats.length + " where " + target + " is wanted");
        }
        for (float element : floats) {
            if (!Float.isFinite(element)) {
                throw SqlErrors.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, element + " in a value for " + target);
            }
        }
        return floats;
    }

    private static List<Object> array(BoundValue bound, SqlType target, ZoneId zone) throws SQLException {
        List<Object> values = new ArrayList<>();
        if (bound.value() instanceof float[] floats) {
            for (float element : floats) {
                values.add(convert(BoundValue.of(element, SqlType.REAL), target.element(), zone));
            }
        } else if (bound.value() instanceof List<?> list) {
            for (Object element : list) {
                values.add(convert(BoundValue.of(element, bound.type().element()), target.element(), zone));
            }
        } else {
            throw cannot(bound, target);
        }
        return values;
    }

    private static SQLException outOfRange(Object value, SqlType target) {
        return SqlErrors.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, value + " is out of range for " + target);
    }

    private static SQLException cannot(BoundValue bound, SqlType target) {
        return SqlErrors.of(SqlState.CANNOT_COERCE, "a parameter of type " + target + " cannot take a " + bound.type());
    }
}
