package io.velaria.runtime.format.csv;

import java.util.Arrays;

/**
 * A run of records cut into fields: field {@code f} of record {@code r} is the bytes from {@code starts[i]} to
 * {@code ends[i]} with {@code i = r * stride + f}, for the first {@code stride} fields. An end is stored as its complement where the field was quoted and its
 * text would otherwise be read as NULL. Fields that a record lacks are empty; those beyond the width are dropped.
 */
final class Records {
    /** Bytes that may be read, but not meant, behind the end of a field. */
    static final int SLACK = 64;

    /** Places behind the last field that may be written, but not meant. */
    private static final int SPARE = 72;

    /** Fields cut at a time: their positions stay in the processor's cache. */
    private static final int FIELDS = 1 << 16;

    /** How many fields a record should have. */
    final int width;

    /** How many of them are located: the later ones are only counted. */
    final int stride;

    final int capacity;
    int[] starts;
    int[] ends;
    byte[] bytes;
    int count;

    /** Records that could not be cut into the expected fields, ascending, and why. */
    int[] brokenRows = new int[4];

    String[] brokenReasons = new String[4];
    int broken;

    /** The line that each record starts on, where the tokenizer knows it; else null. */
    long[] lines;

    Records(int width) {
        this(width, width);
    }

    Records(int width, int stride) {
        this.width = width;
        this.stride = stride;
        this.capacity = Math.max(16, Math.min(2048, FIELDS / stride));
        this.starts = new int[capacity * stride + SPARE];
        this.ends = new int[capacity * stride + SPARE];
    }

    void clear() {
        count = 0;
        broken = 0;
    }

    boolean isFull() {
        return count == capacity;
    }

    /** Marks the record that will be the next one as broken. */
    void breakNext(String reason) {
        if (broken == brokenRows.length) {
            brokenRows = Arrays.copyOf(brokenRows, broken * 2);
            brokenReasons = Arrays.copyOf(brokenReasons, broken * 2);
        }
        brokenRows[broken] = count;
        brokenReasons[broken++] = reason;
    }

    /**
     * Ends the record whose {@code found} fields begin at {@code count * stride}. A record may have one more
     * field than expected if that is empty: a delimiter at the end of the line.
     */
    void endRecord(int found, boolean lastEmpty) {
        if (found != width && !(found == width + 1 && lastEmpty)) {
            if (broken == 0 || brokenRows[broken - 1] != count) {
                breakNext("expected " + width + (width == 1 ? " field" : " fields") + ", found " + found);
            }
            int base = count * stride;
            int anchor = found == 0 ? 0 : starts[base];
            for (int i = base + found; i < base + stride; i++) {
                starts[i] = anchor;
                ends[i] = anchor;
            }
        }
        count++;
    }
}
