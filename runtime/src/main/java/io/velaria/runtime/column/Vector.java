package io.velaria.runtime.column;

import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.Objects;

/**
 * A run of values of one SQL type, in one physical encoding: flat ({@link ByteVector}, {@link ShortVector},
 * {@link IntVector}, {@link LongVector}, {@link Int128Vector}, {@link FloatVector}, {@link DoubleVector},
 * {@link StringVector}), {@link ConstantVector}, {@link DictionaryVector}, or a list ({@link FloatListVector},
 * {@link ListVector}).
 *
 * <p>The encoding is chosen from the data, not from the type: an INTEGER or DECIMAL column whose values fit travels in a
 * narrower integer vector. So kernels switch on the vector's class once per batch, take their fast path for the
 * encodings that matter to them, and fall back to the accessors here, which answer for every encoding.
 *
 * <p>Vectors of stored columns are immutable and may be kept. Vectors made by evaluators and operators are valid until
 * their maker is called again; whoever keeps one longer copies it with {@link VectorCopier}.
 */
public abstract sealed class Vector
        permits ByteVector,
                ShortVector,
                IntVector,
                LongVector,
                Int128Vector,
                FloatVector,
                DoubleVector,
                StringVector,
                FloatListVector,
                ListVector,
                ConstantVector,
                DictionaryVector {
    private final SqlType type;
    private final int length;
    private final long[] validity;
    private long least = Long.MIN_VALUE;
    private long greatest = Long.MAX_VALUE;
    private boolean kept;

    Vector(SqlType type, int length, long[] validity) {
        this.type = Objects.requireNonNull(type);
        this.length = length;
        this.validity = validity;
    }

    /**
     * What no value of an integer-like vector of at most 64 bits is less than. A proof, not an estimate, but of rows that
     * are not NULL only: what the arrays hold at NULL rows may be anything that their width holds. Stored columns know
     * the bounds of their chunk, other vectors those that their maker gave them, else those of their width; where no row
     * has a value the bounds may be crossed. Meaningless for other kinds of values.
     */
    public long least() {
        return least;
    }

    /** What no value is greater than, as {@link #least}. */
    public long greatest() {
        return greatest;
    }

    /**
     * States what the maker of an integer-like vector knows of its values that are not NULL, before anyone else sees it.
     * Returns this vector.
     */
    public final Vector bounded(long newLeast, long newGreatest) {
        least = newLeast;
        greatest = newGreatest;
        return this;
    }

    /**
     * Whether its maker leaves it as it is until the execution ends, so that others may refer to its rows instead of
     * copying them.
     */
    public boolean isKept() {
        return kept;
    }

    /** States {@link #isKept}, before anyone else sees the vector. Returns this vector. */
    public final Vector kept() {
        kept = true;
        return this;
    }

    public final SqlType type() {
        return type;
    }

    /** Number of rows; the arrays inside may be longer. */
    public final int length() {
        return length;
    }

    /** The validity bitmap of the rows themselves (see {@link Validity}), or null where no row is NULL. */
    public final long[] validity() {
        return validity;
    }

    /** The layout of the values; that of the value or of the dictionary for the two encodings that refer to one. */
    public abstract PhysicalKind kind();

    public boolean isNull(int row) {
        return Validity.isNull(validity, row);
    }

    /** Whether any row may be NULL; false is a proof. */
    public boolean mayHaveNulls() {
        return validity != null;
    }

    /** The value of an integer-like row (also BOOLEAN as 0 or 1, dates, times, decimals that fit a long). */
    public long longAt(int row) {
        throw notA("integer");
    }

    /** The high half of a 128-bit value; the sign of a shorter one. The low half is {@link #lowAt}. */
    public long highAt(int row) {
        return longAt(row) >> 63;
    }

    /** The low half of a 128-bit value; the value itself of a shorter one. */
    public long lowAt(int row) {
        return longAt(row);
    }

    /** The value of a floating-point row. */
    public double doubleAt(int row) {
        throw notA("floating-point");
    }

    /** The bytes of a VARCHAR or VARBINARY row: a view of the array behind {@link #stringBase}. */
    public byte[] stringBase(int row) {
        throw notA("text");
    }

    public int stringOffset(int row) {
        throw notA("text");
    }

    public int stringLength(int row) {
        throw notA("text");
    }

    /** A copy of the row's bytes. */
    public final byte[] bytesAt(int row) {
        int offset = stringOffset(row);
        return java.util.Arrays.copyOfRange(stringBase(row), offset, offset + stringLength(row));
    }

    public final String textAt(int row) {
        return new String(
                stringBase(row), stringOffset(row), stringLength(row), java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * The row as {@link io.velaria.runtime.expression.Literal} holds values: null, Long (integers, BOOLEAN as 0 or 1,
     * dates, times, intervals, DECIMAL), {@link Int128} (DECIMAL that needs it), Float, Double, String, byte[], float[]
     * or a List. For cold paths.
     */
    public final Object valueAt(int row) {
        if (isNull(row)) {
            return null;
        }
        return switch (kind()) {
            case INT8, INT16, INT32, INT64 -> longAt(row);
            case INT128 -> {
                long high = highAt(row);
                long low = lowAt(row);
                yield high == low >> 63 ? (Object) low : new Int128(high, low);
            }
            case FLOAT32 -> (float) doubleAt(row);
            case FLOAT64 -> doubleAt(row);
            case BYTES -> type.kind() == io.velaria.runtime.type.TypeKind.VARBINARY ? bytesAt(row) : textAt(row);
            case FLOAT_LIST, LIST -> listAt(row);
        };
    }

    Object listAt(int row) {
        throw notA("list");
    }

    /** Heap bytes that the arrays of this vector hold, shared dictionaries not counted. */
    public abstract long sizeInBytes();

    final IllegalStateException notA(String what) {
        return new IllegalStateException(getClass().getSimpleName() + " of " + type + " has no " + what + " values");
    }

    final long validityBytes() {
        return validity == null ? 0 : 16L + 8L * validity.length;
    }
}
