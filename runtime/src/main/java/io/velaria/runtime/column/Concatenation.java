package io.velaria.runtime.column;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/**
 * Puts vectors of one type one after another, into one of the narrowest encoding that holds them all: integers stay as
 * narrow as the widest part, codes of one dictionary stay codes.
 */
public final class Concatenation {
    private Concatenation() {}

    /**
     * @param parts at least one; one alone is returned as it is
     * @param length of all together
     */
    public static Vector of(List<Vector> parts, int length) {
        Vector first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        if (haveOneDictionary(parts)) {
            return codes(parts, length);
        }
        Vector result = flat(parts, length);
        if (result.kind().isLongLike()) {
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (Vector part : parts) {
                least = Math.min(least, part.least());
                greatest = Math.max(greatest, part.greatest());
            }
            result.bounded(least, greatest);
        }
        return result;
    }

    private static boolean haveOneDictionary(List<Vector> parts) {
        Dictionary common = null;
        for (Vector part : parts) {
            if (!(part instanceof DictionaryVector coded)
                    || coded.dictionary() == null
                    || common != null && common != coded.dictionary()) {
                return false;
            }
            common = coded.dictionary();
        }
        return true;
    }

    private static Vector codes(List<Vector> parts, int length) {
        DictionaryVector most = (DictionaryVector) parts.get(0);
        int[] codes = new int[length];
        int at = 0;
        for (Vector part : parts) {
            DictionaryVector coded = (DictionaryVector) part;
            if (coded.values().length() > most.values().length()) {
                most = coded; // a dictionary only grows
            }
            boolean someNull = coded.mayHaveNulls();
            if (!someNull && coded.codes() instanceof ByteVector flat) {
                for (int i = 0; i < flat.length(); i++) {
                    codes[at + i] = flat.values()[i] & 0xff;
                }
            } else {
                for (int i = 0; i < coded.length(); i++) {
                    codes[at + i] = someNull && coded.isNull(i) ? 0 : coded.codeAt(i);
                }
            }
            at += coded.length();
        }
        long[] validity = validity(parts, length);
        return new DictionaryVector(
                new IntVector(most.type(), codes, validity, length), most.values(), most.dictionary());
    }

    private static Vector flat(List<Vector> parts, int length) {
        SqlType type = parts.get(0).type();
        PhysicalKind kind = parts.get(0).kind();
        for (Vector part : parts) {
            kind = part.kind().compareTo(kind) > 0 ? part.kind() : kind; // integers in the order of their widths
        }
        long[] validity = validity(parts, length);
        int at = 0;
        switch (kind) {
            case INT8 -> {
                byte[] values = new byte[length];
                for (Vector part : parts) {
                    if (part instanceof ByteVector flat) {
                        System.arraycopy(flat.values(), 0, values, at, flat.length());
                    } else {
                        for (int i = 0; i < part.length(); i++) {
                            values[at + i] = part.isNull(i) ? 0 : (byte) part.longAt(i);
                        }
                    }
                    at += part.length();
                }
                return new ByteVector(type, values, validity, length);
            }
            case INT16 -> {
                short[] values = new short[length];
                for (Vector part : parts) {
                    if (part instanceof ShortVector flat) {
                        System.arraycopy(flat.values(), 0, values, at, flat.length());
                    } else {
                        for (int i = 0; i < part.length(); i++) {
                            values[at + i] = part.isNull(i) ? 0 : (short) part.longAt(i);
                        }
                    }
                    at += part.length();
                }
                return new ShortVector(type, values, validity, length);
            }
            case INT32 -> {
                int[] values = new int[length];
                for (Vector part : parts) {
                    if (part instanceof IntVector flat) {
                        System.arraycopy(flat.values(), 0, values, at, flat.length());
                    } else {
                        for (int i = 0; i < part.length(); i++) {
                            values[at + i] = part.isNull(i) ? 0 : (int) part.longAt(i);
                        }
                    }
                    at += part.length();
                }
                return new IntVector(type, values, validity, length);
            }
            case INT64 -> {
                long[] values = new long[length];
                for (Vector part : parts) {
                    if (part instanceof LongVector flat) {
                        System.arraycopy(flat.values(), 0, values, at, flat.length());
                    } else {
                        for (int i = 0; i < part.length(); i++) {
                            values[at + i] = part.isNull(i) ? 0 : part.longAt(i);
                        }
                    }
                    at += part.length();
                }
                return new LongVector(type, values, validity, length);
            }
            case INT128 -> {
                long[] high = new long[length];
                long[] low = new long[length];
                for (Vector part : parts) {
                    for (int i = 0; i < part.length(); i++) {
                        if (!part.isNull(i)) {
                            high[at + i] = part.highAt(i);
                            low[at + i] = part.lowAt(i);
                        }
                    }
                    at += part.length();
                }
                return new Int128Vector(type, high, low, validity, length);
            }
            case FLOAT32 -> {
                float[] values = new float[length];
                for (Vector part : parts) {
                    for (int i = 0; i < part.length(); i++) {
                        values[at + i] = part.isNull(i) ? 0 : (float) part.doubleAt(i);
                    }
                    at += part.length();
                }
                return new FloatVector(type, values, validity, length);
            }
            case FLOAT64 -> {
                double[] values = new double[length];
                for (Vector part : parts) {
                    if (part instanceof DoubleVector flat) {
                        System.arraycopy(flat.values(), 0, values, at, flat.length());
                    } else {
                        for (int i = 0; i < part.length(); i++) {
                            values[at + i] = part.isNull(i) ? 0 : part.doubleAt(i);
                        }
                    }
                    at += part.length();
                }
                return new DoubleVector(type, values, validity, length);
            }
            case BYTES -> {
                return strings(parts, length, validity);
            }
            default -> {
                VectorBuilder lists = VectorBuilder.create(type, length);
                for (Vector part : parts) {
                    for (int i = 0; i < part.length(); i++) {
                        lists.append(part.valueAt(i));
                    }
                }
                return lists.build();
            }
        }
    }

    private static Vector strings(List<Vector> parts, int length, long[] validity) {
        long total = 0;
        for (Vector part : parts) {
            total += textBytes(part);
        }
        if (total > Integer.MAX_VALUE - 16) {
            throw VelariaException.of(
                    SqlState.STATEMENT_TOO_COMPLEX,
                    "a column's texts take " + total + " bytes where at most 2^31 can be kept");
        }
        byte[] bytes = new byte[(int) total];
        int[] offsets = new int[length + 1];
        int row = 0;
        int end = 0;
        for (Vector part : parts) {
            if (part instanceof StringVector texts && !texts.mayHaveNulls() && texts.length() > 0) {
                int first = texts.stringOffset(0);
                int size = texts.offsets()[texts.length()] - first;
                System.arraycopy(texts.bytes(), first, bytes, end, size);
                for (int i = 1; i <= texts.length(); i++) {
                    offsets[row + i] = end + texts.offsets()[i] - first;
                }
                row += texts.length();
                end += size;
                continue;
            }
            for (int i = 0; i < part.length(); i++) {
                if (!part.isNull(i)) {
                    int size = part.stringLength(i);
                    System.arraycopy(part.stringBase(i), part.stringOffset(i), bytes, end, size);
                    end += size;
                }
                offsets[++row] = end;
            }
        }
        return new StringVector(parts.get(0).type(), bytes, offsets, validity, length);
    }

    private static long textBytes(Vector part) {
        if (part instanceof StringVector texts && !texts.mayHaveNulls()) {
            return texts.offsets()[texts.length()] - texts.offsets()[0];
        }
        long total = 0;
        for (int i = 0; i < part.length(); i++) {
            total += part.isNull(i) ? 0 : part.stringLength(i);
        }
        return total;
    }

    private static long[] validity(List<Vector> parts, int length) {
        long[] validity = null;
        int at = 0;
        for (Vector part : parts) {
            if (part.mayHaveNulls()) {
                for (int i = 0; i < part.length(); i++) {
                    if (part.isNull(i)) {
                        validity = validity == null ? Validity.allValid(length) : validity;
                        Validity.setNull(validity, at + i);
                    }
                }
            }
            at += part.length();
        }
        return validity;
    }

    /** Heap bytes that the result of {@link #of} takes at most. */
    public static long bytes(List<Vector> parts, int length) {
        if (parts.size() == 1) {
            return parts.get(0).sizeInBytes();
        }
        int width = 0;
        long text = 0;
        boolean nulls = false;
        boolean coded = haveOneDictionary(parts);
        for (Vector part : parts) {
            nulls |= part.mayHaveNulls();
            width = Math.max(width, coded ? 4 : width(part.kind()));
            if (part.kind() == PhysicalKind.BYTES && !coded) {
                text += textBytes(part);
            } else if (part.kind() == PhysicalKind.LIST || part.kind() == PhysicalKind.FLOAT_LIST) {
                text += 2 * part.sizeInBytes();
            }
        }
        return 64 + text + (long) width * length + (nulls ? length / 8 + 16 : 0);
    }

    private static int width(PhysicalKind kind) {
        return switch (kind) {
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32, FLOAT32, BYTES -> 4;
            case INT64, FLOAT64 -> 8;
            default -> 16;
        };
    }
}
