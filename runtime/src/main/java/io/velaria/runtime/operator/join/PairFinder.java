package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Gather;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;
import java.util.Arrays;

/**
 * Finds the rows of the table whose keys equal those of a batch's rows, some thousand pairs at a time, in the order of
 * the batch and then of the table. A place is a row's number among the batch's selected rows. One for each task.
 */
final class PairFinder {
    static final int MOST = Batch.MAX_ROWS;

    private final JoinSpec spec;
    private final JoinTable table;
    private final RowIndex index;
    private final boolean indexIsExact; // whether all rows of a chain match
    private final Evaluator[] keys;
    private final KeyHasher hasher = new KeyHasher();
    private final KeyMatcher matcher = new KeyMatcher();
    private final Vector[] keyVectors;
    private Batch batch;
    private int count;
    private long[] values = new long[MOST]; // of the index's key, or hashes
    private int[] heads = new int[MOST];
    private boolean[] nullKey = new boolean[MOST];
    private int place;
    private int id;

    private int[] places = new int[MOST];
    private int[] ids = new int[MOST];
    private int[] positions = new int[MOST];
    private boolean[] equal = new boolean[MOST];

    PairFinder(JoinSpec spec, JoinTable table, TaskContext context) {
        this.spec = spec;
        this.table = table;
        this.index = table.index();
        this.indexIsExact = spec.keyCount() == 0 || spec.keyCount() == 1 && index.key() == 0;
        this.keys =
                spec.probeKeys().stream().map(context.expressions()::compile).toArray(Evaluator[]::new);
        this.keyVectors = new Vector[keys.length];
    }

    /** Takes the next batch and looks up the chains of its rows. */
    void start(Batch newBatch) {
        batch = newBatch;
        count = batch.size();
        if (heads.length < count) {
            values = new long[count];
            heads = new int[count];
            nullKey = new boolean[count];
            places = new int[count];
            ids = new int[count];
            positions = new int[count];
            equal = new boolean[count];
        }
        int[] rows = batch.selection();
        Arrays.fill(nullKey, 0, count, false);
        boolean someNull = false;
        for (int k = 0; k < keys.length; k++) {
            Vector key = keys[k].evaluate(batch, rows, count);
            keyVectors[k] = key;
            if (!spec.nullsEqual(k) && key.mayHaveNulls() && Decoder.nulls(key, rows, count, equal) > 0) {
                someNull = true;
                for (int i = 0; i < count; i++) {
                    nullKey[i] |= equal[i];
                }
            }
        }
        if (index.key() == RowIndex.HASHED) {
            hasher.hash(keyVectors, rows, count, values);
        } else {
            Decoder.longs(keyVectors[index.key()], rows, count, values);
        }
        index.heads(values, count, heads);
        if (someNull) {
            for (int i = 0; i < count; i++) {
                heads[i] = nullKey[i] ? -1 : heads[i];
            }
        }
        place = 0;
        id = count > 0 ? heads[0] : -1;
    }

    /** Whether a row has a NULL in a key where NULL matches nothing. */
    boolean hasNullKey(int ofPlace) {
        return nullKey[ofPlace];
    }

    int[] places() {
        return places;
    }

    int[] ids() {
        return ids;
    }

    /** Whether all pairs of the batch were given. */
    boolean isDone() {
        return place >= count;
    }

    /**
     * Finds the next pairs.
     *
     * @param skip places that are of no interest any more, or null
     * @return how many pairs are in {@link #places} and {@link #ids}; may be 0 before the end
     */
    int next(boolean[] skip) {
        if (index.isUnique() && skip == null) {
            return nextSingle();
        }
        int found = 0;
        int limit = places.length;
        while (place < count && found < limit) {
            if (id >= 0 && (skip == null || !skip[place])) {
                places[found] = place;
                ids[found++] = id;
                id = index.isUnique() ? -1 : table.next(id);
                if (id >= 0) {
                    continue;
                }
            }
            place++;
            id = place < count ? heads[place] : -1;
        }
        return keepEqual(found);
    }

    /** All pairs of the batch at once, where no row has more than one. */
    private int nextSingle() {
        int found = 0;
        for (int i = place; i < count; i++) {
            places[found] = i;
            ids[found] = heads[i];
            found += heads[i] >= 0 ? 1 : 0;
        }
        place = count;
        return keepEqual(found);
    }

    /** Marks the places that have any equal row in the table. */
    void markMatched(boolean[] matched) {
        int active = 0;
        for (int i = 0; i < count; i++) {
            if (heads[i] >= 0) {
                places[active] = i;
                ids[active++] = heads[i];
            }
        }
        if (indexIsExact) {
            for (int p = 0; p < active; p++) {
                matched[places[p]] = true;
            }
            active = 0;
        }
        while (active > 0) {
            compare(active);
            int left = 0;
            for (int p = 0; p < active; p++) {
                if (equal[p]) {
                    matched[places[p]] = true;
                } else {
                    int following = table.next(ids[p]);
                    if (following >= 0) {
                        places[left] = places[p];
                        ids[left++] = following;
                    }
                }
            }
            active = left;
        }
        place = count;
    }

    private void compare(int pairs) {
        for (int p = 0; p < pairs; p++) {
            positions[p] = batch.row(places[p]);
        }
        Arrays.fill(equal, 0, pairs, true);
        for (int k = 0; k < keys.length; k++) {
            if (k != index.key()) {
                matcher.compare(
                        table.column(spec.keyColumn(k)),
                        ids,
                        keyVectors[k],
                        positions,
                        pairs,
                        spec.nullsEqual(k),
                        equal);
            }
        }
    }

    private int keepEqual(int pairs) {
        if (pairs == 0 || indexIsExact) {
            return pairs;
        }
        compare(pairs);
        int kept = 0;
        for (int p = 0; p < pairs; p++) {
            places[kept] = places[p];
            ids[kept] = ids[p];
            kept += equal[p] ? 1 : 0;
        }
        return kept;
    }

    /** Of pairs chosen by the caller, keeps those where no key comparison is FALSE. */
    int keepNotUnequal(int[] ofPlaces, int[] ofIds, int pairs) {
        System.arraycopy(ofPlaces, 0, places, 0, pairs);
        System.arraycopy(ofIds, 0, ids, 0, pairs);
        boolean[] possible = new boolean[pairs];
        Arrays.fill(possible, true);
        for (int p = 0; p < pairs; p++) {
            positions[p] = batch.row(places[p]);
        }
        for (int k = 0; k < keys.length; k++) {
            Arrays.fill(equal, 0, pairs, true);
            Vector buildKey = table.column(spec.keyColumn(k));
            matcher.compare(buildKey, ids, keyVectors[k], positions, pairs, spec.nullsEqual(k), equal);
            for (int p = 0; p < pairs; p++) {
                boolean unknown =
                        !spec.nullsEqual(k) && (keyVectors[k].isNull(positions[p]) || buildKey.isNull(ids[p]));
                possible[p] &= equal[p] || unknown;
            }
        }
        int kept = 0;
        for (int p = 0; p < pairs; p++) {
            places[kept] = places[p];
            ids[kept] = ids[p];
            kept += possible[p] ? 1 : 0;
        }
        return kept;
    }

    /**
     * The columns of the first pairs in {@link #places} and {@link #ids}, left columns first; valid until the next are
     * found, for they only refer to the batch and to the table.
     *
     * @param onlyReferenced leaves columns that the residual doesn't read NULL
     */
    Batch pairs(int pairs, boolean onlyReferenced) {
        for (int p = 0; p < pairs; p++) {
            positions[p] = batch.row(places[p]);
        }
        Gather probeRows = new Gather(positions, pairs);
        Gather buildRows = new Gather(ids, pairs);
        Vector[] columns = new Vector[spec.pairColumns()];
        for (int c = 0; c < spec.probeFields().size(); c++) {
            int at = spec.probeOffset() + c;
            columns[at] = onlyReferenced && !spec.isReferenced(at)
                    ? nulls(spec.probeFields().get(c).type(), pairs)
                    : probeRows.of(batch.column(c));
        }
        for (int c = 0; c < spec.buildFields().size(); c++) {
            int at = spec.buildOffset() + c;
            columns[at] = onlyReferenced && !spec.isReferenced(at)
                    ? nulls(spec.buildFields().get(c).type(), pairs)
                    : buildRows.of(table.column(c));
        }
        return Batch.of(columns, pairs, batch.ordinal());
    }

    static Vector nulls(io.velaria.runtime.type.SqlType type, int length) {
        return new ConstantVector(VectorBuilder.single(type, null), length);
    }
}
