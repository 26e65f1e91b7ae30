package io.velaria.runtime.expression;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.ByteOutput;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.Arrays;

/**
 * Collects the result of a function row by row, at the rows' own positions. Rows are written in ascending order; a row
 * that is left out is undefined. Text is appended to {@link #text} and closed with {@link #endText}.
 */
public final class RowWriter {
    private final SqlType type;
    private final PhysicalKind kind;
    private final ByteOutput text;
    private byte[] flags = {};
    private long[] longs = {};
    private long[] highs = {};
    private double[] doubles = {};
    private float[] floats = {};
    private int[] offsets = {};
    private long[] validity = {};
    private VectorBuilder values;
    private boolean anyNull;
    private int length;
    private int textEnd;

    public RowWriter(SqlType type) {
        this.type = type;
        this.kind = type.carrier();
        this.text = kind == PhysicalKind.BYTES ? new ByteOutput() : null;
    }

    public SqlType type() {
        return type;
    }

    /** Starts a result of so many rows. */
    public void start(int newLength) {
        length = newLength;
        anyNull = false;
        switch (kind) {
            case INT8, INT16, INT32, INT64, INT128 -> {
                if (type.kind() == TypeKind.BOOLEAN) {
                    flags = flags.length < length ? new byte[length] : flags;
                } else {
                    longs = longs.length < length ? new long[length] : longs;
                    if (kind == PhysicalKind.INT128) {
                        highs = highs.length < length ? new long[length] : highs;
                    }
                }
            }
            case FLOAT32 -> floats = floats.length < length ? new float[length] : floats;
            case FLOAT64 -> doubles = doubles.length < length ? new double[length] : doubles;
            case BYTES -> {
                offsets = offsets.length < length + 1 ? new int[length + 1] : offsets;
                offsets[0] = 0;
                textEnd = 0;
                text.clear();
            }
            case FLOAT_LIST, LIST -> values = VectorBuilder.create(type, length);
        }
    }

    public void setNull(int row) {
        if (!anyNull) {
            anyNull = true;
            int words = Validity.words(length);
            validity = validity.length < words ? new long[words] : validity;
            Arrays.fill(validity, -1L);
        }
        Validity.setNull(validity, row);
    }

    /** An integer-like value; BOOLEAN as 0 or 1. */
    public void setLong(int row, long value) {
        if (type.kind() == TypeKind.BOOLEAN) {
            flags[row] = (byte) value;
        } else {
            longs[row] = value;
            if (kind == PhysicalKind.INT128) {
                highs[row] = value >> 63;
            }
        }
    }

    public void setBoolean(int row, boolean value) {
        flags[row] = (byte) (value ? 1 : 0);
    }

    public void setInt128(int row, long high, long low) {
        longs[row] = low;
        if (kind == PhysicalKind.INT128) {
            highs[row] = high;
        }
    }

    public void setDouble(int row, double value) {
        if (kind == PhysicalKind.FLOAT32) {
            floats[row] = (float) value;
        } else {
            doubles[row] = value;
        }
    }

    /** Where the text of the row goes. */
    public ByteOutput text() {
        return text;
    }

    /** What was appended to {@link #text} since the last row is the row's. */
    public void endText(int row) {
        int start = offsets[textEnd];
        for (int i = textEnd; i < row; i++) {
            offsets[i + 1] = start;
        }
        offsets[row + 1] = text.length();
        textEnd = row + 1;
    }

    public void setText(int row, byte[] base, int offset, int count) {
        text.write(base, offset, count);
        endText(row);
    }

    public void setText(int row, String value) {
        text.write(value);
        endText(row);
    }

    /** A value in the form of {@link Vector#valueAt}, of any type; for cold paths. */
    public void set(int row, Object value) {
        if (value == null) {
            setNull(row);
            return;
        }
        switch (kind) {
            case INT8, INT16, INT32, INT64 -> setLong(row, ((Number) value).longValue());
            case INT128 -> {
                if (value instanceof Int128 wide) {
                    setInt128(row, wide.high(), wide.low());
                } else {
                    setLong(row, (Long) value);
                }
            }
            case FLOAT32, FLOAT64 -> setDouble(row, ((Number) value).doubleValue());
            case BYTES -> {
                if (value instanceof byte[] bytes) {
                    setText(row, bytes, 0, bytes.length);
                } else {
                    setText(row, (String) value);
                }
            }
            case FLOAT_LIST, LIST -> {
                while (values.length() < row) {
                    values.appendNull();
                }
                values.append(value);
            }
        }
    }

    /** The value of a row of another vector of the same type. */
    public void copy(int row, Vector source, int sourceRow) {
        if (source.isNull(sourceRow)) {
            setNull(row);
            return;
        }
        switch (kind) {
            case INT8, INT16, INT32, INT64 -> setLong(row, source.longAt(sourceRow));
            case INT128 -> setInt128(row, source.highAt(sourceRow), source.lowAt(sourceRow));
            case FLOAT32, FLOAT64 -> setDouble(row, source.doubleAt(sourceRow));
            case BYTES ->
                setText(
                        row,
                        source.stringBase(sourceRow),
                        source.stringOffset(sourceRow),
                        source.stringLength(sourceRow));
            case FLOAT_LIST, LIST -> set(row, source.valueAt(sourceRow));
        }
    }

    /** The result; valid until the next {@link #start}. */
    public Vector finish() {
        long[] valid = anyNull ? validity : null;
        return switch (kind) {
            case INT8, INT16, INT32, INT64 ->
                type.kind() == TypeKind.BOOLEAN
                        ? new ByteVector(type, flags, valid, length)
                        : new LongVector(type, longs, valid, length);
            case INT128 -> new Int128Vector(type, highs, longs, valid, length);
            case FLOAT32 -> new FloatVector(type, floats, valid, length);
            case FLOAT64 -> new DoubleVector(type, doubles, valid, length);
            case BYTES -> {
                int end = text.length();
                for (int i = textEnd; i < length; i++) {
                    offsets[i + 1] = end;
                }
                yield new StringVector(type, text.bytes(), offsets, valid, length);
            }
            case FLOAT_LIST, LIST -> {
                while (values.length() < length) {
                    values.appendNull();
                }
                yield values.build();
            }
        };
    }
}
