package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.type.CivilDate;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.time.Instant;
import java.time.ZoneId;

/**
 * EXTRACT. Seconds and finer come with their fraction where the result's type has one, and cut to whole units where it
 * is an integer.
 */
public final class ExtractEvaluator implements Evaluator {
    private final DateTimeField field;
    private final SqlType from;
    private final SqlType type;
    private final ZoneId zone;
    private final Operand operand;
    private long[] longs = {};
    private long[] highs = {};
    private double[] doubles = {};

    public ExtractEvaluator(DateTimeField field, SqlType type, SqlType from, Evaluator operand, ZoneId zone) {
        this.field = field;
        this.type = type;
        this.from = from;
        this.zone = zone;
        this.operand = new Operand(operand);
    }

    @Override
    public Vector evaluate(Batch batch, int[] selection, int count) {
        int length = batch.length();
        if (count == 0) {
            return VectorBuilder.constant(type, null, length);
        }
        Vector vector = operand.evaluateFlat(batch, selection, count);
        if (vector instanceof ConstantVector constant) {
            return constant.isNull()
                    ? VectorBuilder.constant(type, null, length)
                    : new ConstantVector(extract(constant.value(), null, 1, 1), length);
        }
        return extract(vector, selection, count, length);
    }

    private Vector extract(Vector vector, int[] selection, int count, int length) {
        longs = longs.length < length ? new long[length] : longs;
        if (field == DateTimeField.YEAR && from.kind() == TypeKind.DATE && vector instanceof IntVector days) {
            years(days.values(), longs, selection, count);
        } else {
            long[] validity = vector.validity();
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                longs[row] = Validity.isNull(validity, row) ? 0 : field(vector.longAt(row));
            }
        }
        return inUnits(vector.validity(), selection, count, length);
    }

    private static void years(int[] days, long[] target, int[] selection, int count) {
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            int year = CivilDate.year(CivilDate.of(days[row]));
            target[row] = year > 0 ? year : year - 1;
        }
    }

    private long field(long value) {
        switch (from.kind()) {
            case DATE -> {
                return field.of(value, 0);
            }
            case TIME -> {
                return field.of(0, value);
            }
            case INTERVAL_MICROS -> {
                return field.ofMicros(value);
            }
            case INTERVAL_MONTHS -> {
                return field.ofMonths(value);
            }
            default -> {}
        }
        long micros = from.isNanos() ? Math.floorDiv(value, 1000L) : value;
        if (from.kind() == TypeKind.TIMESTAMP_TZ) {
            if (field == DateTimeField.EPOCH) {
                return micros;
            }
            if (field == DateTimeField.TIMEZONE) {
                Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
                return zone.getRules().getOffset(instant).getTotalSeconds();
            }
            micros = DateTimes.toLocal(micros, 1_000_000L, zone);
        }
        long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
        return field.of(day, micros - day * CivilDate.MICROS_PER_DAY);
    }

    private Vector inUnits(long[] validity, int[] selection, int count, int length) {
        long perUnit = field.microsPerUnit();
        if (field == DateTimeField.NANOSECOND) {
            for (int i = 0; i < count; i++) {
                longs[selection == null ? i : selection[i]] *= 1000;
            }
        }
        if (type.kind().isApproximateNumeric()) {
            doubles = doubles.length < length ? new double[length] : doubles;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                doubles[row] = longs[row] / (double) perUnit;
            }
            return new DoubleVector(type, doubles, validity, length);
        }
        int digits = perUnit == 1_000_000L ? 6 : perUnit == 1_000L ? 3 : 0;
        boolean wide = type.carrier() == PhysicalKind.INT128;
        if (wide) {
            highs = highs.length < length ? new long[length] : highs;
        }
        if (digits > type.scale() && type.kind().isInteger()) {
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                longs[row] = Math.floorDiv(longs[row], perUnit);
            }
        } else if (digits != type.scale()) {
            Int128Math math = new Int128Math();
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                math.rescale(longs[row] >> 63, longs[row], type.scale() - digits);
                longs[row] = math.low;
            }
        }
        if (!wide) {
            return new LongVector(type, longs, validity, length);
        }
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            highs[row] = longs[row] >> 63;
        }
        return new Int128Vector(type, highs, longs, validity, length);
    }
}
