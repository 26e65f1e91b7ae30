package io.velaria.runtime.row;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.Arrays;

/**
 * Rows divided by some bits of their hashes among sequences of a file. Each task has a {@link Writer}; when they have
 * been flushed each partition can be read.
 */
public final class RowPartitions {
    private static final int BITS = 5;

    /** Partitions of a level. */
    public static final int COUNT = 1 << BITS;
    /** Levels that can divide what one level above could not hold. The low half of a hash is for hash tables. */
    public static final int LEVELS = 6;

    private final RowFile file;
    private final int shift;
    private final RowSequence[] sequences;

    /**
     * @param level from 0 to {@code LEVELS - 1}: which bits of a hash count
     * @param sets kinds of rows that are divided each for itself
     */
    public RowPartitions(RowFile file, int level, int sets) {
        this.file = file;
        this.shift = shift(level);
        this.sequences = new RowSequence[sets * COUNT];
        for (int p = 0; p < sequences.length; p++) {
            sequences[p] = new RowSequence(file);
        }
    }

    /** How many bits of a hash are below those that count at a level. */
    public static int shift(int level) {
        return Long.SIZE - BITS * (level + 1);
    }

    /** The partition of a hash at a level. */
    public static int of(long hash, int level) {
        return (int) (hash >>> shift(level)) & (COUNT - 1);
    }

    /** A hash that falls into a partition at a level. */
    public static long hashOf(int partition, int level) {
        return (long) partition << shift(level);
    }

    /** The rows of a partition of a set, complete once all writers have been flushed. */
    public RowSequence partition(int set, int index) {
        return sequences[set * COUNT + index];
    }

    private synchronized void add(int sequence, RowSequence rows) {
        sequences[sequence].addAll(rows);
    }

    public Writer writer() {
        return new Writer();
    }

    /**
     * Divides the rows of one task. They are kept together until they are some, and then written partition by
     * partition, so that what it needs does not grow with the number of partitions.
     */
    public final class Writer implements AutoCloseable {
        private static final long MOST_BYTES = 8 << 20;
        private static final int PART_OF_BUDGET = 48;

        private final long mostBytes = Math.min(MOST_BYTES, file.budget() / PART_OF_BUDGET);
        private final MemoryReservation pageMemory = file.reserve();
        private final MemoryReservation listMemory = file.reserve();
        private final SequenceWriter[] writers = new SequenceWriter[sequences.length];
        private RowPages pages;
        private RowAppender appender;
        private int[] ids = {};
        private int[] targets = {}; // of each row: its sequence
        private int size;

        /**
         * Appends rows to their partitions.
         *
         * @param rows positions, or null for the first {@code count}
         * @param hashes of those rows, by their number among them
         */
        public void append(int set, Vector[] columns, int[] rows, int count, long[] hashes) {
            if (pages == null) {
                pages = new RowPages(file.layout());
                appender = pages.appender(pageMemory);
            }
            if (ids.length < count) {
                ids = new int[Math.max(count, Batch.MAX_ROWS)];
            }
            if (targets.length < size + count) {
                int length = Math.max(size + count, targets.length * 2);
                listMemory.resize(8L * length);
                targets = Arrays.copyOf(targets, length);
            }
            appender.append(columns, rows, count, ids); // the only appender: ids count up from 0
            int first = set * COUNT;
            for (int i = 0; i < count; i++) {
                targets[size + i] = first + ((int) (hashes[i] >>> shift) & (COUNT - 1));
            }
            size += count;
            if (appender.usedBytes() >= mostBytes) {
                write();
            }
        }

        private void write() {
            int[] ends = new int[sequences.length + 1];
            for (int i = 0; i < size; i++) {
                ends[targets[i] + 1]++;
            }
            for (int s = 0; s < sequences.length; s++) {
                ends[s + 1] += ends[s];
            }
            int[] sorted = new int[size];
            for (int i = 0; i < size; i++) {
                sorted[ends[targets[i]]++] = i;
            }
            int from = 0;
            int[] chosen = new int[Batch.MAX_ROWS];
            for (int s = 0; s < sequences.length; s++) {
                int end = ends[s];
                if (from < end && writers[s] == null) {
                    writers[s] = new SequenceWriter(file);
                }
                while (from < end) {
                    int count = Math.min(chosen.length, end - from);
                    System.arraycopy(sorted, from, chosen, 0, count);
                    Vector[] columns = RowReader.gather(pages, 0, file.layout().columnCount(), chosen, count);
                    writers[s].append(columns, null, count);
                    from += count;
                }
                if (writers[s] != null) {
                    writers[s].flush();
                }
            }
            pages.close();
            pages = null;
            size = 0;
        }

        /** Writes what is still in memory; the partitions then have all of this task's rows. */
        public void flush() {
            if (pages != null) {
                write();
            }
            for (int s = 0; s < sequences.length; s++) {
                if (writers[s] != null) {
                    add(s, writers[s].sequence());
                    writers[s] = null;
                }
            }
            close();
        }

        /** Drops what was not flushed. */
        @Override
        public void close() {
            if (pages != null) {
                pages.close();
                pages = null;
            }
            for (SequenceWriter writer : writers) {
                if (writer != null) {
                    writer.close();
                }
            }
            targets = new int[0];
            listMemory.close();
        }
    }
}
