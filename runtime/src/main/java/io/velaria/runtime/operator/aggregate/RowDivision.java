package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;
import java.util.List;

/**
 * Divides rows, and the groups of tables, into units by their keys: by ranges where the key is one integer whose values
 * lie densely, so that they stay dense within a unit, else by hash. Immutable.
 */
final class RowDivision {
    private final boolean byRange;
    private final long least;
    private final int shift;
    private final int units;

    private RowDivision(boolean byRange, long least, int shift, int units) {
        this.byRange = byRange;
        this.least = least;
        this.shift = shift;
        this.units = units;
    }

    /**
     * A division of about so many units that suits some tables' groups.
     *
     * @param wanted a power of two
     */
    static RowDivision of(List<AggregateTable> tables, int wanted) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (AggregateTable table : tables) {
            LongGroupKeys keys = table.directKeys();
            if (keys == null) {
                return byHash(wanted);
            }
            least = Math.min(least, keys.least());
            greatest = Math.max(greatest, keys.greatest());
        }
        long span = greatest - least;
        if (span < 0 || span >= Integer.MAX_VALUE) {
            return byHash(wanted);
        }
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(span) - Integer.numberOfTrailingZeros(wanted));
        return new RowDivision(true, least, shift, (int) (span >>> shift) + 1);
    }

    private static RowDivision byHash(int units) {
        return new RowDivision(false, 0, Long.SIZE - Integer.numberOfTrailingZeros(units), units);
    }

    int units() {
        return units;
    }

    /** The groups of tables in the same units. */
    GroupDivision ofGroups(List<AggregateTable> tables, QueryContext context) {
        return byRange
                ? new RangeDivision(tables, context.cancellation(), least, shift, units)
                : new HashDivision(tables, context, shift, units);
    }

    Reader reader() {
        return new Reader();
    }

    /** Finds the units of rows. For one task at a time. */
    final class Reader {
        private final KeyHasher hasher = new KeyHasher();
        private long[] values = {};
        private boolean[] nulls = {};

        /** Writes the unit of each of the chosen rows. */
        void read(Vector[] keys, int[] rows, int count, char[] unitOf, int at) {
            if (values.length < count) {
                values = new long[Math.max(count, Batch.MAX_ROWS)];
                nulls = new boolean[values.length];
            }
            if (!byRange) {
                hasher.hash(keys, rows, count, values);
                for (int i = 0; i < count; i++) {
                    unitOf[at + i] = (char) ((int) (values[i] >>> shift) & (units - 1));
                }
                return;
            }
            Decoder.longs(keys[0], rows, count, values);
            int last = units - 1;
            for (int i = 0; i < count; i++) {
                long distance = Math.max(values[i], least) - least; // as an unsigned number
                long unit = distance >>> shift;
                unitOf[at + i] = (char) (unit < 0 || unit > last ? last : unit);
            }
            if (Decoder.nulls(keys[0], rows, count, nulls) > 0) {
                for (int i = 0; i < count; i++) {
                    unitOf[at + i] = nulls[i] ? 0 : unitOf[at + i];
                }
            }
        }
    }
}
