package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.Cancellation;
import java.util.Arrays;
import java.util.List;

/** The groups of several tables divided into units by their keys, so that tasks can merge one unit after the other. */
abstract class GroupDivision implements AutoCloseable {
    private final List<AggregateTable> tables;
    private final Cancellation cancellation;

    GroupDivision(List<AggregateTable> tables, Cancellation cancellation) {
        this.tables = tables;
        this.cancellation = cancellation;
    }

    abstract int units();

    /** Merges the tables' groups of a unit into another table, in the order of the tables. */
    abstract void mergeInto(AggregateTable target, int unit);

    final List<AggregateTable> tables() {
        return tables;
    }

    /** Merges listed groups of a table. */
    final void merge(AggregateTable target, AggregateTable table, int[] groups, int from, int to) {
        for (int at = from; at < to; at += Batch.MAX_ROWS) {
            cancellation.check();
            int[] chosen = Arrays.copyOfRange(groups, at, Math.min(to, at + Batch.MAX_ROWS));
            target.merge(table, chosen, chosen.length);
        }
    }

    @Override
    public void close() {}
}
