package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;

/** Groups whose aggregates can be read while rows still come in: the state of a continuous aggregation. */
public final class RunningGroups implements AutoCloseable {
    private final Aggregate plan;
    private final AggregateTable table;

    /** @throws VelariaException 0A000 for aggregates that are final only when all rows are there */
    public RunningGroups(Aggregate plan, QueryContext context) {
        this.plan = plan;
        if (plan.hasGroupingSets()) {
            throw VelariaException.unsupported("GROUPING SETS over a stream");
        }
        for (AggregateCall call : plan.calls()) {
            if (call.distinct() || !call.order().isEmpty()) {
                throw VelariaException.unsupported(call.function()
                        + (call.distinct() ? " of DISTINCT values" : " in an order") + " over a stream");
            }
        }
        this.table = new AggregateTable(new AggregateSpec(plan), context);
    }

    /** Takes the selected rows of a batch. */
    public void add(Batch batch) {
        table.add(batch);
    }

    /** The group of each row of the batch added last; null where all rows are one group, number 0. */
    public int[] groupsOfRows() {
        return table.groupsOfRows();
    }

    public int size() {
        return table.size();
    }

    /** Heap bytes that the groups hold. */
    public long bytes() {
        return table.bytes();
    }

    /** The output rows of the given groups, in their order: keys, then aggregates. They may be kept. */
    public Batch rows(int[] groups, int count) {
        VectorBuilder[] builders = plan.schema().stream()
                .map(field -> VectorBuilder.create(field.type(), count))
                .toArray(VectorBuilder[]::new);
        int i = 0;
        while (i < count) {
            int run = 1;
            while (i + run < count && groups[i + run] == groups[i] + run) {
                run++; // neighbours are read together
            }
            Vector[] columns = table.rows(groups[i], run);
            for (int column = 0; column < columns.length; column++) {
                for (int row = 0; row < run; row++) {
                    builders[column].appendFrom(columns[column], row);
                }
            }
            i += run;
        }
        Vector[] built = new Vector[builders.length];
        for (int column = 0; column < built.length; column++) {
            built[column] = builders[column].build();
        }
        return Batch.of(built, count, 0);
    }

    @Override
    public void close() {
        table.close();
    }
}
