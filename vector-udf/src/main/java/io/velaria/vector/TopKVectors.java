package io.velaria.vector;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The best k rows seen so far, with copies of their columns. Rows are ordered by score, and rows of equal score by their
 * position in the input (morsel ordinal, then order of arrival within the morsel). Keeps up to a few times k rows and
 * cuts down to k when there are more.
 */
final class TopKVectors {
    /** @param known false for a row without a vector, whose score is NULL */
    private record Entry(boolean known, double score, long ordinal, long sequence, Batch rows, int row) {}

    private final int k;
    private final Comparator<Entry> order;
    private final boolean greatestFirst;
    private final boolean nullsFirst;
    private final MemoryReservation memory;
    private List<Entry> entries = new ArrayList<>();
    private double threshold;
    private boolean full;
    private long sequence;
    private long bytes;

    TopKVectors(int k, Metric metric, NullVectors nulls, MemoryReservation memory) {
        this.k = k;
        this.nullsFirst = nulls == NullVectors.FIRST;
        this.greatestFirst = metric.greatestFirst();
        this.memory = memory;
        Comparator<Entry> byScore = Comparator.comparingDouble(Entry::score);
        Comparator<Entry> byNull = Comparator.comparing(Entry::known);
        this.order = (nullsFirst ? byNull : byNull.reversed())
                .thenComparing(greatestFirst ? byScore.reversed() : byScore)
                .thenComparingLong(Entry::ordinal)
                .thenComparingLong(Entry::sequence);
    }

    /** Adds rows of a batch; {@code scores[i]} is the score of {@code rows[i]}. NaN scores come last. */
    void add(Batch batch, int[] rows, int count, double[] scores) {
        if (k == 0) {
            return;
        }
        int kept = 0;
        int[] keep = new int[count];
        double[] keptScores = new double[count];
        for (int i = 0; i < count; i++) {
            double score = Double.isNaN(scores[i])
                    ? greatestFirst ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY
                    : scores[i];
            // Ties with the threshold are kept: a row of a lower ordinal may come later.
            if (!full || (greatestFirst ? score >= threshold : score <= threshold)) {
                keep[kept] = rows[i];
                keptScores[kept++] = score;
            }
        }
        keep(batch, keep, kept, keptScores, true);
    }

    /** Adds rows whose vector is NULL. */
    void addUnknown(Batch batch, int[] rows, int count) {
        if (k > 0 && (nullsFirst || !full)) {
            keep(batch, rows, Math.min(count, k), new double[count], false);
        }
    }

    private void keep(Batch batch, int[] rows, int count, double[] scores, boolean known) {
        if (count == 0) {
            return;
        }
        Batch copy = VectorCopier.copy(batch.select(rows, count));
        for (Vector column : copy.columns()) {
            bytes += column.sizeInBytes();
        }
        memory.resize(bytes);
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(known, scores[i], batch.ordinal(), sequence++, copy, i));
        }
        if (entries.size() >= 4L * k + Batch.MAX_ROWS) {
            cut();
        }
    }

    /** Takes over what another task found. */
    void merge(TopKVectors other) {
        entries.addAll(other.entries);
        bytes += other.bytes;
        memory.resize(bytes);
        other.entries = new ArrayList<>();
    }

    private void cut() {
        entries.sort(order);
        if (entries.size() > k) {
            entries = new ArrayList<>(entries.subList(0, k));
        }
        if (entries.size() == k && entries.get(k - 1).known()) {
            full = true;
            threshold = entries.get(k - 1).score();
        }
        // Copies hold rows that are out by now: copy once more what stays.
        List<Entry> compact = new ArrayList<>(entries.size());
        bytes = 0;
        for (Entry entry : entries) {
            Batch one = VectorCopier.copy(entry.rows().select(new int[] {entry.row()}, 1));
            for (Vector column : one.columns()) {
                bytes += column.sizeInBytes();
            }
            compact.add(new Entry(entry.known(), entry.score(), entry.ordinal(), entry.sequence(), one, 0));
        }
        entries = compact;
        memory.resize(bytes);
    }

    /**
     * The best rows in order, in batches: the input's columns, the score, the rank from 1.
     *
     * @param fields the input's columns
     */
    List<Batch> result(List<Field> fields) {
        entries.sort(order);
        List<Entry> best = entries.subList(0, Math.min(k, entries.size()));
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < best.size(); from += Batch.MAX_ROWS) {
            List<Entry> part = best.subList(from, Math.min(best.size(), from + Batch.MAX_ROWS));
            Vector[] columns = new Vector[fields.size() + 2];
            for (int c = 0; c < fields.size(); c++) {
                VectorBuilder builder = VectorBuilder.create(fields.get(c).type(), part.size());
                for (Entry entry : part) {
                    builder.appendFrom(entry.rows().column(c), entry.row());
                }
                columns[c] = builder.build();
            }
            VectorBuilder scores = VectorBuilder.create(SqlType.DOUBLE, part.size());
            VectorBuilder ranks = VectorBuilder.create(SqlType.INTEGER, part.size());
            for (int i = 0; i < part.size(); i++) {
                scores.append(part.get(i).known() ? part.get(i).score() : null);
                ranks.appendLong(from + i + 1L);
            }
            columns[fields.size()] = scores.build();
            columns[fields.size() + 1] = ranks.build();
            batches.add(Batch.of(columns, part.size(), 0));
        }
        return batches;
    }
}
