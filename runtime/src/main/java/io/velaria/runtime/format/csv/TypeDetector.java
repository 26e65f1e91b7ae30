package io.velaria.runtime.format.csv;

import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** Finds for each column the narrowest type that all its sampled values have. */
final class TypeDetector {
    private static final int BOOLEAN = 1;
    private static final int BIGINT = 2;
    private static final int LONG_INTEGER = 4; // up to 38 digits
    private static final int DOUBLE = 8;
    private static final int TIME = 16;
    private static final int DATE = 32;
    private static final int TIMESTAMP = 64;
    private static final int TIMESTAMP_TZ = 128;
    private static final int ALL = 255;
    private static final int LONG_DIGITS = 18; // that always fit into a long

    private static final SqlType[] TYPES = {
        SqlType.BOOLEAN,
        SqlType.BIGINT,
        SqlType.decimal(38, 0),
        SqlType.DOUBLE,
        SqlType.TIME,
        SqlType.DATE,
        SqlType.TIMESTAMP,
        SqlType.TIMESTAMP_TZ
    };

    private final int[] masks;
    private final boolean[] seen;
    private final boolean[] error = new boolean[1];

    TypeDetector(int columns) {
        masks = new int[columns];
        Arrays.fill(masks, ALL);
        seen = new boolean[columns];
    }

    void add(int column, byte[] b, int start, int end) {
        if (masks[column] != 0) {
            masks[column] &= classify(b, start, end);
        }
        seen[column] = true;
    }

    /** Whether further values can't change the column's type, which is text. */
    boolean isText(int column) {
        return masks[column] == 0;
    }

    /** The type; VARCHAR where no value was seen. */
    SqlType type(int column) {
        return !seen[column] || masks[column] == 0
                ? SqlType.VARCHAR
                : TYPES[Integer.numberOfTrailingZeros(masks[column])];
    }

    /** Whether text is a value of the type that the column has so far. */
    boolean fits(int column, byte[] b, int start, int end) {
        return !seen[column] || masks[column] == 0 || (masks[column] & classify(b, start, end)) != 0;
    }

    /** The types that a value may have. */
    private int classify(byte[] b, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && b[start] == ' ') {
            start++;
        }
        while (end > start && b[end - 1] == ' ') {
            end--;
        }
        if (start == end) {
            return ALL;
        }
        int first = b[start];
        boolean signed = first == '-' || first == '+';
        int digits = signed ? start + 1 : start;
        if (digits < end && (b[digits] == '.' || (b[digits] >= '0' && b[digits] <= '9'))) {
            int number = number(b, start, digits, end);
            return number != 0 ? number : signed ? 0 : dateOrTime(b, start, end);
        }
        return truth(b, start, end) ? BOOLEAN : 0;
    }

    private int number(byte[] b, int start, int digits, int end) {
        int points = 0;
        int others = 0;
        for (int p = digits; p < end; p++) {
            if (b[p] == '.') {
                points++;
            } else if (b[p] < '0' || b[p] > '9') {
                if ((b[p] | 0x20) != 'e' && b[p] != '-' && b[p] != '+') {
                    return 0;
                }
                others++;
            }
        }
        boolean integer = points + others == 0;
        boolean leadingZero = b[digits] == '0' && digits + 1 < end && b[digits + 1] >= '0' && b[digits + 1] <= '9';
        if (leadingZero) {
            return 0; // an identifier such as 007, which must keep its zeros
        }
        if (integer) {
            if (end - digits <= LONG_DIGITS
                    || ValueText.integer(b, start, end) != ValueText.INVALID
                    || IntegerParser.isLeastLong(b, start, end)) {
                return BIGINT | LONG_INTEGER | DOUBLE;
            }
            return end - digits <= 38 ? LONG_INTEGER | DOUBLE : DOUBLE;
        }
        if (points == 1 && others == 0 && b[digits] != '.' && b[end - 1] != '.') {
            return DOUBLE;
        }
        ValueText.decimalNumber(b, start, end, error);
        boolean valid = !error[0];
        error[0] = false;
        return valid ? DOUBLE : 0;
    }

    private static int dateOrTime(byte[] b, int start, int end) {
        if (end - start > 40) {
            return 0;
        }
        if (ValueText.date(b, start, end) != ValueText.INVALID) {
            return DATE | TIMESTAMP | TIMESTAMP_TZ;
        }
        if (ValueText.time(b, start, end) != ValueText.INVALID) {
            return TIME;
        }
        if (ValueText.timestamp(b, start, end, false, false) != ValueText.INVALID) {
            return TIMESTAMP | TIMESTAMP_TZ;
        }
        return ValueText.hasZone(b, start, end) && ValueText.timestamp(b, start, end, false, true) != ValueText.INVALID
                ? TIMESTAMP_TZ
                : 0;
    }

    private static boolean truth(byte[] b, int start, int end) {
        if (end - start > 5) {
            return false;
        }
        String text = new String(b, start, end - start, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.equalsIgnoreCase("true")
                || text.equalsIgnoreCase("false")
                || text.equalsIgnoreCase("t")
                || text.equalsIgnoreCase("f");
    }
}
