package io.velaria.jdbc;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.SQLException;

/**
 * Reads one column of the current batch in place. Bound to each batch's vector once; integers and floating-point numbers
 * in flat vectors are then read straight from their arrays, everything else through {@link ValueReader}. One class with a
 * switch instead of one class per encoding: a ResultSet's getters stay monomorphic however many kinds of column a
 * program has read before.
 */
final class ResultColumn {
    private static final int OTHER = 0;
    private static final int INT8 = 1;
    private static final int INT16 = 2;
    private static final int INT32 = 3;
    private static final int INT64 = 4;
    private static final int FLOAT32 = 5;
    private static final int FLOAT64 = 6;

    final Field field;
    final SqlType type;
    private final boolean integer;

    private int layout;
    private long[] validity;
    private Vector indirect; // where NULLs are told by the vector itself
    private byte[] bytes;
    private short[] shorts;
    private int[] ints;
    private long[] longs;
    private float[] floats;
    private double[] doubles;
    private Vector vector;
    private int rowsToRead;
    private Vector textsOf;
    private String[] texts;

    ResultColumn(Field field) {
        this.field = field;
        this.type = field.type();
        this.integer = type.kind().isInteger() || type.kind() == TypeKind.BOOLEAN;
    }

    /** @param rows how many of the vector's rows will be read at most */
    void bind(Vector next, int rows) {
        vector = next;
        rowsToRead = rows;
        boolean refers = next instanceof ConstantVector || next instanceof DictionaryVector;
        validity = refers ? null : next.validity();
        indirect = refers && next.mayHaveNulls() ? next : null;
        layout = OTHER;
        if (integer) {
            bindInteger(next);
        } else if (next instanceof DoubleVector flat) {
            doubles = flat.values();
            layout = FLOAT64;
        } else if (next instanceof FloatVector flat) {
            floats = flat.values();
            layout = FLOAT32;
        }
    }

    private void bindInteger(Vector next) {
        if (next instanceof LongVector flat) {
            longs = flat.values();
            layout = INT64;
        } else if (next instanceof IntVector flat) {
            ints = flat.values();
            layout = INT32;
        } else if (next instanceof ShortVector flat) {
            shorts = flat.values();
            layout = INT16;
        } else if (next instanceof ByteVector flat) {
            bytes = flat.values();
            layout = INT8;
        }
    }

    boolean isNull(int row) {
        long[] bits = validity;
        if (bits != null) {
            return (bits[row >>> 6] & (1L << row)) == 0;
        }
        return indirect != null && indirect.isNull(row);
    }

    Vector vector() {
        return vector;
    }

    int intAt(int row, ValueReader reader) throws SQLException {
        return switch (layout) {
            case INT32 -> ints[row];
            case INT16 -> shorts[row];
            case INT8 -> bytes[row];
            default -> {
                long value = longAt(row, reader);
                if (value != (int) value) {
                    throw reader.outOfRange(value, "int", field);
                }
                yield (int) value;
            }
        };
    }

    long longAt(int row, ValueReader reader) throws SQLException {
        return switch (layout) {
            case INT64 -> longs[row];
            case INT32 -> ints[row];
            case INT16 -> shorts[row];
            case INT8 -> bytes[row];
            default -> reader.toLong(vector, row, field);
        };
    }

    double doubleAt(int row, ValueReader reader) throws SQLException {
        return switch (layout) {
            case FLOAT64 -> doubles[row];
            case FLOAT32 -> floats[row];
            case INT64 -> longs[row];
            case INT32 -> ints[row];
            case INT16 -> shorts[row];
            case INT8 -> bytes[row];
            default -> reader.toDouble(vector, row, field);
        };
    }

    float floatAt(int row, ValueReader reader) throws SQLException {
        return layout == FLOAT32 ? floats[row] : (float) doubleAt(row, reader);
    }

    String textAt(int row, ValueReader reader) {
        if (type.kind() == TypeKind.VARCHAR) {
            if (vector instanceof DictionaryVector dictionary) {
                return dictionaryText(dictionary, row);
            }
            return vector.textAt(row);
        }
        return reader.toText(vector, row, type);
    }

    /** Text of a dictionary entry, decoded once for all rows that have it, where there are enough of them. */
    private String dictionaryText(DictionaryVector dictionary, int row) {
        Vector values = dictionary.values();
        if (textsOf != values) {
            if (rowsToRead < values.length() / 16) {
                return values.textAt(dictionary.codeAt(row));
            }
            textsOf = values;
            texts = new String[values.length()];
        }
        int code = dictionary.codeAt(row);
        String text = texts[code];
        if (text == null) {
            text = values.textAt(code);
            texts[code] = text;
        }
        return text;
    }
}
