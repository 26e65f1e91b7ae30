package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Rows that are kept beside the groups they belong to, numbered from 0. A column whose values are rows of a vector that
 * {@linkplain Vector#isKept() stays}, such as one of a join's build side, is kept as row numbers of it; the others are
 * copied to row pages. For one task at a time.
 */
final class CarriedRows implements AutoCloseable {
    private final SqlType[] types;
    private final Supplier<MemoryReservation> reservations;
    private final Vector[] referred; // what a column's rows are of, or null where they are in the pages
    private final int[][] references;
    private int[] copied; // the columns in the pages; null before the first rows
    private RowPages pages;
    private RowAppender appender;
    private int size;
    private int[] codes = new int[Batch.MAX_ROWS];
    private int[] ids = new int[Batch.MAX_ROWS];

    CarriedRows(SqlType[] types, Supplier<MemoryReservation> reservations) {
        this.types = types;
        this.reservations = reservations;
        this.referred = new Vector[types.length];
        this.references = new int[types.length][];
    }

    /** Appends the chosen rows. */
    void append(Vector[] columns, int[] rows, int count) {
        if (copied == null) {
            for (int c = 0; c < types.length; c++) {
                referred[c] = isReference(columns[c]) ? ((DictionaryVector) columns[c]).values() : null;
                references[c] = new int[0];
            }
            openPages();
        }
        for (int c = 0; c < types.length; c++) {
            if (referred[c] != null
                    && !(isReference(columns[c]) && ((DictionaryVector) columns[c]).values() == referred[c])) {
                copyAll();
            }
        }
        if (ids.length < count) {
            ids = new int[count];
            codes = new int[count];
        }
        for (int c = 0; c < types.length; c++) {
            if (referred[c] != null) {
                if (references[c].length < size + count) {
                    references[c] = Arrays.copyOf(references[c], Math.max(size + count, 2 * references[c].length));
                }
                Decoder.codes((DictionaryVector) columns[c], rows, count, codes);
                System.arraycopy(codes, 0, references[c], size, count);
            }
        }
        appendToPages(columns, rows, count);
        size += count;
    }

    private static boolean isReference(Vector column) {
        return column instanceof DictionaryVector gather
                && gather.isGather()
                && gather.values().isKept();
    }

    private void openPages() {
        int[] places = new int[types.length];
        int count = 0;
        for (int c = 0; c < types.length; c++) {
            if (referred[c] == null) {
                places[count++] = c;
            }
        }
        copied = Arrays.copyOf(places, count);
        SqlType[] kept = new SqlType[count];
        for (int i = 0; i < count; i++) {
            kept[i] = types[copied[i]];
        }
        if (count > 0) {
            pages = new RowPages(RowLayout.of(kept));
            appender = pages.appender(reservations.get());
        }
    }

    private void appendToPages(Vector[] columns, int[] rows, int count) {
        if (copied.length > 0) {
            Vector[] kept = new Vector[copied.length];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = columns[copied[i]];
            }
            appender.append(kept, rows, count, ids); // one appender: ids count up with the rows
        }
    }

    /** Copies what was referred to, too, for other vectors are to come. */
    private void copyAll() {
        CarriedRows copy = new CarriedRows(types, reservations);
        copy.openPages();
        for (int from = 0; from < size; from += Batch.MAX_ROWS) {
            int count = Math.min(Batch.MAX_ROWS, size - from);
            Vector[] columns = new Vector[types.length];
            for (int c = 0; c < types.length; c++) {
                columns[c] = column(c, from, count);
            }
            copy.append(columns, null, count);
        }
        if (pages != null) {
            pages.close();
        }
        pages = copy.pages;
        appender = copy.appender;
        copied = copy.copied;
        Arrays.fill(referred, null);
        Arrays.fill(references, null);
    }

    Vector column(int column, int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = from + i;
        }
        return column(column, rows, count);
    }

    Vector column(int column, int[] rows, int count) {
        if (referred[column] == null) {
            return RowReader.gather(pages, Arrays.binarySearch(copied, column), rows, count);
        }
        int[] from = references[column];
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = from[rows[i]];
        }
        return new DictionaryVector(new IntVector(SqlType.INTEGER, values, null, count), referred[column], null);
    }

    /** Bytes of the references. */
    long bytes() {
        long bytes = 0;
        for (int[] column : references) {
            bytes += column == null ? 0 : 4L * column.length;
        }
        return bytes;
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        Arrays.fill(referred, null);
        Arrays.fill(references, null);
    }
}
