package io.velaria.jdbc;

import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * The values of one {@code ?} in a batch. While all of them are numbers of one type, or texts, they are kept as such;
 * what else comes makes it an array of {@link BoundValue}s.
 */
final class ParameterColumn {
    private final int expected; // rows to make room for
    private SqlType type; // of all values but NULL; null where there is none, or none in common
    private boolean mixed;
    private int size;
    private long[] numbers;
    private Object[] objects; // Strings, or BoundValues if mixed; null for NULL
    private boolean[] nulls; // of numbers

    ParameterColumn(int expected) {
        this.expected = expected;
    }

    /** Takes what is bound to the {@code ?} now. */
    void add(ParameterSlots slots, int index) {
        SqlType bound = slots.types[index];
        if (bound != null && bound == type && !mixed) {
            if (numbers != null) {
                addNumber(slots.numbers[index]);
            } else {
                addObject(slots.objects[index]);
            }
            return;
        }
        addOther(slots, index, bound);
    }

    private void addNumber(long value) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = value;
    }

    private void addObject(Object value) {
        if (size == objects.length) {
            objects = Arrays.copyOf(objects, size * 2);
        }
        objects[size++] = value;
    }

    private void addOther(ParameterSlots slots, int index, SqlType bound) {
        if (bound == null && slots.get(index).value() == null) {
            addNull();
            return;
        }
        if (type == null && !mixed && bound != null) {
            type = bound;
            int capacity = Math.max(expected, size * 2);
            if (bound == SqlType.VARCHAR) {
                objects = new Object[capacity];
            } else {
                numbers = new long[capacity];
                nulls = size == 0 ? null : new boolean[capacity];
                if (nulls != null) {
                    Arrays.fill(nulls, 0, size, true);
                }
            }
            add(slots, index);
            return;
        }
        mix();
        addObject(slots.get(index));
    }

    private void addNull() {
        if (mixed) {
            addObject(BoundValue.NULL);
        } else if (type == null) {
            size++;
        } else if (numbers == null) {
            addObject(null);
        } else {
            addNumber(0);
            nulls = nulls == null ? new boolean[numbers.length] : nulls;
            nulls = nulls.length < size ? Arrays.copyOf(nulls, numbers.length) : nulls;
            nulls[size - 1] = true;
        }
    }

    private void mix() {
        if (mixed) {
            return;
        }
        Object[] values = new Object[Math.max(expected, size * 2)];
        for (int i = 0; i < size; i++) {
            values[i] = get(i);
        }
        mixed = true;
        objects = values;
        numbers = null;
        nulls = null;
        type = null;
    }

    BoundValue get(int row) {
        if (mixed) {
            return (BoundValue) objects[row];
        }
        if (isNull(row)) {
            return BoundValue.NULL;
        }
        return BoundValue.of(numbers == null ? objects[row] : ParameterSlots.number(numbers[row], type), type);
    }

    private boolean isNull(int row) {
        return type == null
                || (numbers == null ? objects[row] == null : nulls != null && row < nulls.length && nulls[row]);
    }

    /** Whether all values fit the type alike: so that what is true of one of them is true of all. */
    boolean isUniform(SqlType target) {
        return !mixed
                && (type == null
                        || type.kind() == TypeKind.VARCHAR
                        || type.equals(target)
                        || type.kind().isInteger() && target.kind().isInteger());
    }

    /**
     * Rows {@code [from, from + count)} as a vector of the target type.
     *
     * @param zone the session's
     * @throws SQLException as {@link ParameterTypes#convert}
     */
    Vector vector(SqlType target, int from, int count, ZoneId zone) throws SQLException {
        if (!mixed && type != null) {
            if (numbers == null && target.kind() == TypeKind.VARCHAR) {
                return texts(target, from, count);
            }
            boolean whole = target.carrier() == PhysicalKind.INT32 || target.carrier() == PhysicalKind.INT64;
            if (whole && type.kind().isInteger() && target.kind().isInteger() && fitIn(target, from, count)) {
                return integers(target, from, count);
            }
            if (type.kind() == TypeKind.DOUBLE && target.kind() == TypeKind.DOUBLE) {
                return doubles(target, from, count);
            }
        }
        VectorBuilder builder = VectorBuilder.create(target, count);
        for (int row = from; row < from + count; row++) {
            builder.append(ParameterTypes.convert(get(row), target, zone));
        }
        return builder.build();
    }

    private boolean fitIn(SqlType target, int from, int count) {
        if (target.carrier() == PhysicalKind.INT64) {
            return true;
        }
        long misfit = 0;
        for (int row = from; row < from + count; row++) {
            misfit |= numbers[row] ^ (int) numbers[row];
        }
        return misfit == 0;
    }

    private Vector integers(SqlType target, int from, int count) {
        long[] validity = validity(from, count);
        if (target.carrier() == PhysicalKind.INT64) {
            return new LongVector(target, Arrays.copyOfRange(numbers, from, from + count), validity, count);
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = (int) numbers[from + i];
        }
        return new IntVector(target, values, validity, count);
    }

    private Vector doubles(SqlType target, int from, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Double.longBitsToDouble(numbers[from + i]);
        }
        return new DoubleVector(target, values, validity(from, count), count);
    }

    private Vector texts(SqlType target, int from, int count) {
        long[] validity = validity(from, count);
        long characters = 0;
        for (int row = from; row < from + count; row++) {
            characters += objects[row] instanceof String text ? text.length() : 0;
        }
        byte[] bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 16L, characters)]; // enough for ASCII
        int[] offsets = new int[count + 1];
        int end = 0;
        for (int i = 0; i < count; i++) {
            if (objects[from + i] instanceof String text) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                int next = Math.addExact(end, encoded.length);
                if (next > bytes.length) {
                    bytes = Arrays.copyOf(
                            bytes, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(next, bytes.length * 3L / 2)));
                }
                System.arraycopy(encoded, 0, bytes, end, encoded.length);
                end = next;
            }
            offsets[i + 1] = end;
        }
        return new StringVector(target, bytes, offsets, validity, count);
    }

    private long[] validity(int from, int count) {
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            if (isNull(from + i)) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            }
        }
        return validity;
    }
}
