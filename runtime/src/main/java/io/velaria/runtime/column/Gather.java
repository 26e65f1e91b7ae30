package io.velaria.runtime.column;

import io.velaria.runtime.type.SqlType;

/**
 * Chosen rows of columns, taken by reference: flat columns share one vector of row numbers, so that a column that nobody
 * reads costs nothing, and one that is narrowed again is read once. The results are valid as long as the columns and the
 * array of rows are. For columns of one length.
 */
public final class Gather {
    private final int[] rows;
    private final int count;
    private final long[] validity;
    private Vector index; // of the rows
    private Vector lastCodes; // of a column that itself refers to rows of another,
    private Vector lastComposed; // and those of the chosen rows

    /** @param rows positions in any order, of which the first {@code count} are taken */
    public Gather(int[] rows, int count) {
        this(rows, count, null);
    }

    /** @param validity which of the results are not NULL, whatever the columns hold at their rows; null for all */
    public Gather(int[] rows, int count, long[] validity) {
        this.rows = rows;
        this.count = count;
        this.validity = validity;
    }

    /** The chosen rows of a column. Codes into a column's dictionary are copied: they cost no more than row numbers. */
    public Vector of(Vector column) {
        if (validity != null) {
            return withNulls(VectorCopier.copy(column, rows, count));
        }
        if (column instanceof ConstantVector constant) {
            return new ConstantVector(constant.value(), count);
        }
        if (column instanceof DictionaryVector reference) {
            if (!reference.isGather()) {
                return VectorCopier.copy(column, rows, count);
            }
            if (lastCodes != reference.codes()) {
                lastCodes = reference.codes();
                lastComposed = VectorCopier.copy(lastCodes, rows, count);
            }
            return new DictionaryVector(lastComposed, reference.values(), null);
        }
        if (column instanceof FloatListVector || column instanceof ListVector) {
            return VectorCopier.copy(column, rows, count);
        }
        if (index == null) {
            index = new IntVector(SqlType.INTEGER, rows, null, count);
        }
        return new DictionaryVector(index, column, null);
    }

    private Vector withNulls(Vector copy) {
        if (copy instanceof ConstantVector constant) {
            return withNulls(VectorCopier.copy(
                    new DictionaryVector(
                            new IntVector(SqlType.INTEGER, new int[count], null, count), constant.value(), null),
                    null,
                    count));
        }
        if (copy instanceof DictionaryVector coded) {
            return new DictionaryVector(withNulls(coded.codes()), coded.values(), coded.dictionary());
        }
        long[] both = copy.validity() == null ? validity : validity.clone();
        for (int i = 0; i < count && copy.validity() != null; i++) {
            if (copy.isNull(i)) {
                Validity.setNull(both, i);
            }
        }
        SqlType type = copy.type();
        if (copy instanceof ByteVector flat) {
            return new ByteVector(type, flat.values(), both, count);
        } else if (copy instanceof ShortVector flat) {
            return new ShortVector(type, flat.values(), both, count);
        } else if (copy instanceof IntVector flat) {
            return new IntVector(type, flat.values(), both, count);
        } else if (copy instanceof LongVector flat) {
            return new LongVector(type, flat.values(), both, count);
        } else if (copy instanceof Int128Vector flat) {
            return new Int128Vector(type, flat.high(), flat.low(), both, count);
        } else if (copy instanceof FloatVector flat) {
            return new FloatVector(type, flat.values(), both, count);
        } else if (copy instanceof DoubleVector flat) {
            return new DoubleVector(type, flat.values(), both, count);
        } else if (copy instanceof StringVector flat) {
            return new StringVector(type, flat.bytes(), flat.offsets(), both, count);
        } else if (copy instanceof FloatListVector flat) {
            return new FloatListVector(type, flat.elements(), both, count);
        }
        ListVector lists = (ListVector) copy;
        return new ListVector(type, lists.offsets(), lists.elements(), both, count);
    }
}
