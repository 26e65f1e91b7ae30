package io.velaria.runtime.column;

import io.velaria.runtime.type.Int128;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Compares single values in the form of {@link Vector#valueAt}; for cold paths. */
public final class Values {
    private Values() {}

    /**
     * Orders two values of one type, neither of them null: text by unsigned bytes, NaN greater than every number,
     * arrays by their first different elements with NULLs greatest, then by length.
     */
    public static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return Arrays.compareUnsigned(x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.compareUnsigned(x, y);
        }
        if (a instanceof Double || a instanceof Float) {
            return Double.compare(((Number) a).doubleValue() + 0.0, ((Number) b).doubleValue() + 0.0);
        }
        if (a instanceof float[] x && b instanceof float[] y) {
            return Arrays.compare(x, y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return compareLists(x, y);
        }
        return wide(a).compareTo(wide(b));
    }

    private static int compareLists(List<?> a, List<?> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            Object x = a.get(i);
            Object y = b.get(i);
            int order = x == null || y == null ? Boolean.compare(x == null, y == null) : compare(x, y);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static Int128 wide(Object value) {
        return value instanceof Long narrow ? Int128.of(narrow) : (Int128) value;
    }
}
