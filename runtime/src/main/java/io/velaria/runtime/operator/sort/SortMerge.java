package io.velaria.runtime.operator.sort;

import java.util.List;

/** Merges sorted runs; of equal keys the row of the lowest ordinal comes first. */
public final class SortMerge {
    private final SortRun[] runs;
    private final int[] ranks;
    private int live;

    public SortMerge(List<SortRun> sorted) {
        this.runs = sorted.stream().filter(run -> run.size() > 0).toArray(SortRun[]::new);
        this.ranks = new int[runs.length];
        this.live = runs.length;
    }

    /** Writes the ids of the next rows and returns how many they are; 0 at the end. */
    public int next(int[] ids, int most) {
        int count = 0;
        while (count < most && live > 0) {
            if (live == 1) {
                SortRun run = runs[0];
                int end = Math.min(run.size(), ranks[0] + most - count);
                while (ranks[0] < end) {
                    ids[count++] = run.id(ranks[0]++);
                }
            } else {
                int least = 0;
                for (int i = 1; i < live; i++) {
                    if (SortRun.compare(runs[i], ranks[i], runs[least], ranks[least]) < 0) {
                        least = i;
                    }
                }
                ids[count++] = runs[least].id(ranks[least]++);
                if (ranks[least] < runs[least].size()) {
                    continue;
                }
                dropRun(least);
                continue;
            }
            if (ranks[0] == runs[0].size()) {
                dropRun(0);
            }
        }
        return count;
    }

    private void dropRun(int index) {
        live--;
        for (int i = index; i < live; i++) {
            runs[i] = runs[i + 1];
            ranks[i] = ranks[i + 1];
        }
    }
}
