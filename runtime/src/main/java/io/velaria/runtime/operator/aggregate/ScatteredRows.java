package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Concatenation;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Input rows of one task that are not grouped yet, copied and divided into units, each of which has so few groups that
 * they stay in the cache while its rows are grouped. Rows are divided when some tens of thousands have come together:
 * the columns are then read from the cache, and a unit gets hundreds of rows at a time.
 */
final class ScatteredRows implements AutoCloseable {
    /** Rows of a block: so few that its columns stay in the cache, so many that a unit gets some of them. */
    private static final int BLOCK_ROWS = 8 * Batch.MAX_ROWS;

    private static final int UNIT_ROWS = 256;

    private final AggregateSpec spec;
    private final RowDivision division;
    private final RowDivision.Reader reader;
    private final MemoryReservation reservation;
    private final List<List<Batch>> byUnit = new ArrayList<>();
    private final List<Batch> block = new ArrayList<>();
    private final char[] unitOf; // of the block's rows
    private int blockRows;
    private long bytes;

    /** @param reservation closed with this */
    ScatteredRows(AggregateSpec spec, RowDivision division, MemoryReservation reservation) {
        this.spec = spec;
        this.division = division;
        this.reader = division.reader();
        this.reservation = reservation;
        this.unitOf = new char[Math.max(BLOCK_ROWS, UNIT_ROWS * division.units())];
        for (int unit = 0; unit < division.units(); unit++) {
            byUnit.add(new ArrayList<>());
        }
    }

    void add(Batch batch) {
        int count = batch.size();
        if (blockRows + count > unitOf.length) {
            divide();
        }
        reader.read(spec.hashed(spec.keyColumns(batch, 0)), batch.selection(), count, unitOf, blockRows);
        Batch copy = VectorCopier.copy(batch);
        grow(bytes(copy));
        block.add(copy);
        blockRows += count;
    }

    private void grow(long by) {
        bytes += by;
        reservation.resize(bytes);
    }

    private static long bytes(Batch batch) {
        long sum = 0;
        for (Vector column : batch.columns()) {
            sum += column.sizeInBytes();
        }
        return sum;
    }

    private void divide() {
        if (blockRows == 0) {
            return;
        }
        int[] ends = new int[division.units() + 1];
        for (int i = 0; i < blockRows; i++) {
            ends[unitOf[i] + 1]++;
        }
        for (int unit = 0; unit < division.units(); unit++) {
            ends[unit + 1] += ends[unit];
        }
        int[] starts = ends.clone();
        int[] order = new int[blockRows];
        for (int i = 0; i < blockRows; i++) {
            order[ends[unitOf[i]]++] = i;
        }
        Batch[] batches = gather(order, starts);
        long before = bytes;
        for (Batch copied : block) {
            bytes -= bytes(copied);
        }
        for (Batch batch : batches) {
            bytes += bytes(batch);
        }
        reservation.resize(Math.max(before, bytes));
        block.clear();
        blockRows = 0;
        reservation.resize(bytes);
    }

    /** Adds the block's rows to their units, and returns what was added. */
    private Batch[] gather(int[] order, int[] starts) {
        int columnCount = block.get(0).columnCount();
        List<int[]> rowsOf = new ArrayList<>();
        List<Integer> unitOfPart = new ArrayList<>();
        for (int unit = 0; unit < division.units(); unit++) {
            for (int from = starts[unit]; from < starts[unit + 1]; from += Batch.MAX_ROWS) {
                rowsOf.add(Arrays.copyOfRange(order, from, Math.min(starts[unit + 1], from + Batch.MAX_ROWS)));
                unitOfPart.add(unit);
            }
        }
        Vector[][] columns = new Vector[rowsOf.size()][columnCount];
        List<Vector> parts = new ArrayList<>();
        for (int c = 0; c < columnCount; c++) {
            parts.clear();
            for (Batch batch : block) {
                parts.add(batch.column(c));
            }
            Vector whole = Concatenation.of(parts, blockRows);
            for (int p = 0; p < columns.length; p++) {
                columns[p][c] = VectorCopier.copy(whole, rowsOf.get(p), rowsOf.get(p).length);
            }
        }
        Batch[] batches = new Batch[columns.length];
        for (int p = 0; p < batches.length; p++) {
            batches[p] = Batch.of(columns[p], rowsOf.get(p).length, 0);
            byUnit.get(unitOfPart.get(p)).add(batches[p]);
        }
        return batches;
    }

    /** Ends the input. */
    void flush() {
        divide();
    }

    long bytes() {
        return bytes;
    }

    /** Hands over a unit's rows and forgets them; for several tasks. */
    void take(int unit, Consumer<Batch> consumer) {
        List<Batch> rows = byUnit.get(unit);
        long freed = 0;
        for (Batch batch : rows) {
            consumer.accept(batch);
            freed += bytes(batch);
        }
        byUnit.set(unit, List.of());
        synchronized (this) {
            grow(-freed);
        }
    }

    /** Hands over all rows and frees them. */
    void takeAll(Consumer<Batch> consumer) {
        flush();
        for (int unit = 0; unit < byUnit.size(); unit++) {
            take(unit, consumer);
        }
        close();
    }

    @Override
    public synchronized void close() {
        byUnit.replaceAll(rows -> List.of());
        block.clear();
        blockRows = 0;
        bytes = 0;
        reservation.close();
    }
}
