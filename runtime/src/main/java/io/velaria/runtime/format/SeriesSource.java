package io.velaria.runtime.format;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A column of values at even steps.
 *
 * @param start in the type's own unit, as {@code stop}; {@code step} too unless it counts months
 * @param inclusive whether stop itself belongs to it
 */
record SeriesSource(
        String function,
        String column,
        SqlType type,
        long start,
        long stop,
        long step,
        boolean months,
        boolean inclusive)
        implements ScanSource {
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int MORSEL_BATCHES = 16;

    @Override
    public List<Field> schema() {
        return List.of(new Field(column, type, false));
    }

    @Override
    public String description() {
        return function + "(" + start + ", " + stop + ", " + step + (months ? " months)" : ")");
    }

    @Override
    public TableStatistics statistics() {
        long count = count();
        return new TableStatistics(
                count,
                List.of(new TableStatistics.ColumnStatistics(count, 0, Math.min(start, stop), Math.max(start, stop))));
    }

    /** Number of values; as many as a long holds at most. */
    private long count() {
        if (step > 0 ? start > stop : start < stop) {
            return 0;
        }
        if (months) {
            long low = 0;
            long high = 12L * 600_000;
            while (low < high) { // the first index beyond stop
                long middle = (low + high) / 2;
                boolean beyond = isBeyond(value(middle));
                low = beyond ? low : middle + 1;
                high = beyond ? middle : high;
            }
            return low;
        }
        // Unsigned: the distance may need 64 bits.
        long distance = step > 0 ? stop - start : start - stop;
        long by = step > 0 ? step : -step;
        long steps = Long.divideUnsigned(distance, by);
        boolean hitsStop = Long.remainderUnsigned(distance, by) == 0;
        long count = hitsStop && !inclusive ? steps : steps + 1;
        return count < 0 ? Long.MAX_VALUE : count;
    }

    private boolean isBeyond(long value) {
        return inclusive ? (step > 0 ? value > stop : value < stop) : (step > 0 ? value >= stop : value <= stop);
    }

    private long value(long index) {
        if (!months) {
            return start + index * step;
        }
        if (type.kind() == TypeKind.DATE) {
            return LocalDate.ofEpochDay(start).plusMonths(index * step).toEpochDay();
        }
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(start, DAY_MICROS)).plusMonths(index * step);
        return day.toEpochDay() * DAY_MICROS + Math.floorMod(start, DAY_MICROS);
    }

    @Override
    public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
        for (int wanted : columns) {
            if (wanted == ROW_ID) {
                throw VelariaException.unsupported("a row id of " + function);
            }
        }
        long count = count();
        AtomicLong nextMorsel = new AtomicLong();
        context.progress().expect(count);
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                return new Rows(SeriesSource.this, count, nextMorsel, columns.length, context);
            }

            @Override
            public int parallelism() {
                return (int) Math.min(1024, Math.max(1, count / ((long) MORSEL_BATCHES * Batch.MAX_ROWS)));
            }
        };
    }

    private static final class Rows implements Source {
        private static final long MORSEL_ROWS = (long) MORSEL_BATCHES * Batch.MAX_ROWS;

        private final SeriesSource series;
        private final long count;
        private final AtomicLong nextMorsel;
        private final int columns;
        private final QueryContext context;
        private final Vector vector;
        private long morsel = -1;
        private long next;
        private long end;

        Rows(SeriesSource series, long count, AtomicLong nextMorsel, int columns, QueryContext context) {
            this.series = series;
            this.count = count;
            this.nextMorsel = nextMorsel;
            this.columns = columns;
            this.context = context;
            this.vector = series.type.kind() == TypeKind.DATE
                    ? new IntVector(series.type, new int[Batch.MAX_ROWS], null, Batch.MAX_ROWS)
                    : new LongVector(series.type, new long[Batch.MAX_ROWS], null, Batch.MAX_ROWS);
        }

        private boolean take() {
            if (next < end) {
                return true;
            }
            if (nextMorsel.get() > count / MORSEL_ROWS) {
                return false;
            }
            morsel = nextMorsel.getAndIncrement();
            next = Math.min(count, morsel * MORSEL_ROWS);
            end = Math.min(count, next + MORSEL_ROWS);
            return next < end;
        }

        @Override
        public Batch next() {
            if (!take()) {
                return null;
            }
            int size = (int) Math.min(Batch.MAX_ROWS, end - next);
            fill(size);
            next += size;
            context.progress().advance(size);
            Vector[] vectors = new Vector[columns];
            java.util.Arrays.fill(vectors, vector);
            return Batch.of(vectors, Batch.MAX_ROWS, morsel).head(size);
        }

        private void fill(int size) {
            if (vector instanceof IntVector ints) {
                for (int i = 0; i < size; i++) {
                    ints.values()[i] = (int) series.value(next + i);
                }
            } else {
                long[] values = ((LongVector) vector).values();
                for (int i = 0; i < size; i++) {
                    values[i] = series.value(next + i);
                }
            }
        }

        @Override
        public boolean isFinished() {
            return next >= end && nextMorsel.get() > count / MORSEL_ROWS;
        }

        @Override
        public long position() {
            return next < end ? morsel : Math.max(morsel, nextMorsel.get());
        }
    }
}
