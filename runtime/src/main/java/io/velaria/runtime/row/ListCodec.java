package io.velaria.runtime.row;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.FloatListVector;
import io.velaria.runtime.column.ListVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * VECTOR and ARRAY values as bytes, such that equal values have equal bytes: a VECTOR as its floats, an ARRAY as the
 * number of elements and then for each of them a byte that is 0 for NULL, else 1 and the value, fixed-width or with its
 * length in front.
 */
public final class ListCodec {
    private ListCodec() {}

    /** The bytes of a row that is not NULL. */
    public static byte[] encode(Vector vector, int row) {
        Writer writer = new Writer();
        write(vector, row, writer);
        return Arrays.copyOf(writer.bytes, writer.length);
    }

    private static void write(Vector vector, int row, Writer writer) {
        if (vector instanceof ConstantVector constant) {
            write(constant.value(), 0, writer);
        } else if (vector instanceof DictionaryVector dictionary) {
            write(dictionary.values(), dictionary.codeAt(row), writer);
        } else if (vector instanceof FloatListVector floats) {
            int dimension = floats.dimension();
            for (int i = 0; i < dimension; i++) {
                float value = floats.elements()[row * dimension + i];
                writer.putInt(Float.floatToIntBits(value));
            }
        } else {
            ListVector list = (ListVector) vector;
            int start = list.offsets()[row];
            int end = list.offsets()[row + 1];
            writer.putInt(end - start);
            for (int i = start; i < end; i++) {
                writeElement(list.elements(), i, writer);
            }
        }
    }

    private static void writeElement(Vector elements, int row, Writer writer) {
        if (elements.isNull(row)) {
            writer.putByte(0);
            return;
        }
        writer.putByte(1);
        switch (elements.type().carrier()) {
            case INT8, INT16, INT32, INT64 -> writer.putLong(elements.lowAt(row));
            case INT128 -> {
                writer.putLong(elements.lowAt(row));
                writer.putLong(elements.highAt(row));
            }
            case FLOAT32, FLOAT64 -> writer.putLong(Double.doubleToLongBits(elements.doubleAt(row)));
            case BYTES -> {
                writer.putInt(elements.stringLength(row));
                writer.put(elements.stringBase(row), elements.stringOffset(row), elements.stringLength(row));
            }
            case FLOAT_LIST, LIST -> write(elements, row, writer);
        }
    }

    /** Appends the value to a builder of its type. */
    static void decode(SqlType type, byte[] bytes, int offset, VectorBuilder target) {
        target.append(new Reader(bytes, offset).read(type));
    }

    private static final class Writer {
        private byte[] bytes = new byte[64];
        private int length;

        private void room(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
            }
        }

        void putByte(int value) {
            room(1);
            bytes[length++] = (byte) value;
        }

        void putInt(int value) {
            room(4);
            Bytes.INT.set(bytes, length, value);
            length += 4;
        }

        void putLong(long value) {
            room(8);
            Bytes.LONG.set(bytes, length, value);
            length += 8;
        }

        void put(byte[] source, int offset, int count) {
            room(count);
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        private int nextInt() {
            at += 4;
            return (int) Bytes.INT.get(bytes, at - 4);
        }

        private long nextLong() {
            at += 8;
            return (long) Bytes.LONG.get(bytes, at - 8);
        }

        /** A value in the form of {@link Vector#valueAt}. */
        Object read(SqlType type) {
            switch (type.carrier()) {
                case INT8, INT16, INT32, INT64 -> {
                    return nextLong();
                }
                case INT128 -> {
                    long low = nextLong();
                    long high = nextLong();
                    return high == low >> 63 ? (Object) low : new io.velaria.runtime.type.Int128(high, low);
                }
                case FLOAT32 -> {
                    return (float) Double.longBitsToDouble(nextLong());
                }
                case FLOAT64 -> {
                    return Double.longBitsToDouble(nextLong());
                }
                case BYTES -> {
                    int length = nextInt();
                    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
                    at += length;
                    return value;
                }
                case FLOAT_LIST -> {
                    float[] values = new float[type.precision()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = Float.intBitsToFloat(nextInt());
                    }
                    return values;
                }
                default -> {
                    int count = nextInt();
                    List<Object> values = new ArrayList<>(Math.min(count, 1024));
                    for (int i = 0; i < count; i++) {
                        values.add(bytes[at++] == 0 ? null : read(type.element()));
                    }
                    return values;
                }
            }
        }
    }
}
