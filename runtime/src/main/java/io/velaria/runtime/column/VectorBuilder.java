package io.velaria.runtime.column;

import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a flat vector of a type's {@linkplain SqlType#carrier() carrier} row by row. For cold paths and for readers of
 * files; hot kernels write arrays themselves.
 */
public final class VectorBuilder {
    private final SqlType type;
    private int length;
    private long[] validity;
    private byte[] bytes;
    private short[] shorts;
    private int[] ints;
    private long[] longs;
    private long[] high;
    private float[] floats;
    private double[] doubles;
    private int[] offsets;
    private VectorBuilder elements;

    private VectorBuilder(SqlType type, int capacity) {
        this.type = type;
        switch (type.carrier()) {
            case INT8 -> bytes = new byte[capacity];
            case INT16 -> shorts = new short[capacity];
            case INT32 -> ints = new int[capacity];
            case INT64 -> longs = new long[capacity];
            case INT128 -> {
                longs = new long[capacity];
                high = new long[capacity];
            }
            case FLOAT32 -> floats = new float[capacity];
            case FLOAT64 -> doubles = new double[capacity];
            case BYTES -> {
                bytes = new byte[Math.max(16, capacity * 8)];
                offsets = new int[capacity + 1];
            }
            case FLOAT_LIST -> floats = new float[capacity * type.precision()];
            case LIST -> {
                offsets = new int[capacity + 1];
                elements = create(type.element(), capacity);
            }
        }
    }

    public static VectorBuilder create(SqlType type, int capacity) {
        return new VectorBuilder(type, Math.max(1, capacity));
    }

    /** A vector of one value in the form of {@link Vector#valueAt}. */
    public static Vector single(SqlType type, Object value) {
        return create(type, 1).append(value).build();
    }

    /** {@code length} rows of one value. */
    public static ConstantVector constant(SqlType type, Object value, int length) {
        return new ConstantVector(single(type, value), length);
    }

    public int length() {
        return length;
    }

    public SqlType type() {
        return type;
    }

    public VectorBuilder appendNull() {
        int row = next();
        if (validity == null) {
            validity = Validity.allValid(Math.max(64, row + 1));
        }
        Validity.setNull(validity, row);
        return this;
    }

    /** Appends an integer-like value (BOOLEAN as 0 or 1). */
    public VectorBuilder appendLong(long value) {
        int row = next();
        switch (type.carrier()) {
            case INT8 -> bytes[row] = (byte) value;
            case INT16 -> shorts[row] = (short) value;
            case INT32 -> ints[row] = (int) value;
            case INT64 -> longs[row] = value;
            case INT128 -> {
                longs[row] = value;
                high[row] = value >> 63;
            }
            default -> throw new IllegalStateException("not an integer type: " + type);
        }
        return this;
    }

    public VectorBuilder appendInt128(long highHalf, long lowHalf) {
        if (high == null) {
            if (highHalf != lowHalf >> 63) {
                throw new ArithmeticException("value needs more than 64 bits");
            }
            return appendLong(lowHalf);
        }
        int row = next();
        high[row] = highHalf;
        longs[row] = lowHalf;
        return this;
    }

    public VectorBuilder appendDouble(double value) {
        int row = next();
        if (floats != null) {
            floats[row] = (float) value;
        } else {
            doubles[row] = value;
        }
        return this;
    }

    public VectorBuilder appendBytes(byte[] base, int offset, int count) {
        int row = next();
        int start = offsets[row];
        int end = Math.addExact(start, count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(end, bytes.length * 2L)));
        }
        System.arraycopy(base, offset, bytes, start, count);
        offsets[row + 1] = end;
        return this;
    }

    /** Appends a value in the form of {@link Vector#valueAt}. */
    public VectorBuilder append(Object value) {
        if (value == null) {
            return appendNull();
        }
        return switch (type.carrier()) {
            case INT8, INT16, INT32, INT64 -> appendLong(((Number) value).longValue());
            case INT128 ->
                value instanceof Int128 wide ? appendInt128(wide.high(), wide.low()) : appendLong((Long) value);
            case FLOAT32, FLOAT64 -> appendDouble(((Number) value).doubleValue());
            case BYTES -> {
                byte[] raw = value instanceof byte[] array ? array : ((String) value).getBytes(StandardCharsets.UTF_8);
                yield appendBytes(raw, 0, raw.length);
            }
            case FLOAT_LIST -> {
                int row = next();
                System.arraycopy((float[]) value, 0, floats, row * type.precision(), type.precision());
                yield this;
            }
            case LIST -> {
                int row = next();
                for (Object element : (List<?>) value) {
                    elements.append(element);
                }
                offsets[row + 1] = elements.length();
                yield this;
            }
        };
    }

    /** Appends row {@code row} of a vector of the same type in any encoding. */
    public VectorBuilder appendFrom(Vector source, int row) {
        if (source.isNull(row)) {
            return appendNull();
        }
        return switch (source.kind()) {
            case INT8, INT16, INT32, INT64 -> appendLong(source.longAt(row));
            case INT128 -> appendInt128(source.highAt(row), source.lowAt(row));
            case FLOAT32, FLOAT64 -> appendDouble(source.doubleAt(row));
            case BYTES -> appendBytes(source.stringBase(row), source.stringOffset(row), source.stringLength(row));
            case FLOAT_LIST, LIST -> append(source.valueAt(row));
        };
    }

    /** The rows so far, which stay as they are if more are appended. */
    public Vector build() {
        return switch (type.carrier()) {
            case INT8 -> new ByteVector(type, bytes, validity, length);
            case INT16 -> new ShortVector(type, shorts, validity, length);
            case INT32 -> new IntVector(type, ints, validity, length);
            case INT64 -> new LongVector(type, longs, validity, length);
            case INT128 -> new Int128Vector(type, high, longs, validity, length);
            case FLOAT32 -> new FloatVector(type, floats, validity, length);
            case FLOAT64 -> new DoubleVector(type, doubles, validity, length);
            case BYTES -> new StringVector(type, bytes, offsets, validity, length);
            case FLOAT_LIST -> new FloatListVector(type, floats, validity, length);
            case LIST -> new ListVector(type, offsets, elements.build(), validity, length);
        };
    }

    /** Makes room for one more row, valid, with the end of its run equal to its start. */
    private int next() {
        int row = length++;
        if (validity != null && row >= validity.length * 64) {
            int words = validity.length;
            validity = Arrays.copyOf(validity, words * 2);
            Arrays.fill(validity, words, words * 2, -1L);
        }
        switch (type.carrier()) {
            case INT8 -> bytes = row < bytes.length ? bytes : Arrays.copyOf(bytes, row * 2);
            case INT16 -> shorts = row < shorts.length ? shorts : Arrays.copyOf(shorts, row * 2);
            case INT32 -> ints = row < ints.length ? ints : Arrays.copyOf(ints, row * 2);
            case INT64 -> longs = row < longs.length ? longs : Arrays.copyOf(longs, row * 2);
            case INT128 -> {
                if (row == longs.length) {
                    longs = Arrays.copyOf(longs, row * 2);
                    high = Arrays.copyOf(high, row * 2);
                }
            }
            case FLOAT32 -> floats = row < floats.length ? floats : Arrays.copyOf(floats, row * 2);
            case FLOAT64 -> doubles = row < doubles.length ? doubles : Arrays.copyOf(doubles, row * 2);
            case BYTES, LIST -> {
                offsets = row + 1 < offsets.length ? offsets : Arrays.copyOf(offsets, (row + 1) * 2);
                offsets[row + 1] = offsets[row];
            }
            case FLOAT_LIST -> {
                int needed = Math.multiplyExact(length, type.precision());
                floats = needed <= floats.length ? floats : Arrays.copyOf(floats, needed * 2);
            }
        }
        return row;
    }
}
