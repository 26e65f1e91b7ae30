package io.velaria.runtime.expression;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.Arrays;

/**
 * Puts the rows of several vectors of one type together, each row from the branch that was chosen for it. A row without
 * a branch is NULL.
 */
final class BranchMerge {
    private final SqlType type;
    private final Vector[] sources;
    private final RowWriter text;
    private int sourceCount;
    private int[] choice = {};
    private byte[] flags = {};
    private long[] longs = {};
    private long[] highs = {};
    private double[] doubles = {};
    private float[] floats = {};
    private long[] validity = {};
    private boolean wide;
    private int length;

    BranchMerge(SqlType type, int branches) {
        this.type = type;
        this.sources = new Vector[branches];
        this.text = new RowWriter(type);
    }

    void start(int newLength) {
        length = newLength;
        wide = false;
        sourceCount = 0;
        int words = Validity.words(length);
        validity = validity.length < words ? new long[words] : validity;
        Arrays.fill(validity, 0L);
        switch (type.carrier()) {
            case INT8, INT16, INT32, INT64, INT128 -> {
                if (type.kind() == TypeKind.BOOLEAN) {
                    flags = flags.length < length ? new byte[length] : flags;
                } else {
                    longs = longs.length < length ? new long[length] : longs;
                }
            }
            case FLOAT32 -> floats = floats.length < length ? new float[length] : floats;
            case FLOAT64 -> doubles = doubles.length < length ? new double[length] : doubles;
            case BYTES, FLOAT_LIST, LIST -> {
                choice = choice.length < length ? new int[length] : choice;
                Arrays.fill(choice, -1);
            }
        }
    }

    /** These rows come from this vector, which stays valid until {@link #finish}. */
    void take(Vector source, int[] rows, int count) {
        switch (type.carrier()) {
            case INT8, INT16, INT32, INT64, INT128 -> takeLongs(source, rows, count);
            case FLOAT32 -> {
                for (int i = 0; i < count; i++) {
                    int row = rows[i];
                    if (!source.isNull(row)) {
                        Validity.setValid(validity, row);
                        floats[row] = (float) source.doubleAt(row);
                    }
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    int row = rows[i];
                    if (!source.isNull(row)) {
                        Validity.setValid(validity, row);
                        doubles[row] = source.doubleAt(row);
                    }
                }
            }
            case BYTES, FLOAT_LIST, LIST -> {
                sources[sourceCount] = source;
                for (int i = 0; i < count; i++) {
                    choice[rows[i]] = sourceCount;
                }
                sourceCount++;
            }
        }
    }

    private void takeLongs(Vector source, int[] rows, int count) {
        boolean isWide = !source.kind().isLongLike();
        if (isWide && !wide) {
            highs = highs.length < length ? new long[length] : highs;
            for (int row = 0; row < length; row++) {
                highs[row] = longs[row] >> 63;
            }
            wide = true;
        }
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (source.isNull(row)) {
                continue;
            }
            Validity.setValid(validity, row);
            if (type.kind() == TypeKind.BOOLEAN) {
                flags[row] = (byte) source.longAt(row);
            } else {
                longs[row] = source.lowAt(row);
                if (wide) {
                    highs[row] = source.highAt(row);
                }
            }
        }
    }

    Vector finish(int[] selection, int count) {
        return switch (type.carrier()) {
            case INT8, INT16, INT32, INT64, INT128 -> {
                if (type.kind() == TypeKind.BOOLEAN) {
                    yield new ByteVector(type, flags, validity, length);
                }
                yield wide
                        ? new Int128Vector(type, highs, longs, validity, length)
                        : new LongVector(type, longs, validity, length);
            }
            case FLOAT32 -> new FloatVector(type, floats, validity, length);
            case FLOAT64 -> new DoubleVector(type, doubles, validity, length);
            case BYTES, FLOAT_LIST, LIST -> {
                text.start(length);
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    if (choice[row] < 0) {
                        text.setNull(row);
                    } else {
                        text.copy(row, sources[choice[row]], row);
                    }
                }
                yield text.finish();
            }
        };
    }
}
