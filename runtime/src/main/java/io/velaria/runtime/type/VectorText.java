package io.velaria.runtime.type;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;

/** Vectors as text: finite numbers in brackets, separated by commas or blanks, {@code [1, 2.5, -3e2]} or {@code [1 2 3]}. */
public final class VectorText {
    private static final int SHOWN = 100;

    private VectorText() {}

    /**
     * The elements that the text holds.
     *
     * @throws VelariaException 22P02 where the text is no vector, 22023 where it has another dimension, 22003 where a
     *     number is too large for REAL
     */
    public static float[] parse(String text, int dimension) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (end - start < 2 || text.charAt(start) != '[' || text.charAt(end - 1) != ']') {
            throw invalid(text, dimension, "no brackets around it");
        }
        start++;
        end--;
        float[] elements = new float[dimension];
        int count = 0;
        boolean expected = false; // after a comma
        int p = skipBlanks(text, start, end);
        while (p < end) {
            int from = p;
            while (p < end && !isBlank(text.charAt(p)) && text.charAt(p) != ',') {
                p++;
            }
            float element = number(text, from, p, dimension);
            if (count < dimension) {
                elements[count] = element;
            }
            count++;
            p = skipBlanks(text, p, end);
            expected = p < end && text.charAt(p) == ',';
            if (expected) {
                p = skipBlanks(text, p + 1, end);
            }
        }
        if (expected) {
            throw invalid(text, dimension, "a comma at its end");
        }
        if (count != dimension) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "expected " + dimension + " dimensions, not " + count);
        }
        return elements;
    }

    private static float number(String text, int from, int to, int dimension) {
        String number = text.substring(from, to);
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
                throw invalid(text, dimension, "\"" + number + "\" is no finite number");
            }
        }
        float value;
        try {
            value = Float.parseFloat(number);
        } catch (NumberFormatException e) {
            throw invalid(text, dimension, "\"" + number + "\" is no finite number");
        }
        if (!Float.isFinite(value)) {
            throw VelariaException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, number + " is out of range for REAL");
        }
        return value;
    }

    private static int skipBlanks(String text, int from, int end) {
        int p = from;
        while (p < end && isBlank(text.charAt(p))) {
            p++;
        }
        return p;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static VelariaException invalid(String text, int dimension, String why) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..";
        return VelariaException.of(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "invalid input for VECTOR(" + dimension + "): " + why + " in \"" + shown + "\"");
    }
}
