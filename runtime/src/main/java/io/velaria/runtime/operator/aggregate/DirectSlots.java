package io.velaria.runtime.operator.aggregate;

import java.util.Arrays;

/**
 * Groups of integers by their distance from the least, in pages that are made when one of their values comes: values
 * that fall to several tasks in turns take no more memory than they would together, and nothing is copied as their range
 * grows.
 */
final class DirectSlots {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_SLOTS = 1 << PAGE_BITS;
    private static final int MOST_PAGES = 1 << 18;

    private int[][] pages = {}; // of group + 1 or 0; null where there is no value
    private long first; // the first page's number: the high bits of its values
    private int made;

    /**
     * Makes room for values.
     *
     * @return false if they lie too far from each other, or pages for them would have about so many slots or more
     */
    boolean room(long[] values, int count, long mostSlots) {
        if (count == 0) {
            return true;
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        long low = min >> PAGE_BITS;
        long high = max >> PAGE_BITS;
        if (pages.length == 0) {
            first = low;
        }
        if (!reach(low, high) || slots(made) > mostSlots) {
            return false;
        }
        if (slots(high - low + 1) <= mostSlots) {
            return true;
        }
        for (int i = 0; i < count; i++) { // they may lie on few pages
            page(values[i]);
            if (slots(made) > mostSlots) {
                return false;
            }
        }
        return true;
    }

    /** Slots of so many pages but two, which a few values can be on. */
    private static long slots(long pages) {
        return pages - 2 << PAGE_BITS;
    }

    /** Makes places for pages, not the pages; false if they would be too many. */
    private boolean reach(long low, long high) {
        long least = Math.min(first, low);
        long span = Math.max(first + pages.length - 1, high) - least + 1;
        if (span > MOST_PAGES) {
            return false;
        }
        if (least < first || span > pages.length) {
            int[][] longer = new int[(int) Math.min(MOST_PAGES, Math.max(span, 2L * pages.length))][];
            System.arraycopy(pages, 0, longer, (int) (first - least), pages.length);
            pages = longer;
            first = least;
        }
        return true;
    }

    /** The page of a value for which there is room. */
    int[] page(long value) {
        int[] page = pages[(int) ((value >> PAGE_BITS) - first)];
        return page == null ? make(value) : page;
    }

    private int[] make(long value) {
        int[] page = new int[PAGE_SLOTS];
        pages[(int) ((value >> PAGE_BITS) - first)] = page;
        made++;
        return page;
    }

    /** The place of a value in its page. */
    static int slot(long value) {
        return (int) value & (PAGE_SLOTS - 1);
    }

    boolean isEmpty() {
        return made == 0;
    }

    /** A value that none is below. */
    long least() {
        return first << PAGE_BITS;
    }

    /** The greatest value, or the least possible if there is none. */
    long greatest() {
        for (int p = pages.length - 1; p >= 0; p--) {
            for (int slot = PAGE_SLOTS - 1; slot >= 0 && pages[p] != null; slot--) {
                if (pages[p][slot] != 0) {
                    return ((first + p) << PAGE_BITS) + slot;
                }
            }
        }
        return Long.MIN_VALUE;
    }

    /** The groups of the values from one to another, in the order of the values. */
    int[] groupsBetween(long from, long to) {
        int[] groups = new int[PAGE_SLOTS];
        int count = 0;
        long last = Math.min(first + pages.length - 1, to >> PAGE_BITS);
        for (long number = Math.max(first, from >> PAGE_BITS); number <= last; number++) {
            int[] page = pages[(int) (number - first)];
            if (page == null) {
                continue;
            }
            groups = count + PAGE_SLOTS <= groups.length ? groups : Arrays.copyOf(groups, 2 * groups.length);
            int end = number == to >> PAGE_BITS ? slot(to) : PAGE_SLOTS - 1;
            for (int slot = number == from >> PAGE_BITS ? slot(from) : 0; slot <= end; slot++) {
                if (page[slot] != 0) {
                    groups[count++] = page[slot] - 1;
                }
            }
        }
        return Arrays.copyOf(groups, count);
    }

    long bytes() {
        return (4L << PAGE_BITS) * made + 8L * pages.length;
    }
}
