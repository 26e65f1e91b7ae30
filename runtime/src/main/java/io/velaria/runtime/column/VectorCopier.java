package io.velaria.runtime.column;

import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** Copies selected rows of a vector, of any encoding, into one that may be kept. Stored dictionaries stay encoded. */
public final class VectorCopier {
    private VectorCopier() {}

    /**
     * The given rows, densely, from row 0.
     *
     * @param selection rows to take, or null for the first {@code count}
     */
    public static Vector copy(Vector source, int[] selection, int count) {
        if (source instanceof ConstantVector constant) {
            return new ConstantVector(copyFlat(constant.value(), null, 1), count);
        }
        if (source instanceof DictionaryVector dictionary && dictionary.dictionary() != null) {
            return new DictionaryVector(
                    copyFlat(dictionary.codes(), selection, count), dictionary.values(), dictionary.dictionary());
        }
        if (source instanceof DictionaryVector gather && gather.isGather()) {
            int[] rows = ((IntVector) copyFlat(gather.codes(), selection, count)).values();
            return copy(gather.values(), rows, count);
        }
        Vector copy = copyFlat(source, selection, count);
        return source.kind().isLongLike() ? copy.bounded(source.least(), source.greatest()) : copy;
    }

    /** All selected rows of a batch as one that may be kept. */
    public static Batch copy(Batch batch) {
        Vector[] columns = new Vector[batch.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = copy(batch.column(i), batch.selection(), batch.size());
        }
        return Batch.of(columns, batch.size(), batch.ordinal());
    }

    private static Vector copyFlat(Vector source, int[] selection, int count) {
        SqlType type = source.type();
        long[] validity = copyValidity(source, selection, count);
        return switch (source.kind()) {
            case INT8 -> {
                if (selection == null && source instanceof ByteVector flat) {
                    yield new ByteVector(type, Arrays.copyOf(flat.values(), count), validity, count);
                }
                byte[] values = new byte[count];
                if (source instanceof ByteVector flat) {
                    byte[] from = flat.values();
                    for (int i = 0; i < count; i++) {
                        values[i] = from[selection[i]];
                    }
                } else {
                    for (int i = 0; i < count; i++) {
                        values[i] = (byte) longOrZero(source, selection == null ? i : selection[i]);
                    }
                }
                yield new ByteVector(type, values, validity, count);
            }
            case INT16 -> {
                if (selection == null && source instanceof ShortVector flat) {
                    yield new ShortVector(type, Arrays.copyOf(flat.values(), count), validity, count);
                }
                short[] values = new short[count];
                if (source instanceof ShortVector flat) {
                    short[] from = flat.values();
                    for (int i = 0; i < count; i++) {
                        values[i] = from[selection[i]];
                    }
                } else {
                    for (int i = 0; i < count; i++) {
                        values[i] = (short) longOrZero(source, selection == null ? i : selection[i]);
                    }
                }
                yield new ShortVector(type, values, validity, count);
            }
            case INT32 -> {
                if (selection == null && source instanceof IntVector flat) {
                    yield new IntVector(type, Arrays.copyOf(flat.values(), count), validity, count);
                }
                int[] values = new int[count];
                if (source instanceof IntVector flat) {
                    int[] from = flat.values();
                    for (int i = 0; i < count; i++) {
                        values[i] = from[selection[i]];
                    }
                } else {
                    for (int i = 0; i < count; i++) {
                        values[i] = (int) longOrZero(source, selection == null ? i : selection[i]);
                    }
                }
                yield new IntVector(type, values, validity, count);
            }
            case INT64 -> {
                if (selection == null && source instanceof LongVector flat) {
                    yield new LongVector(type, Arrays.copyOf(flat.values(), count), validity, count);
                }
                long[] values = new long[count];
                if (source instanceof LongVector flat) {
                    long[] from = flat.values();
                    for (int i = 0; i < count; i++) {
                        values[i] = from[selection[i]];
                    }
                } else {
                    for (int i = 0; i < count; i++) {
                        values[i] = longOrZero(source, selection == null ? i : selection[i]);
                    }
                }
                yield new LongVector(type, values, validity, count);
            }
            case INT128 -> {
                long[] high = new long[count];
                long[] low = new long[count];
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    if (!source.isNull(row)) {
                        high[i] = source.highAt(row);
                        low[i] = source.lowAt(row);
                    }
                }
                yield new Int128Vector(type, high, low, validity, count);
            }
            case FLOAT32 -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    values[i] = source.isNull(row) ? 0 : (float) source.doubleAt(row);
                }
                yield new FloatVector(type, values, validity, count);
            }
            case FLOAT64 -> {
                if (selection == null && source instanceof DoubleVector flat) {
                    yield new DoubleVector(type, Arrays.copyOf(flat.values(), count), validity, count);
                }
                double[] values = new double[count];
                if (source instanceof DoubleVector flat) {
                    double[] from = flat.values();
                    for (int i = 0; i < count; i++) {
                        values[i] = from[selection[i]];
                    }
                } else {
                    for (int i = 0; i < count; i++) {
                        int row = selection == null ? i : selection[i];
                        values[i] = source.isNull(row) ? 0 : source.doubleAt(row);
                    }
                }
                yield new DoubleVector(type, values, validity, count);
            }
            case BYTES -> copyStrings(source, selection, count, validity);
            case FLOAT_LIST -> {
                int dimension = type.precision();
                float[] elements = new float[Math.multiplyExact(count, dimension)];
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    if (source.isNull(row)) {
                        continue;
                    }
                    if (source instanceof FloatListVector flat) {
                        System.arraycopy(flat.elements(), row * dimension, elements, i * dimension, dimension);
                    } else {
                        System.arraycopy((float[]) source.listAt(row), 0, elements, i * dimension, dimension);
                    }
                }
                yield new FloatListVector(type, elements, validity, count);
            }
            case LIST -> copyLists(source, selection, count, validity);
        };
    }

    private static long longOrZero(Vector source, int row) {
        return source.isNull(row) ? 0 : source.longAt(row);
    }

    private static long[] copyValidity(Vector source, int[] selection, int count) {
        if (!source.mayHaveNulls()) {
            return null;
        }
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            if (source.isNull(selection == null ? i : selection[i])) {
                if (validity == null) {
                    validity = Validity.allValid(count);
                }
                Validity.setNull(validity, i);
            }
        }
        return validity;
    }

    private static Vector copyStrings(Vector source, int[] selection, int count, long[] validity) {
        if (source instanceof StringVector flat && validity == null) {
            return selection == null ? copyRange(flat, count) : copyChosen(flat, selection, count);
        }
        int[] offsets = new int[count + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            total = Math.addExact(total, source.isNull(row) ? 0 : source.stringLength(row));
            offsets[i + 1] = total;
        }
        byte[] bytes = new byte[total];
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (offsets[i + 1] > offsets[i]) {
                System.arraycopy(
                        source.stringBase(row),
                        source.stringOffset(row),
                        bytes,
                        offsets[i],
                        offsets[i + 1] - offsets[i]);
            }
        }
        return new StringVector(source.type(), bytes, offsets, validity, count);
    }

    private static Vector copyRange(StringVector source, int count) {
        int first = source.stringOffset(0);
        int[] offsets = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            offsets[i] = source.offsets()[i] - first;
        }
        byte[] bytes = Arrays.copyOfRange(source.bytes(), first, first + offsets[count]);
        return new StringVector(source.type(), bytes, offsets, null, count);
    }

    /** Chosen texts, none of them NULL; short ones are copied as words, which reach beyond them. */
    private static Vector copyChosen(StringVector source, int[] rows, int count) {
        int[] starts = source.offsets();
        int[] offsets = new int[count + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            total = Math.addExact(total, starts[rows[i] + 1] - starts[rows[i]]);
            offsets[i + 1] = total;
        }
        byte[] from = source.bytes();
        byte[] bytes = new byte[Math.addExact(total, 2 * Long.BYTES)];
        for (int i = 0; i < count; i++) {
            int start = starts[rows[i]];
            int at = offsets[i];
            int length = offsets[i + 1] - at;
            if (length <= 2 * Long.BYTES && start + 2 * Long.BYTES <= from.length) {
                Bytes.LONG.set(bytes, at, (long) Bytes.LONG.get(from, start));
                Bytes.LONG.set(bytes, at + Long.BYTES, (long) Bytes.LONG.get(from, start + Long.BYTES));
            } else {
                System.arraycopy(from, start, bytes, at, length);
            }
        }
        return new StringVector(source.type(), bytes, offsets, null, count);
    }

    private static Vector copyLists(Vector source, int[] selection, int count, long[] validity) {
        int[] offsets = new int[count + 1];
        int[] elementRows = new int[16];
        int total = 0;
        Vector elements = null;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (!source.isNull(row)) {
                ListVector list;
                int at = row;
                if (source instanceof DictionaryVector dictionary) {
                    list = (ListVector) dictionary.values();
                    at = dictionary.codeAt(row);
                } else if (source instanceof ConstantVector constant) {
                    list = (ListVector) constant.value();
                    at = 0;
                } else {
                    list = (ListVector) source;
                }
                elements = list.elements();
                for (int e = list.offsets()[at]; e < list.offsets()[at + 1]; e++) {
                    if (total == elementRows.length) {
                        elementRows = Arrays.copyOf(elementRows, total * 2);
                    }
                    elementRows[total++] = e;
                }
            }
            offsets[i + 1] = total;
        }
        if (elements == null) {
            elements = VectorBuilder.create(source.type().element(), 0).build();
        } else {
            elements = copy(elements, elementRows, total);
        }
        return new ListVector(source.type(), offsets, elements, validity, count);
    }
}
