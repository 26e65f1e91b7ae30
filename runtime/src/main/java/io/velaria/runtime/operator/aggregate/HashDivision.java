package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.ArrayList;
import java.util.List;

/** Groups divided by some bits of their keys' hashes. Each table's groups are listed by unit, as they were found. */
final class HashDivision extends GroupDivision {
    private final int shift;
    private final int units;
    private final List<int[]> groups = new ArrayList<>(); // per table: its groups, those of a unit together
    private final List<int[]> starts = new ArrayList<>();
    private final MemoryReservation reservation;

    /**
     * @param shift how many bits of a hash are below those that count
     * @param units a power of two
     */
    HashDivision(List<AggregateTable> tables, QueryContext context, int shift, int units) {
        super(tables, context.cancellation());
        this.shift = shift;
        this.units = units;
        this.reservation = context.memory().reserve("Aggregate");
        try {
            tables.forEach(this::list);
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
    }

    private int unit(long hash) {
        return (int) (hash >>> shift) & (units - 1);
    }

    private void list(AggregateTable table) {
        int size = table.size();
        reservation.resize(reservation.bytes() + 6L * size);
        char[] unitOf = new char[size];
        int[] ends = new int[units + 1];
        for (int group = 0; group < size; group++) {
            unitOf[group] = (char) unit(table.hash(group));
            ends[unitOf[group] + 1]++;
        }
        for (int u = 0; u < units; u++) {
            ends[u + 1] += ends[u];
        }
        starts.add(ends.clone());
        int[] sorted = new int[size];
        for (int group = 0; group < size; group++) {
            sorted[ends[unitOf[group]]++] = group;
        }
        groups.add(sorted);
    }

    @Override
    int units() {
        return units;
    }

    @Override
    void mergeInto(AggregateTable target, int unit) {
        for (int t = 0; t < tables().size(); t++) {
            merge(target, tables().get(t), groups.get(t), starts.get(t)[unit], starts.get(t)[unit + 1]);
        }
    }

    @Override
    public void close() {
        reservation.close();
    }
}
