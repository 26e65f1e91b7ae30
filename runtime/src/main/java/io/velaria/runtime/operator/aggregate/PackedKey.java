package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Where one key lies in the words of {@link PackedGroupKeys}, and how it gets there. All keys have a bit of word
 * {@link #FLAGS}, set where they are NULL and the rest is zero. An integer takes its width in bits within one word; a code
 * of a dictionary takes 32 bits; a text takes two words: up to 15 bytes, the first lowest, and above them their number.
 */
final class PackedKey {
    /** The word with the bits of NULLs; what is left of it is for values. */
    static final int FLAGS = 1;

    private static final int MOST_BYTES = 15;
    private static final int TEXT_BITS = 128;

    private final SqlType type;
    private final Dictionary dictionary; // whose codes are the values, or null
    private final long flag;
    private final int word;
    private final int shift;
    private final int bits; // of the value

    private final Map<Dictionary, long[]> entries = new IdentityHashMap<>(); // two words each; for text
    private StringVector dictionaryValues;
    private long[] longs = {};
    private boolean[] nulls = {};
    private int[] codes = {};

    private PackedKey(SqlType type, Dictionary dictionary, int index, int bit, int bits) {
        this.type = type;
        this.dictionary = dictionary;
        this.flag = 1L << index;
        boolean fits = (bit & 63) + bits <= Long.SIZE;
        this.word = fits ? bit >>> 6 : (bit + 63) >>> 6;
        this.shift = fits ? bit & 63 : 0;
        this.bits = bits;
    }

    private PackedKey(PackedKey other) {
        this.type = other.type;
        this.dictionary = other.dictionary;
        this.flag = other.flag;
        this.word = other.word;
        this.shift = other.shift;
        this.bits = other.bits;
    }

    static boolean canPack(SqlType type) {
        return type.carrier().isLongLike() || type.carrier() == PhysicalKind.BYTES;
    }

    /**
     * The place of a key at or after a bit of the words.
     *
     * @param sample the first keys that come: texts that are codes of a dictionary stay such
     */
    static PackedKey of(SqlType type, int index, int bit, Vector sample) {
        if (type.carrier() == PhysicalKind.BYTES) {
            return codes(sample)
                    ? new PackedKey(type, ((DictionaryVector) sample).dictionary(), index, bit, Integer.SIZE)
                    : new PackedKey(type, null, index, bit, TEXT_BITS);
        }
        return new PackedKey(type, null, index, bit, 8 * type.carrier().width());
    }

    private static boolean codes(Vector vector) {
        return vector instanceof DictionaryVector coded
                && coded.dictionary() != null
                && coded.values() instanceof StringVector;
    }

    /** The same key's place, with scratch memory of its own. */
    PackedKey sameLayout() {
        return new PackedKey(this);
    }

    /** Whether words that another packed mean the same here; if so, they may be put into a table of this one. */
    boolean adopts(PackedKey other) {
        if (dictionary != other.dictionary || word != other.word || shift != other.shift || bits != other.bits) {
            return false;
        }
        StringVector theirs = other.dictionaryValues;
        if (theirs != null && (dictionaryValues == null || dictionaryValues.length() < theirs.length())) {
            dictionaryValues = theirs; // a dictionary only grows
        }
        return true;
    }

    /** The first bit behind this key. */
    int end() {
        return 64 * word + shift + bits;
    }

    /** Adds the chosen rows' keys to words that are zero; false if one can't be packed. */
    boolean pack(Vector vector, int[] rows, int count, long[] words, int width) {
        if (nulls.length < count) {
            nulls = new boolean[Math.max(count, Batch.MAX_ROWS)];
        }
        boolean someNull = Decoder.nulls(vector, rows, count, nulls) > 0;
        boolean packed = true;
        if (bits == TEXT_BITS) {
            packed = packText(vector, rows, count, someNull, words, width);
        } else if (dictionary != null) {
            packed = packCodes(vector, rows, count, someNull, words, width);
        } else {
            if (longs.length < count) {
                longs = new long[nulls.length];
            }
            Decoder.longs(vector, rows, count, longs);
            long mask = -1L >>> (Long.SIZE - bits);
            for (int i = 0, at = word; i < count; i++, at += width) {
                words[at] |= someNull && nulls[i] ? 0 : (longs[i] & mask) << shift;
            }
        }
        if (someNull && packed) {
            for (int i = 0; i < count; i++) {
                words[i * width + FLAGS] |= nulls[i] ? flag : 0;
            }
        }
        return packed;
    }

    private boolean packCodes(Vector vector, int[] rows, int count, boolean someNull, long[] words, int width) {
        if (!(vector instanceof DictionaryVector coded) || coded.dictionary() != dictionary || !codes(vector)) {
            return areAllNull(count, someNull);
        }
        StringVector values = (StringVector) coded.values();
        if (dictionaryValues == null || dictionaryValues.length() < values.length()) {
            dictionaryValues = values;
        }
        readCodes(coded, rows, count);
        for (int i = 0, at = word; i < count; i++, at += width) {
            words[at] |= someNull && nulls[i] ? 0 : (long) codes[i] << shift;
        }
        return true;
    }

    private boolean areAllNull(int count, boolean someNull) {
        for (int i = 0; i < count; i++) {
            if (!someNull || !nulls[i]) {
                return false;
            }
        }
        return true;
    }

    private void readCodes(DictionaryVector coded, int[] rows, int count) {
        if (codes.length < count) {
            codes = new int[nulls.length];
        }
        Decoder.codes(coded, rows, count, codes);
    }

    private boolean packText(Vector vector, int[] rows, int count, boolean someNull, long[] words, int width) {
        if (codes(vector)) {
            return packEntries((DictionaryVector) vector, rows, count, someNull, words, width);
        }
        boolean flat = vector instanceof StringVector;
        for (int i = 0, at = word; i < count; i++, at += width) {
            if (someNull && nulls[i]) {
                continue;
            }
            int row = rows == null ? i : rows[i];
            int offset = vector.stringOffset(row);
            int length = vector.stringLength(row);
            if (length > MOST_BYTES) {
                return false;
            }
            byte[] base = flat ? ((StringVector) vector).bytes() : vector.stringBase(row);
            words[at] = first(base, offset, length);
            words[at + 1] = second(base, offset, length);
        }
        return true;
    }

    /** Texts that come as codes: each entry of their dictionary is packed once. */
    private boolean packEntries(
            DictionaryVector coded, int[] rows, int count, boolean someNull, long[] words, int width) {
        StringVector values = (StringVector) coded.values();
        long[] known = entries.get(coded.dictionary());
        int from = known == null ? 0 : known.length / 2;
        if (known == null || from < values.length()) {
            known = known == null ? new long[2 * values.length()] : Arrays.copyOf(known, 2 * values.length());
            for (int code = from; code < values.length(); code++) {
                int offset = values.stringOffset(code);
                int length = values.stringLength(code);
                known[2 * code] = length > MOST_BYTES ? 0 : first(values.bytes(), offset, length);
                known[2 * code + 1] = length > MOST_BYTES ? -1 : second(values.bytes(), offset, length);
            }
            entries.put(coded.dictionary(), known);
        }
        readCodes(coded, rows, count);
        for (int i = 0, at = word; i < count; i++, at += width) {
            if (someNull && nulls[i]) {
                continue;
            }
            words[at] = known[2 * codes[i]];
            words[at + 1] = known[2 * codes[i] + 1];
            if (words[at + 1] < 0) {
                return false;
            }
        }
        return true;
    }

    private static long first(byte[] base, int offset, int length) {
        if (length >= Long.BYTES) {
            return (long) Bytes.LONG.get(base, offset);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (base[offset + i] & 0xffL) << (8 * i);
        }
        return word;
    }

    private static long second(byte[] base, int offset, int length) {
        int beyond = length - Long.BYTES;
        long rest = beyond <= 0 ? 0 : (long) Bytes.LONG.get(base, offset + beyond) >>> (8 * (Long.BYTES - beyond));
        return rest | (long) length << (8 * (Long.BYTES - 1));
    }

    /** The column of the keys at the given words. */
    Vector unpack(long[][] pages, int[] ats, int count) {
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            if ((pages[i][ats[i] + FLAGS] & flag) != 0) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            }
        }
        if (bits == TEXT_BITS) {
            return text(pages, ats, validity, count);
        }
        if (dictionary != null) {
            if (dictionaryValues == null) {
                return new ConstantVector(VectorBuilder.single(type, null), count);
            }
            int[] all = new int[count];
            for (int i = 0; i < count; i++) {
                all[i] = (int) (pages[i][ats[i] + word] >>> shift);
            }
            return new DictionaryVector(new IntVector(type, all, validity, count), dictionaryValues, dictionary);
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = pages[i][ats[i] + word] << (Long.SIZE - shift - bits) >> (Long.SIZE - bits);
        }
        return Results.longs(type, values, validity, count);
    }

    private Vector text(long[][] pages, int[] ats, long[] validity, int count) {
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = offsets[i] + (int) (pages[i][ats[i] + word + 1] >>> (8 * (Long.BYTES - 1)));
        }
        byte[] bytes = new byte[offsets[count] + 2 * Long.BYTES]; // words reach beyond their text
        for (int i = 0; i < count; i++) {
            Bytes.LONG.set(bytes, offsets[i], pages[i][ats[i] + word]);
            Bytes.LONG.set(bytes, offsets[i] + Long.BYTES, pages[i][ats[i] + word + 1]);
        }
        return new StringVector(type, bytes, offsets, validity, count);
    }
}
