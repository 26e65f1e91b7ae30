package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;

/**
 * Values given as codes into a dictionary. Stored low-cardinality strings are so encoded, with one {@link Dictionary}
 * for all segments of a column, so that equal codes mean equal values throughout the table; it also serves as a gather,
 * where codes are simply row numbers of another vector.
 */
public final class DictionaryVector extends Vector {
    private final Vector codes;
    private final Vector values;
    private final Dictionary dictionary;

    /**
     * @param codes flat bytes, shorts or ints; bytes and shorts are read unsigned. Its validity is this vector's.
     * @param values what the codes point to: flat, itself without NULLs unless this is a gather
     * @param dictionary where distinct codes mean distinct values and codes stay the same from batch to batch; null for
     *     a gather
     */
    public DictionaryVector(Vector codes, Vector values, Dictionary dictionary) {
        super(values.type(), codes.length(), codes.validity());
        this.codes = codes;
        this.values = values;
        this.dictionary = dictionary;
        bounded(values.least(), values.greatest());
    }

    public Vector codes() {
        return codes;
    }

    public Vector values() {
        return values;
    }

    /** The column's dictionary if codes are comparable between batches, or null. */
    public Dictionary dictionary() {
        return dictionary;
    }

    /** Whether it gives chosen rows of another vector, none of them NULL for itself, so that a row's code may be read. */
    public boolean isGather() {
        return dictionary == null && codes.validity() == null && codes instanceof IntVector;
    }

    /** The unsigned code of a row; undefined where the row is NULL. */
    public int codeAt(int row) {
        if (codes instanceof ByteVector bytes) {
            return bytes.values()[row] & 0xff;
        }
        if (codes instanceof ShortVector shorts) {
            return shorts.values()[row] & 0xffff;
        }
        return ((IntVector) codes).values()[row];
    }

    @Override
    public PhysicalKind kind() {
        return values.kind();
    }

    @Override
    public boolean isNull(int row) {
        return super.isNull(row) || values.isNull(codeAt(row));
    }

    @Override
    public boolean mayHaveNulls() {
        return super.mayHaveNulls() || values.mayHaveNulls();
    }

    @Override
    public long longAt(int row) {
        return values.longAt(codeAt(row));
    }

    @Override
    public long highAt(int row) {
        return values.highAt(codeAt(row));
    }

    @Override
    public long lowAt(int row) {
        return values.lowAt(codeAt(row));
    }

    @Override
    public double doubleAt(int row) {
        return values.doubleAt(codeAt(row));
    }

    @Override
    public byte[] stringBase(int row) {
        return values.stringBase(codeAt(row));
    }

    @Override
    public int stringOffset(int row) {
        return values.stringOffset(codeAt(row));
    }

    @Override
    public int stringLength(int row) {
        return values.stringLength(codeAt(row));
    }

    @Override
    Object listAt(int row) {
        return values.listAt(codeAt(row));
    }

    @Override
    public long sizeInBytes() {
        return codes.sizeInBytes();
    }
}
