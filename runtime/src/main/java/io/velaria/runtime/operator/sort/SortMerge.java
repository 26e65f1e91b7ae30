package io.velaria.runtime.operator.sort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Merges sorted runs, or a segment of them: of equal keys the row of the lowest ordinal comes first, and of equal
 * ordinals that of the run named first.
 */
public final class SortMerge {
    private final SortRun[] runs;
    private final int[] ranks;
    private final int[] ends;
    private final int[] batches; // that the row at each run's rank in {@link #batchRanks} came in
    private final int[] batchRanks;
    private int live;

    public SortMerge(List<SortRun> sorted) {
        this(
                sorted,
                new int[sorted.size()],
                sorted.stream().mapToInt(SortRun::size).toArray());
    }

    /** @param starts the first rank of each run, and {@code ends} the one after its last */
    private SortMerge(List<SortRun> sorted, int[] starts, int[] ends) {
        int[] present = IntStream.range(0, sorted.size())
                .filter(i -> starts[i] < ends[i])
                .toArray();
        this.runs = Arrays.stream(present).mapToObj(sorted::get).toArray(SortRun[]::new);
        this.ranks = Arrays.stream(present).map(i -> starts[i]).toArray();
        this.ends = Arrays.stream(present).map(i -> ends[i]).toArray();
        this.batches = new int[runs.length];
        this.batchRanks = new int[runs.length];
        Arrays.fill(batchRanks, -1);
        this.live = runs.length;
    }

    /**
     * A part of the merged order that can be merged for itself.
     *
     * @param first position of its first row in the whole order
     */
    public record Segment(List<SortRun> runs, int[] starts, int[] ends, long first) {
        long end() {
            return first
                    + Arrays.stream(ends).asLongStream().sum()
                    - Arrays.stream(starts).asLongStream().sum();
        }

        public SortMerge merge() {
            return new SortMerge(runs, starts, ends);
        }
    }

    /** Says which rows come before a cut. */
    @FunctionalInterface
    interface CutOrder {
        /** Whether the row at a rank of a run comes before the one at a rank of another, or of the same run. */
        boolean isBefore(int run, int rank, int otherRun, int otherRank);
    }

    /** Cuts the merged order into segments of about so many rows, at rows of the longest run. */
    static List<Segment> segments(List<SortRun> runs, int rows) {
        return segments(runs, rows, (run, rank, otherRun, otherRank) -> {
            if (run == otherRun) {
                return rank < otherRank;
            }
            int order = SortRun.compare(runs.get(run), rank, runs.get(otherRun), otherRank);
            return order < 0 || order == 0 && run < otherRun;
        });
    }

    /** The same with cuts where an order that the runs are in puts them. */
    static List<Segment> segments(List<SortRun> runs, int rows, CutOrder order) {
        List<Segment> segments = new ArrayList<>();
        long total = runs.stream().mapToLong(SortRun::size).sum();
        int[] starts = new int[runs.size()];
        if (total > rows) {
            int longest = 0;
            for (int i = 1; i < runs.size(); i++) {
                longest = runs.get(i).size() > runs.get(longest).size() ? i : longest;
            }
            int step = (int) Math.max(1, (long) rows * runs.get(longest).size() / total);
            for (int cut = step; cut < runs.get(longest).size(); cut += step) {
                int[] ends = new int[starts.length];
                for (int i = 0; i < ends.length; i++) {
                    ends[i] = rowsBefore(runs.get(i), i, longest, cut, starts[i], order);
                }
                add(segments, runs, starts, ends);
                starts = ends;
            }
        }
        add(segments, runs, starts, runs.stream().mapToInt(SortRun::size).toArray());
        return segments;
    }

    private static void add(List<Segment> segments, List<SortRun> runs, int[] starts, int[] ends) {
        long first = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
        segments.add(new Segment(runs, starts, ends, first));
    }

    /** How many rows of a run come before the row at a rank of another one; at least {@code from}. */
    private static int rowsBefore(SortRun run, int index, int other, int rank, int from, CutOrder order) {
        int low = from;
        int high = run.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.isBefore(index, middle, other, rank)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Writes the ids of the next rows and returns how many they are; 0 at the end. */
    public int next(int[] ids, int most) {
        int count = 0;
        while (count < most && live > 0) {
            if (live == 1) {
                SortRun run = runs[0];
                int end = Math.min(ends[0], ranks[0] + most - count);
                while (ranks[0] < end) {
                    ids[count++] = run.id(ranks[0]++);
                }
            } else {
                int least = 0;
                for (int i = 1; i < live; i++) {
                    if (isLess(i, least)) {
                        least = i;
                    }
                }
                ids[count++] = runs[least].id(ranks[least]++);
                if (ranks[least] < ends[least]) {
                    continue;
                }
                dropRun(least);
                continue;
            }
            if (ranks[0] == ends[0]) {
                dropRun(0);
            }
        }
        return count;
    }

    private boolean isLess(int a, int b) {
        int order = SortRun.compareKeys(runs[a], ranks[a], runs[b], ranks[b]);
        return order < 0 || order == 0 && ordinal(a) < ordinal(b);
    }

    private long ordinal(int run) {
        if (batchRanks[run] != ranks[run]) {
            batches[run] = runs[run].batchAt(ranks[run], batches[run]);
            batchRanks[run] = ranks[run];
        }
        return runs[run].batchOrdinal(batches[run]);
    }

    private void dropRun(int index) {
        live--;
        for (int i = index; i < live; i++) {
            runs[i] = runs[i + 1];
            ranks[i] = ranks[i + 1];
            ends[i] = ends[i + 1];
            batches[i] = batches[i + 1];
            batchRanks[i] = batchRanks[i + 1];
        }
    }
}
