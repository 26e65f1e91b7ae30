package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.PhysicalKind;

/** What a sealed chunk's encoding finds on its way, computed for a chunk that is still open. */
record OpenChunkSummary(ZoneMap zones, DistinctSketch[] sketches) {
    static OpenChunkSummary of(StoredTable table, Chunk chunk) {
        int columns = chunk.columns().length;
        ZoneMap zones = new ZoneMap(columns);
        DistinctSketch[] sketches = new DistinctSketch[columns];
        for (int column = 0; column < columns; column++) {
            Vector vector = chunk.columns()[column];
            sketches[column] = new DistinctSketch();
            PhysicalKind kind = vector.kind();
            boolean ranged =
                    kind != PhysicalKind.INT128 && kind != PhysicalKind.FLOAT_LIST && kind != PhysicalKind.LIST;
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            int nulls = 0;
            int[] self = {column};
            for (int row = 0; row < chunk.rows(); row++) {
                if (vector.isNull(row)) {
                    nulls++;
                    continue;
                }
                if (ranged) {
                    long value = order(vector, row);
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
                if (kind != PhysicalKind.LIST) {
                    sketches[column].add(Keys.hash(chunk.columns(), self, row));
                }
            }
            if (!ranged && nulls < chunk.rows()) {
                least = Long.MIN_VALUE;
                greatest = Long.MAX_VALUE;
            }
            zones.set(column, least, greatest, nulls);
        }
        return new OpenChunkSummary(zones, sketches);
    }

    private static long order(Vector vector, int row) {
        return switch (vector.kind()) {
            case FLOAT32, FLOAT64 -> ZoneMap.sortable(vector.doubleAt(row));
            case BYTES -> ZoneMap.prefix(vector.stringBase(row), vector.stringOffset(row), vector.stringLength(row));
            default -> vector.longAt(row);
        };
    }
}
