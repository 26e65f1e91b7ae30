package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.execution.Cancellation;
import java.util.List;

/**
 * Groups divided by ranges of one integer key: tables that find values by their distance from the least are read and
 * filled in the order of the values, without a hash or a list of groups. Values below the first unit are in it, as is
 * NULL, and those above the last in that.
 */
final class RangeDivision extends GroupDivision {
    /** Values are read in windows, for which little memory is needed. */
    private static final int WINDOW = 1 << 16;

    private final long least;
    private final int shift;
    private final int units;
    private final long[] greatest; // of each table that is direct

    /**
     * @param least value of the first unit
     * @param shift of the number of values of a unit
     */
    RangeDivision(List<AggregateTable> tables, Cancellation cancellation, long least, int shift, int units) {
        super(tables, cancellation);
        this.least = least;
        this.shift = shift;
        this.units = units;
        this.greatest = new long[tables.size()];
        for (int t = 0; t < greatest.length; t++) {
            LongGroupKeys keys = tables.get(t).longKeys();
            greatest[t] = keys.isDirect() ? keys.greatest() : Long.MAX_VALUE;
        }
    }

    @Override
    int units() {
        return units;
    }

    @Override
    void mergeInto(AggregateTable target, int unit) {
        long first = unit == 0 ? Long.MIN_VALUE : least + ((long) unit << shift);
        long last = unit == units - 1 ? Long.MAX_VALUE : least + ((unit + 1L) << shift) - 1;
        for (int t = 0; t < greatest.length; t++) {
            AggregateTable table = tables().get(t);
            LongGroupKeys keys = table.longKeys();
            if (keys.isDirect()) {
                mergeWindows(target, table, Math.max(first, keys.least()), Math.min(last, greatest[t]));
            } else {
                int[] groups = keys.groupsBetween(first, last);
                merge(target, table, groups, 0, groups.length);
            }
            if (unit == 0 && keys.nullGroup() >= 0) {
                merge(target, table, new int[] {keys.nullGroup()}, 0, 1);
            }
        }
    }

    private void mergeWindows(AggregateTable target, AggregateTable table, long first, long last) {
        for (long from = first; from <= last; from += WINDOW) {
            boolean ends = last - from < WINDOW; // there may be no greater number
            int[] groups = table.longKeys().groupsBetween(from, ends ? last : from + WINDOW - 1);
            merge(target, table, groups, 0, groups.length);
            if (ends) {
                break;
            }
        }
    }
}
