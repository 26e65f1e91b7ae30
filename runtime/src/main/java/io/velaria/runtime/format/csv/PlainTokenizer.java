package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts whole records of a plain dialect (see {@link CsvDialect#isPlain}) into fields. A range without quotes and without
 * lone CRs is cut eight bytes at a time; others byte by byte, with doubled quotes undone in place. The hot path of
 * reading CSV: it is long because it does its work in one loop.
 */
final class PlainTokenizer {
    private static final long NEWLINES = Scanning.lanes((byte) '\n');

    private final byte delimiter;
    private final long delimiters;
    private final int quote;
    private final byte[] nullText;
    private final boolean quotedNulls;
    private byte[] bytes;
    private int position;
    private int limit;
    private boolean simple;
    private int quotedTexts;
    private int brokenTexts;

    PlainTokenizer(CsvDialect dialect) {
        this.delimiter = dialect.delimiterByte();
        this.delimiters = Scanning.lanes(delimiter);
        this.quote = dialect.quote();
        this.nullText = dialect.nullText().getBytes(StandardCharsets.UTF_8);
        this.quotedNulls = dialect.quotedNulls();
    }

    /** Starts on whole records; behind {@code to}, {@link Records#SLACK} bytes may be read. */
    void start(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        limit = to;
        simple = (quote < 0 || Scanning.indexOf(source, from, to, (byte) quote) < 0)
                && !Scanning.hasLoneReturn(source, from, to);
    }

    /** Starts on a block. */
    void start(Block block) {
        if (block.simple()) {
            bytes = block.bytes();
            position = block.from();
            limit = block.to();
            simple = true;
        } else {
            start(block.bytes(), block.from(), block.to());
        }
    }

    int position() {
        return position;
    }

    boolean isDone() {
        return position >= limit;
    }

    /** Cuts the next records; none when the range is done. */
    void read(Records records) {
        records.clear();
        records.bytes = bytes;
        if (simple) {
            readSimple(records);
        } else {
            while (!records.isFull() && position < limit) {
                readRecord(records);
            }
        }
    }

    private void readSimple(Records records) {
        byte[] b = bytes;
        int width = records.width;
        int capacity = records.capacity;
        int[] starts = records.starts;
        int[] ends = records.ends;
        long delimiterLanes = delimiters;
        int fieldStart = position;
        int base = 0; // where the current record's fields start
        int t = 0;
        int p = position;
        while (p + 8 <= limit) {
            long word = (long) Bytes.LONG.get(b, p);
            long found = Scanning.matches(word, delimiterLanes) | Scanning.matches(word, NEWLINES);
            if (t + 9 > starts.length) {
                records.makeRoom(t + 9);
                starts = records.starts;
                ends = records.ends;
            }
            while (found != 0) {
                int at = p + (Long.numberOfTrailingZeros(found) >>> 3);
                found &= found - 1;
                starts[t] = fieldStart;
                ends[t] = at;
                t++;
                if (b[at] == '\n') {
                    if (at > fieldStart && b[at - 1] == '\r') {
                        ends[t - 1] = at - 1;
                    }
                    if (t - base == width) {
                        records.count++;
                    } else {
                        endOddRecord(records, t - base, starts[t - 1] == ends[t - 1]);
                    }
                    base = records.count * width;
                    t = base;
                    if (records.count == capacity) {
                        position = at + 1;
                        return;
                    }
                }
                fieldStart = at + 1;
            }
            p += 8;
        }
        for (; p < limit; p++) {
            if (b[p] == delimiter || b[p] == '\n') {
                records.makeRoom(t + 2);
                starts = records.starts;
                ends = records.ends;
                starts[t] = fieldStart;
                ends[t] = p > fieldStart && b[p] == '\n' && b[p - 1] == '\r' ? p - 1 : p;
                t++;
                fieldStart = p + 1;
                if (b[p] == '\n') {
                    endOddRecord(records, t - base, starts[t - 1] == ends[t - 1]);
                    base = records.count * width;
                    t = base;
                    if (records.count == capacity) {
                        position = p + 1;
                        return;
                    }
                }
            }
        }
        if (fieldStart < limit || t > base) { // the last line has no end
            records.makeRoom(t + 1);
            records.starts[t] = fieldStart;
            records.ends[t] = limit > fieldStart && b[limit - 1] == '\r' ? limit - 1 : limit;
            endOddRecord(records, t + 1 - base, records.starts[t] == records.ends[t]);
        }
        position = limit;
    }

    /** An empty line is no record, except that of a single column it is one with a NULL. */
    private static void endOddRecord(Records records, int found, boolean lastEmpty) {
        if (found == 1 && lastEmpty && records.width > 1) {
            return;
        }
        records.endRecord(found, lastEmpty);
    }

    /** One record in full generality. */
    private void readRecord(Records records) {
        int width = records.width;
        int base = records.count * width;
        int field = 0;
        boolean lastEmpty;
        boolean anyQuoted = false;
        int lineEnd;
        do {
            int start = position;
            int end;
            boolean marked = false;
            if (quote >= 0 && position < limit && bytes[position] == (byte) quote) {
                anyQuoted = true;
                start = position + 1;
                end = readQuoted(records);
                marked = !quotedNulls && isNullText(start, end);
            } else {
                end = fieldEnd(position);
                position = end;
            }
            lastEmpty = end == start && !marked;
            if (field < width) {
                records.starts[base + field] = start;
                records.ends[base + field] = marked ? ~end : end;
            }
            field++;
            lineEnd = position < limit ? bytes[position] : '\n';
            position++;
        } while (lineEnd == delimiter);
        if (lineEnd == '\r' && position < limit && bytes[position] == '\n') {
            position++;
        }
        if (anyQuoted) {
            records.endRecord(field, lastEmpty);
        } else {
            endOddRecord(records, field, lastEmpty);
        }
    }

    private int fieldEnd(int from) {
        byte[] b = bytes;
        int p = from;
        while (p < limit && b[p] != delimiter && b[p] != '\n' && b[p] != '\r') {
            p++;
        }
        return p;
    }

    /** Reads a quoted field, leaves the position behind it, and returns the end of its text. */
    private int readQuoted(Records records) {
        byte[] b = bytes;
        byte quoteByte = (byte) quote;
        int from = position + 1;
        int write = from;
        while (true) {
            int close = Scanning.indexOf(b, from, limit, quoteByte);
            int stop = close < 0 ? limit : close;
            if (write != from) {
                System.arraycopy(b, from, b, write, stop - from);
            }
            write += stop - from;
            if (close < 0) {
                records.breakNext("a quote is opened and never closed");
                position = limit;
                return write;
            }
            if (close + 1 < limit && b[close + 1] == quoteByte) {
                b[write++] = quoteByte;
                from = close + 2;
                continue;
            }
            position = close + 1;
            while (position < limit && (b[position] == ' ' || b[position] == '\t') && b[position] != delimiter) {
                position++;
            }
            int next = fieldEnd(position);
            if (next != position) {
                records.breakNext("there is text between a closing quote and the next delimiter");
                position = next;
            }
            return write;
        }
    }

    private boolean isNullText(int start, int end) {
        return start == end || Arrays.equals(bytes, start, end, nullText, 0, nullText.length);
    }

    /** Moves behind the end of the line, whatever it holds. */
    void skipLine() {
        int p = position;
        while (p < limit && bytes[p] != '\n' && bytes[p] != '\r') {
            p++;
        }
        if (p < limit && bytes[p] == '\r' && p + 1 < limit && bytes[p + 1] == '\n') {
            p++;
        }
        position = Math.min(limit, p + 1);
    }

    /** The texts of the next record that is no empty line, of any number of fields; null at the end. */
    List<String> readTexts() {
        while (position < limit && (bytes[position] == '\n' || bytes[position] == '\r')) {
            position++;
        }
        if (position >= limit) {
            return null;
        }
        Records one = new Records(1);
        one.bytes = bytes;
        List<String> texts = new ArrayList<>();
        int end;
        do {
            int from = position;
            int to;
            if (quote >= 0 && position < limit && bytes[position] == (byte) quote) {
                from = position + 1;
                to = readQuoted(one);
                quotedTexts++;
            } else {
                to = fieldEnd(position);
                position = to;
            }
            texts.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            end = position < limit ? bytes[position] : '\n';
            position++;
        } while (end == delimiter);
        if (end == '\r' && position < limit && bytes[position] == '\n') {
            position++;
        }
        brokenTexts += one.broken;
        return texts;
    }

    /** Quoted fields that {@link #readTexts} has met. */
    int quotedTexts() {
        return quotedTexts;
    }

    /** Fields that it could not read well. */
    int brokenTexts() {
        return brokenTexts;
    }
}
