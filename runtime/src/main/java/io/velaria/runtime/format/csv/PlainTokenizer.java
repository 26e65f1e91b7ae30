package io.velaria.runtime.format.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts whole records of a plain dialect (see {@link CsvDialect#isPlain}) into fields, going by the bitmaps of a
 * {@link StructureMap} from one line end or quote to the next; doubled quotes are undone in place. The hot path of
 * reading CSV: it is long because it does its work in one loop.
 */
final class PlainTokenizer {
    private final byte delimiter;
    private final StructureMap map;
    private final int quote;
    private final byte[] nullText;
    private final boolean quotedNulls;
    private byte[] bytes;
    private int position;
    private int limit;
    private Records single; // what is wrong with a record that is read alone
    private int quotedTexts;
    private int brokenTexts;

    PlainTokenizer(CsvDialect dialect) {
        this.delimiter = dialect.delimiterByte();
        this.quote = dialect.quote();
        this.map = new StructureMap(delimiter, quote);
        this.nullText = dialect.nullText().getBytes(StandardCharsets.UTF_8);
        this.quotedNulls = dialect.quotedNulls();
    }

    /** Starts on whole records; behind {@code to}, {@link Records#SLACK} bytes may be read. */
    void start(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        limit = to;
        map.clear();
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
        byte[] b = bytes;
        int stride = records.stride;
        int[] starts = records.starts;
        int[] ends = records.ends;
        int base = 0; // place of the record's first field
        int field = 0;
        int recordStart = position;
        starts[0] = recordStart;
        int p = position;
        while (p < limit) {
            int block = map.blockOf(b, p, limit);
            long rest = -1L << (p - block);
            long delimiters = map.delimiters(block) & rest;
            long specials = map.specials(block) & rest;
            p = block + 64;
            while (true) {
                long lowest = specials & -specials; // 0 if there is none: then all delimiters are before it
                long before = delimiters & (lowest - 1);
                if (field < stride) {
                    locate(before, block, starts, ends, base + field);
                }
                field += Long.bitCount(before);
                if (lowest == 0) {
                    break;
                }
                int at = block + Long.numberOfTrailingZeros(lowest);
                int next = at + 1;
                boolean ended;
                if (b[at] == '\n' || b[at] == '\r') {
                    if (field < stride) {
                        ends[base + field] = at;
                    }
                    endUnquoted(records, field + 1, at == recordStart || b[at - 1] == delimiter);
                    next += b[at] == '\r' && next < limit && b[next] == '\n' ? 1 : 0;
                    ended = true;
                } else if (at > recordStart && b[at - 1] != delimiter) {
                    ended = false; // a quote inside an unquoted field is text
                } else {
                    ended = readQuotedField(records, at, base, field++);
                    next = position;
                    if (!ended && field < stride) {
                        starts[base + field] = next;
                    }
                }
                if (ended) {
                    base = records.count * stride;
                    field = 0;
                    recordStart = next;
                    starts[base] = next;
                    if (records.isFull()) {
                        position = next;
                        return;
                    }
                }
                if (next >= p) {
                    p = next;
                    break;
                }
                rest = -1L << (next - block);
                delimiters &= rest;
                specials &= rest;
            }
        }
        if (recordStart < limit) { // the last line has no end
            if (field < stride) {
                ends[base + field] = limit;
            }
            endUnquoted(records, field + 1, b[limit - 1] == delimiter);
        }
        position = limit;
    }

    /**
     * Writes where fields end and the next ones start, four at a time: what is written too much is overwritten later.
     *
     * @param at place of the field that the first delimiter ends
     */
    private static void locate(long delimiters, int block, int[] starts, int[] ends, int at) {
        long left = delimiters;
        for (int i = at; left != 0; i += 4) {
            int first = block + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            int second = block + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            int third = block + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            int fourth = block + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[i] = first;
            ends[i + 1] = second;
            ends[i + 2] = third;
            ends[i + 3] = fourth;
            starts[i + 1] = first + 1;
            starts[i + 2] = second + 1;
            starts[i + 3] = third + 1;
            starts[i + 4] = fourth + 1;
        }
    }

    /** An empty line is no record, except that of a single column it is one with a NULL. */
    private static void endUnquoted(Records records, int found, boolean lastEmpty) {
        if (found == records.width) {
            records.count++;
        } else if (found > 1 || !lastEmpty || records.width == 1) {
            records.endRecord(found, lastEmpty);
        }
    }

    /** Reads the quoted field at a place, leaves the position behind its end; whether it ends the record. */
    private boolean readQuotedField(Records records, int at, int base, int field) {
        position = at;
        int end = readQuoted(records);
        boolean marked = !quotedNulls && isNullText(at + 1, end);
        if (field < records.stride) {
            records.starts[base + field] = at + 1;
            records.ends[base + field] = marked ? ~end : end;
        }
        int after = position < limit ? bytes[position] : '\n';
        position++;
        if (after == delimiter) {
            return false;
        }
        if (after == '\r' && position < limit && bytes[position] == '\n') {
            position++;
        }
        records.endRecord(field + 1, end == at + 1 && !marked);
        return true;
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
        List<String> texts = new ArrayList<>();
        return readFields(texts) == 0 ? null : texts;
    }

    /** The number of fields of the next record that is no empty line; 0 at the end. */
    int readFieldCount() {
        return readFields(null);
    }

    /** Reads the fields of the next record, as texts if these are wanted, and returns their number. */
    private int readFields(List<String> texts) {
        while (position < limit && (bytes[position] == '\n' || bytes[position] == '\r')) {
            position++;
        }
        if (position >= limit) {
            return 0;
        }
        single = single == null ? new Records(1) : single;
        single.clear();
        int fields = 0;
        int end;
        do {
            int from = position;
            int to;
            if (quote >= 0 && position < limit && bytes[position] == (byte) quote) {
                from = position + 1;
                to = readQuoted(single);
                quotedTexts++;
            } else {
                to = fieldEnd(position);
                position = to;
            }
            if (texts != null) {
                texts.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            }
            fields++;
            end = position < limit ? bytes[position] : '\n';
            position++;
        } while (end == delimiter);
        if (end == '\r' && position < limit && bytes[position] == '\n') {
            position++;
        }
        brokenTexts += single.broken;
        return fields;
    }

    /** Quoted fields met one record at a time. */
    int quotedTexts() {
        return quotedTexts;
    }

    /** Fields among them that could not be read well. */
    int brokenTexts() {
        return brokenTexts;
    }
}
