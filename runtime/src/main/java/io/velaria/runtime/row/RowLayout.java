package io.velaria.runtime.row;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;

/**
 * Where the columns of a row lie in its bytes: first one bit for each column, set where it is NULL, then one slot of
 * fixed width for each column. Values of varying length have a slot of three ints: length, heap page and offset; a
 * negative length means an entry of dictionary {@code -1 - length}, whose code follows.
 */
public final class RowLayout implements Serializable {
    static final int REFERENCE_BYTES = 12;

    private final SqlType[] types;
    private final PhysicalKind[] kinds;
    private final int[] offsets;
    private final int rowBytes;

    private RowLayout(SqlType[] types) {
        this.types = types;
        this.kinds = new PhysicalKind[types.length];
        this.offsets = new int[types.length];
        int end = (types.length + 7) >>> 3;
        for (int i = 0; i < types.length; i++) {
            kinds[i] = types[i].carrier();
            offsets[i] = end;
            end += kinds[i].width() == 0 ? REFERENCE_BYTES : kinds[i].width();
        }
        this.rowBytes = Math.max(4, (end + 3) & -4);
    }

    public static RowLayout of(SqlType... types) {
        return new RowLayout(types.clone());
    }

    public static RowLayout of(Collection<SqlType> types) {
        return new RowLayout(types.toArray(SqlType[]::new));
    }

    public int columnCount() {
        return types.length;
    }

    public SqlType type(int column) {
        return types[column];
    }

    PhysicalKind kind(int column) {
        return kinds[column];
    }

    /** Where the column's slot starts in its row. */
    int offset(int column) {
        return offsets[column];
    }

    /** Bytes of a row without what is in the heap. */
    public int rowBytes() {
        return rowBytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowLayout that && Arrays.equals(types, that.types);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(types);
    }
}
