package io.velaria.runtime.table;

import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.plan.TableStatistics.ColumnStatistics;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/**
 * What all versions of a table share of a column: the dictionary of its texts, and the sketch of its distinct values.
 * Both only grow, also by rows of transactions that are rolled back later. Thread-safe.
 */
final class StoredColumn {
    private final SqlType type;
    private final Dictionary dictionary;
    private final DistinctSketch sketch = new DistinctSketch();

    StoredColumn(SqlType type) {
        this.type = type;
        this.dictionary = type.carrier() == PhysicalKind.BYTES ? new Dictionary(type) : null;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    synchronized void seen(DistinctSketch values) {
        sketch.addAll(values);
    }

    synchronized DistinctSketch sketch() {
        return sketch.copy();
    }

    /** @param least as a {@link ZoneMap} holds it; above {@code greatest} if there is no value */
    ColumnStatistics statistics(DistinctSketch values, long rows, long nulls, long least, long greatest) {
        boolean known = least <= greatest && (least != Long.MIN_VALUE || greatest != Long.MAX_VALUE);
        double distinct = type.carrier() == PhysicalKind.FLOAT_LIST || type.carrier() == PhysicalKind.LIST
                ? Double.NaN
                : Math.min(values.estimate(), rows - nulls);
        return new ColumnStatistics(
                distinct,
                rows == 0 ? 0 : (double) nulls / rows,
                known ? ZoneMap.literal(type, least) : null,
                known ? ZoneMap.literal(type, greatest) : null);
    }
}
