package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The same values in every encoding that can hold them. */
final class Encodings {
    private Encodings() {}

    static List<Vector> of(SqlType type, List<?> values) {
        List<Vector> encodings = new ArrayList<>();
        encodings.add(flat(type, values));
        encodings.add(gather(type, values));
        if (values.stream().distinct().count() == 1) {
            encodings.add(new ConstantVector(VectorBuilder.single(type, values.get(0)), values.size()));
        }
        if (type.kind() == TypeKind.VARCHAR) {
            encodings.add(dictionary(type, values));
        }
        if (type.carrier().isLongLike() || type.kind() == TypeKind.DECIMAL) {
            encodings.addAll(narrow(type, values));
        }
        return encodings;
    }

    static Vector flat(SqlType type, List<?> values) {
        VectorBuilder builder = VectorBuilder.create(type, values.size());
        values.forEach(builder::append);
        return builder.build();
    }

    /** Row numbers, in reverse, of another vector that holds the NULLs. */
    static Vector gather(SqlType type, List<?> values) {
        int n = values.size();
        VectorBuilder builder = VectorBuilder.create(type, n);
        int[] codes = new int[n];
        for (int i = n - 1; i >= 0; i--) {
            builder.append(values.get(i));
            codes[i] = n - 1 - i;
        }
        return new DictionaryVector(new IntVector(SqlType.INTEGER, codes, null, n), builder.build(), null);
    }

    static Vector dictionary(SqlType type, List<?> values) {
        Dictionary dictionary = new Dictionary(type);
        byte[] codes = new byte[values.size()];
        long[] validity = Validity.allValid(values.size());
        for (int i = 0; i < codes.length; i++) {
            if (values.get(i) == null) {
                Validity.setNull(validity, i);
                codes[i] = (byte) 200; // beyond the dictionary: the code of a NULL row means nothing
            } else {
                byte[] text = ((String) values.get(i)).getBytes(StandardCharsets.UTF_8);
                codes[i] = (byte) dictionary.code(text, 0, text.length, true);
            }
        }
        return new DictionaryVector(
                new ByteVector(SqlType.TINYINT, codes, validity, codes.length), dictionary.values(), dictionary);
    }

    private static List<Vector> narrow(SqlType type, List<?> values) {
        int n = values.size();
        long[] longs = new long[n];
        long[] validity = Validity.allValid(n);
        long all = 0;
        for (int i = 0; i < n; i++) {
            Object value = values.get(i);
            if (value == null) {
                Validity.setNull(validity, i);
            } else if (value instanceof Long number) {
                longs[i] = number;
                all |= number ^ (number >> 63);
            } else {
                return List.of();
            }
        }
        byte[] bytes = new byte[n];
        short[] shorts = new short[n];
        int[] ints = new int[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) longs[i];
            shorts[i] = (short) longs[i];
            ints[i] = (int) longs[i];
        }
        List<Vector> encodings = new ArrayList<>();
        encodings.add(new LongVector(type, longs, validity, n));
        encodings.add(new LongVector(type, longs, validity, n)
                .bounded(
                        Arrays.stream(longs).min().orElse(0),
                        Arrays.stream(longs).max().orElse(0)));
        if (all <= Integer.MAX_VALUE) {
            encodings.add(new IntVector(type, ints, validity, n));
        }
        if (all <= Short.MAX_VALUE) {
            encodings.add(new ShortVector(type, shorts, validity, n));
        }
        if (all <= Byte.MAX_VALUE) {
            encodings.add(new ByteVector(type, bytes, validity, n));
        }
        return encodings;
    }

    static Batch batch(Vector... columns) {
        return Batch.of(columns, columns[0].length(), 0);
    }
}
