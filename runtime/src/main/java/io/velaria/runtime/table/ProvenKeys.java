package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The unique keys of a table version: those of its unique indexes, and integer columns whose values ascend in each chunk
 * while no two chunks' ranges overlap, such as numbers given in sequence. Deleting rows takes nothing from that.
 */
final class ProvenKeys {
    private ProvenKeys() {}

    static List<List<Integer>> of(TableVersion version) {
        List<List<Integer>> keys = new ArrayList<>();
        for (HashIndex index : version.indexes()) {
            IndexDefinition definition = index.definition();
            if (definition.unique() && definition.columns().stream().noneMatch(column -> isNullable(version, column))) {
                keys.add(definition.columns());
            }
        }
        for (int column = 0; column < version.table().fields().size(); column++) {
            boolean isLong =
                    version.table().fields().get(column).type().carrier().isLongLike();
            if (isLong && !keys.contains(List.of(column)) && isDistinct(version, column)) {
                keys.add(List.of(column));
            }
        }
        return keys;
    }

    private static boolean isNullable(TableVersion version, int column) {
        return version.table().fields().get(column).nullable();
    }

    private static boolean isDistinct(TableVersion version, int column) {
        long[] least = new long[16];
        long[] greatest = new long[16];
        int chunks = 0;
        for (int s = 0; s < version.segmentCount(); s++) {
            Segment segment = version.segment(s);
            for (int c = 0; c < segment.chunkCount(); c++) {
                Chunk chunk = segment.chunk(c);
                if (!isAscending(chunk, column)) {
                    return false;
                }
                if (chunk.rows() == 0) {
                    continue;
                }
                if (chunks == least.length) {
                    least = Arrays.copyOf(least, 2 * chunks);
                    greatest = Arrays.copyOf(greatest, 2 * chunks);
                }
                Vector values = chunk.columns()[column];
                least[chunks] = values.longAt(0);
                greatest[chunks++] = values.longAt(chunk.rows() - 1);
            }
        }
        return areDisjoint(least, greatest, chunks);
    }

    private static boolean isAscending(Chunk chunk, int column) {
        if (!chunk.isOpen()) {
            return chunk.zones().isAscending(column);
        }
        Vector values = chunk.columns()[column];
        for (int row = 0; row < chunk.rows(); row++) {
            if (values.isNull(row) || row > 0 && values.longAt(row) <= values.longAt(row - 1)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no two ranges meet: then their ends, each in order, take turns. */
    private static boolean areDisjoint(long[] least, long[] greatest, int count) {
        Arrays.sort(least, 0, count);
        Arrays.sort(greatest, 0, count);
        for (int i = 1; i < count; i++) {
            if (least[i] <= greatest[i - 1]) {
                return false;
            }
        }
        return true;
    }
}
