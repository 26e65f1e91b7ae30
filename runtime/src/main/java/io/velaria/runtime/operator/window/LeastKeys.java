package io.velaria.runtime.operator.window;

import java.util.Arrays;

/**
 * The least few sort keys of each of many groups, as heaps with the greatest of them on top. A key is some words that
 * compare as unsigned numbers. For one task.
 */
final class LeastKeys {
    private static final int FIRST_ROOM = 4;
    /** Distinct keys are searched one by one: so many at most. */
    static final int MOST_DISTINCT = 64;
    /** Words of all heaps, and of those that grew out of their place. */
    private static final int MOST_WORDS = 1 << 28;

    private final int most;
    private final int width;
    private final boolean distinct;
    private final boolean keepsTies;
    private long[] lastWords = {}; // of each group's greatest key, or the greatest number while there is room
    private int[] sizes = {};
    private int[] starts = {}; // of each group's heap, in words
    private long[] heaps = {};
    private int used;

    /**
     * @param most keys of each group, at least 1
     * @param width words of a key
     * @param distinct whether equal keys count once
     * @param keepsTies whether a key equal to the last of {@code most} is among them
     */
    LeastKeys(int most, int width, boolean distinct, boolean keepsTies) {
        this.most = most;
        this.width = width;
        this.distinct = distinct;
        this.keepsTies = keepsTies;
    }

    /** Makes room for groups up to a number. */
    void ensure(int groups) {
        if (groups > sizes.length) {
            int length = Math.max(64, Math.max(groups, sizes.length * 2));
            int before = sizes.length;
            lastWords = Arrays.copyOf(lastWords, length);
            Arrays.fill(lastWords, before, length, -1);
            sizes = Arrays.copyOf(sizes, length);
            starts = Arrays.copyOf(starts, length);
        }
    }

    /** Whether the arrays can't grow for another batch. */
    boolean isFull(int rows) {
        return used + (long) rows * room(most) * width > MOST_WORDS;
    }

    long bytes() {
        return 16L * sizes.length + 8L * heaps.length;
    }

    /**
     * Writes those of the rows that may be among the least of their group by the first word of their keys.
     *
     * @param words the keys, {@code stride} words apart
     * @return how many they are
     */
    int candidates(long[] words, int stride, int[] groups, int count, int[] result) {
        long[] last = lastWords;
        int found = 0;
        for (int i = 0; i < count; i++) {
            result[found] = i;
            found += words[i * stride] + Long.MIN_VALUE <= last[groups[i]] + Long.MIN_VALUE ? 1 : 0;
        }
        return found;
    }

    /** Takes a key that belongs to the least of its group so far; false if it does not. */
    boolean add(int group, long[] words, int at) {
        int size = sizes[group];
        if (size == most) {
            int order = compare(words, at, heaps, starts[group]);
            if (order >= 0) {
                return order == 0 && keepsTies;
            }
        }
        if (distinct && contains(group, words, at)) {
            return true;
        }
        if (size == most) {
            siftDown(group, words, at);
        } else {
            siftUp(group, words, at);
        }
        if (sizes[group] == most) {
            lastWords[group] = heaps[starts[group]];
        }
        return true;
    }

    /** Whether {@code most} keys of the group are less. */
    boolean isPast(int group, long[] words, int at) {
        long word = words[at];
        long last = lastWords[group];
        return word == last
                ? sizes[group] == most && compare(words, at, heaps, starts[group]) > 0
                : Long.compareUnsigned(word, last) > 0;
    }

    private boolean contains(int group, long[] words, int at) {
        int end = starts[group] + sizes[group] * width;
        for (int p = starts[group]; p < end; p += width) {
            if (compare(words, at, heaps, p) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Puts the key in the place of the greatest. */
    private void siftDown(int group, long[] words, int at) {
        int start = starts[group];
        int size = sizes[group];
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && compare(heaps, start + (child + 1) * width, heaps, start + child * width) > 0) {
                child++;
            }
            if (compare(heaps, start + child * width, words, at) <= 0) {
                break;
            }
            System.arraycopy(heaps, start + child * width, heaps, start + place * width, width);
            place = child;
        }
        System.arraycopy(words, at, heaps, start + place * width, width);
    }

    private void siftUp(int group, long[] words, int at) {
        int size = sizes[group];
        if (size == 0 || size == room(size)) {
            move(group, room(size + 1));
        }
        int start = starts[group];
        int place = size;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (compare(heaps, start + parent * width, words, at) >= 0) {
                break;
            }
            System.arraycopy(heaps, start + parent * width, heaps, start + place * width, width);
            place = parent;
        }
        System.arraycopy(words, at, heaps, start + place * width, width);
        sizes[group] = size + 1;
    }

    /** Keys that a heap of some size has a place for. */
    private int room(int size) {
        return size <= FIRST_ROOM ? Math.min(most, FIRST_ROOM) : Math.min(most, Integer.highestOneBit(size - 1) << 1);
    }

    private void move(int group, int room) {
        int end = used + room * width;
        if (end > heaps.length) {
            heaps = Arrays.copyOf(heaps, Math.max(end, 2 * heaps.length));
        }
        System.arraycopy(heaps, starts[group], heaps, used, sizes[group] * width);
        starts[group] = used;
        used = end;
    }

    private int compare(long[] a, int atA, long[] b, int atB) {
        for (int w = 0; w < width; w++) {
            int order = Long.compareUnsigned(a[atA + w], b[atB + w]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
