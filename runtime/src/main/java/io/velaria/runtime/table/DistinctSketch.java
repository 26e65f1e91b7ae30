package io.velaria.runtime.table;

import io.velaria.runtime.column.Bytes;

/**
 * Estimates how many distinct values a column has: HyperLogLog (Flajolet et al. 2007) with 2048 registers, about 2 %
 * error, and linear counting while few registers are hit. Not thread-safe.
 */
final class DistinctSketch {
    private static final int BITS = 11;
    private static final int REGISTERS = 1 << BITS;

    /** Integers met lately, by their low bits: most columns repeat few values, and need not hash them again. */
    private static final int RECENT = 1 << 12;

    private final byte[] registers;
    private long[] recent;

    // Every integer from denseLeast to denseGreatest has been added.
    private long denseLeast;
    private long denseGreatest = -1;

    DistinctSketch() {
        this(new byte[REGISTERS]);
    }

    private DistinctSketch(byte[] registers) {
        this.registers = registers;
    }

    DistinctSketch copy() {
        return new DistinctSketch(registers.clone());
    }

    /** @param hash well mixed over all 64 bits */
    void add(long hash) {
        int register = (int) (hash >>> (64 - BITS));
        byte rank = (byte) (Long.numberOfLeadingZeros(hash << BITS | 1L << (BITS - 1)) + 1);
        if (rank > registers[register]) {
            registers[register] = rank;
        }
    }

    /**
     * Adds the first {@code count} integers, hashed by {@link Bytes#mix}.
     *
     * @param least of them
     * @param greatest of them
     */
    void addIntegers(long[] values, int count, long least, long greatest) {
        if (least >= denseLeast && greatest <= denseGreatest) {
            return;
        }
        if (recent == null) {
            recent = new long[RECENT];
            recent[0] = 1; // no value that has this place
        }
        long[] met = recent;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            int place = (int) value & (RECENT - 1);
            if (met[place] != value) {
                met[place] = value;
                add(Bytes.mix(value));
            }
        }
        if (greatest - least >= 0 && greatest - least < RECENT && isDense(least, greatest)) {
            denseLeast = least;
            denseGreatest = greatest;
        }
    }

    /** Whether all integers of the range, at most {@link #RECENT}, were met lately. */
    private boolean isDense(long least, long greatest) {
        for (long value = least; value <= greatest; value++) {
            if (recent[(int) value & (RECENT - 1)] != value) {
                return false;
            }
        }
        return true;
    }

    void addAll(DistinctSketch other) {
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], other.registers[i]);
        }
    }

    double estimate() {
        double sum = 0;
        int zeros = 0;
        for (byte rank : registers) {
            sum += 1.0 / (1L << rank);
            zeros += rank == 0 ? 1 : 0;
        }
        double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        return raw <= 2.5 * REGISTERS && zeros > 0 ? REGISTERS * Math.log((double) REGISTERS / zeros) : raw;
    }
}
