package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.kernel.IntegerKernels;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Casts between numbers. DECIMAL rounds half away from zero, DOUBLE to integers half to even, as PostgreSQL does. */
final class NumericCasts {
    private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
    private static final MathContext FLOAT_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private NumericCasts() {}

    /** @param lenient give NULL instead of raising 22003 */
    static Evaluator compile(Evaluator source, SqlType from, SqlType to, boolean lenient) {
        if (from.kind().isExactNumeric() || from.kind() == TypeKind.BOOLEAN) {
            if (to.kind().isApproximateNumeric()) {
                return new ExactToFloating(source, from, to);
            }
            return widens(from, to) ? Retype.evaluator(source, to) : new ExactToExact(source, from, to, lenient);
        }
        if (to.kind().isApproximateNumeric()) {
            return to.kind() == TypeKind.DOUBLE ? new FloatToDouble(source) : new DoubleToFloat(source, lenient);
        }
        return new FloatingToExact(source, from, to, lenient);
    }

    private static int digits(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 1;
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.precision() - type.scale();
        };
    }

    private static boolean widens(SqlType from, SqlType to) {
        if (from.scale() != to.scale()) {
            return false;
        }
        if (to.kind() == TypeKind.DECIMAL) {
            return digits(from) <= to.precision() - to.scale();
        }
        return from.kind() != TypeKind.DECIMAL && digits(from) <= digits(to);
    }

    /** The bounds of an integer or of a DECIMAL of up to 18 digits, inclusive. */
    static long limit(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 1;
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            case DECIMAL -> type.precision() <= 18 ? Int128Math.POWERS[type.precision()] - 1 : Long.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    static long lowest(SqlType type) {
        long limit = limit(type);
        return type.kind() == TypeKind.DECIMAL ? -limit : -limit - 1;
    }

    /** Shared shape: one operand, NULL for NULL, an own bitmap where values turn NULL. */
    private abstract static class Cast implements Evaluator {
        final SqlType to;
        final boolean lenient;
        private final Operand operand;
        private long[] bitmap = {};
        private long[] inputValidity;
        private long[] validity;

        Cast(Evaluator source, SqlType to, boolean lenient) {
            this.operand = new Operand(source);
            this.to = to;
            this.lenient = lenient;
        }

        @Override
        public final Vector evaluate(Batch batch, int[] selection, int count) {
            int length = batch.length();
            if (count == 0) {
                return VectorBuilder.constant(to, null, length);
            }
            Vector vector = operand.evaluateFlat(batch, selection, count);
            if (vector instanceof ConstantVector constant) {
                if (constant.isNull()) {
                    return VectorBuilder.constant(to, null, length);
                }
                validity = null;
                inputValidity = null;
                return new ConstantVector(cast(constant.value(), null, 1, 1), length);
            }
            inputValidity = vector.validity();
            validity = inputValidity;
            return cast(vector, selection, count, length);
        }

        abstract Vector cast(Vector vector, int[] selection, int count, int length);

        final long[] validity() {
            return validity;
        }

        final boolean isNull(int row) {
            return Validity.isNull(inputValidity, row);
        }

        /** The value does not fit: NULL or an error. */
        final void reject(int row, int length, String value) {
            if (!lenient) {
                throw IntegerArithmetic.outOfRange(value, to);
            }
            if (validity == inputValidity) {
                int words = Validity.words(length);
                bitmap = bitmap.length < words ? new long[words] : bitmap;
                if (inputValidity == null) {
                    java.util.Arrays.fill(bitmap, -1L);
                } else {
                    System.arraycopy(inputValidity, 0, bitmap, 0, words);
                }
                validity = bitmap;
            }
            Validity.setNull(validity, row);
        }
    }

    private static final class ExactToExact extends Cast {
        private final int shift;
        private final int fromScale;
        private final Int128Math wide = new Int128Math();
        private long[] lows = {};
        private long[] highs = {};

        ExactToExact(Evaluator source, SqlType from, SqlType to, boolean lenient) {
            super(source, to, lenient);
            this.fromScale = from.scale();
            this.shift = to.scale() - from.scale();
        }

        @Override
        Vector cast(Vector vector, int[] selection, int count, int length) {
            lows = lows.length < length ? new long[length] : lows;
            if (to.kind() == TypeKind.BOOLEAN) {
                byte[] flags = new byte[length];
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    flags[row] = (byte) (!isNull(row) && (vector.highAt(row) | vector.lowAt(row)) != 0 ? 1 : 0);
                }
                return new ByteVector(to, flags, validity(), length);
            }
            if (vector.kind().isLongLike() && narrow(vector, selection, count, length)) {
                return new LongVector(to, lows, validity(), length);
            }
            highs = highs.length < length ? new long[length] : highs;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                if (isNull(row)) {
                    continue;
                }
                boolean fits = wide.rescale(vector.highAt(row), vector.lowAt(row), shift);
                if (fits && to.kind() == TypeKind.DECIMAL) {
                    fits = Int128Math.fits(wide.high, wide.low, to.precision());
                } else if (fits) {
                    fits = wide.high == wide.low >> 63 && wide.low <= limit(to) && wide.low >= lowest(to);
                }
                if (!fits) {
                    reject(row, length, text(vector, row));
                }
                lows[row] = wide.low;
                highs[row] = wide.high;
            }
            return to.carrier() == io.velaria.runtime.type.PhysicalKind.INT128
                    ? new Int128Vector(to, highs, lows, validity(), length)
                    : new LongVector(to, lows, validity(), length);
        }

        /** In 64 bits; false if a row that counts is beyond them though the type is not. */
        private boolean narrow(Vector vector, int[] selection, int count, int length) {
            long limit = limit(to);
            long lowest = lowest(to);
            boolean unbounded = to.kind() == TypeKind.DECIMAL && to.precision() > 18;
            if (shift > 18) {
                return false;
            }
            long power = Int128Math.POWERS[Math.max(shift, 0)];
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                if (isNull(row)) {
                    continue;
                }
                long value = vector.longAt(row);
                long scaled = shift < 0 ? Int128Math.divideHalfUp(value, -shift) : value * power;
                boolean fits = shift <= 0 || Math.multiplyHigh(value, power) == scaled >> 63;
                if (!fits && unbounded) {
                    return false;
                }
                if (!fits || scaled > limit || scaled < lowest) {
                    reject(row, length, text(vector, row));
                }
                lows[row] = scaled;
            }
            return true;
        }

        private String text(Vector vector, int row) {
            return new BigDecimal(Int128Math.big(vector.highAt(row), vector.lowAt(row)), fromScale).toPlainString();
        }
    }

    private static final class ExactToFloating extends Cast {
        private final int scale;
        private double[] doubles = {};
        private float[] floats = {};

        ExactToFloating(Evaluator source, SqlType from, SqlType to) {
            super(source, to, false);
            this.scale = from.scale();
        }

        @Override
        Vector cast(Vector vector, int[] selection, int count, int length) {
            doubles = doubles.length < length ? new double[length] : doubles;
            if (vector.kind().isLongLike()) {
                IntegerKernels.toDouble(vector, doubles, selection, count);
            } else {
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    doubles[row] = isNull(row) ? 0 : Int128Math.toDouble(vector.highAt(row), vector.lowAt(row));
                }
            }
            if (scale > 0) {
                divide(vector, selection, count);
            }
            if (to.kind() == TypeKind.DOUBLE) {
                return new DoubleVector(to, doubles, validity(), length);
            }
            floats = floats.length < length ? new float[length] : floats;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                floats[row] = (float) doubles[row];
            }
            return new FloatVector(to, floats, validity(), length);
        }

        /** Dividing is exact to the last bit while both sides are below 2^53 (10^22 for the power). */
        private void divide(Vector vector, int[] selection, int count) {
            double power = scale <= 22 ? Double.parseDouble("1e" + scale) : 0;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                double value = doubles[row];
                if (power != 0 && Math.abs(value) <= 1L << 53) {
                    doubles[row] = value / power;
                } else if (!isNull(row)) {
                    doubles[row] =
                            new BigDecimal(Int128Math.big(vector.highAt(row), vector.lowAt(row)), scale).doubleValue();
                }
            }
        }
    }

    private static final class FloatToDouble extends Cast {
        private double[] doubles = {};

        FloatToDouble(Evaluator source) {
            super(source, SqlType.DOUBLE, false);
        }

        @Override
        Vector cast(Vector vector, int[] selection, int count, int length) {
            if (vector instanceof DoubleVector) {
                return Retype.as(vector, to);
            }
            doubles = doubles.length < length ? new double[length] : doubles;
            FloatingArithmetic.doubles(vector, doubles, selection, count);
            return new DoubleVector(to, doubles, validity(), length);
        }
    }

    private static final class DoubleToFloat extends Cast {
        private float[] floats = {};

        DoubleToFloat(Evaluator source, boolean lenient) {
            super(source, SqlType.REAL, lenient);
        }

        @Override
        Vector cast(Vector vector, int[] selection, int count, int length) {
            floats = floats.length < length ? new float[length] : floats;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                if (isNull(row)) {
                    continue;
                }
                double value = vector.doubleAt(row);
                floats[row] = (float) value;
                if (Float.isInfinite(floats[row]) && !Double.isInfinite(value)) {
                    reject(row, length, Double.toString(value));
                }
            }
            return new FloatVector(to, floats, validity(), length);
        }
    }

    private static final class FloatingToExact extends Cast {
        private final MathContext digits;
        private long[] lows = {};
        private long[] highs = {};

        FloatingToExact(Evaluator source, SqlType from, SqlType to, boolean lenient) {
            super(source, to, lenient);
            this.digits = from.kind() == TypeKind.REAL ? FLOAT_DIGITS : DOUBLE_DIGITS;
        }

        @Override
        Vector cast(Vector vector, int[] selection, int count, int length) {
            lows = lows.length < length ? new long[length] : lows;
            boolean wide = to.carrier() == io.velaria.runtime.type.PhysicalKind.INT128;
            if (wide) {
                highs = highs.length < length ? new long[length] : highs;
            }
            Int128Math math = new Int128Math();
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                if (isNull(row)) {
                    continue;
                }
                double value = vector.doubleAt(row);
                if (to.kind() == TypeKind.DECIMAL) {
                    boolean fits = Double.isFinite(value)
                            && math.set(new BigDecimal(value, digits)
                                    .setScale(to.scale(), RoundingMode.HALF_UP)
                                    .unscaledValue())
                            && Int128Math.fits(math.high, math.low, to.precision());
                    if (!fits) {
                        reject(row, length, Double.toString(value));
                        continue;
                    }
                    lows[row] = math.low;
                    if (wide) {
                        highs[row] = math.high;
                    }
                } else {
                    double rounded = Math.rint(value);
                    // -2^63 is a double, 2^63 the first one too large
                    if (!(rounded >= lowest(to) && rounded < limit(to) + 1.0)) {
                        reject(row, length, Double.toString(value));
                        continue;
                    }
                    lows[row] = (long) rounded;
                }
            }
            return wide
                    ? new Int128Vector(to, highs, lows, validity(), length)
                    : new LongVector(to, lows, validity(), length);
        }
    }
}
