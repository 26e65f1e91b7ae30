package io.velaria.runtime.expression;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.kernel.TextSearch;
import io.velaria.runtime.type.ByteOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** LIKE and ILIKE. Without ESCAPE the backslash escapes; a constant pattern is compiled once. */
final class LikeTest extends StrictTest {
    private static final byte[] BACKSLASH = {'\\'};
    /** Texts are searched all at once where at least one in so many is chosen. */
    private static final int MOST_SKIPPED = 2;

    private final boolean ignoreCase;
    private final ByteOutput folded = new ByteOutput();
    private byte[] compiledFrom;
    private byte[] compiledEscape;
    private LikePattern pattern;

    LikeTest(boolean ignoreCase, Evaluator... operands) {
        super(operands);
        this.ignoreCase = ignoreCase;
    }

    @Override
    int test(Vector[] values, int[] selection, int count, int[] target) {
        boolean constant =
                values[1] instanceof ConstantVector && (values.length < 3 || values[2] instanceof ConstantVector);
        if (count == 0) {
            return 0;
        }
        if (constant) {
            prepare(values, selection == null ? 0 : selection[0]);
            if (!ignoreCase && values[0] instanceof StringVector flat) {
                return match(flat.bytes(), flat.offsets(), selection, count, target);
            }
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (!constant) {
                prepare(values, row);
            }
            target[n] = row;
            n += matches(values[0], row) ? 1 : 0;
        }
        return n;
    }

    private int match(byte[] bytes, int[] offsets, int[] selection, int count, int[] target) {
        LikePattern compiled = pattern;
        int rows = selection == null ? count : selection[count - 1] + 1 - selection[0];
        if (compiled.startsAnywhere() && rows <= MOST_SKIPPED * count) {
            return compiled.select(bytes, offsets, selection, count, target);
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[n] = row;
            n += compiled.matches(bytes, offsets[row], offsets[row + 1]) ? 1 : 0;
        }
        return n;
    }

    private boolean matches(Vector text, int row) {
        byte[] base = text.stringBase(row);
        int from = text.stringOffset(row);
        int to = from + text.stringLength(row);
        if (!ignoreCase) {
            return pattern.matches(base, from, to);
        }
        lower(base, from, to, folded.clear());
        return pattern.matches(folded.bytes(), 0, folded.length());
    }

    /** Appends the text in lower case. */
    static void lower(byte[] base, int from, int to, ByteOutput out) {
        if (TextSearch.isAscii(base, from, to)) {
            for (int i = from; i < to; i++) {
                int c = base[i];
                out.write(c >= 'A' && c <= 'Z' ? c + 32 : c);
            }
        } else {
            out.write(new String(base, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        }
    }

    private void prepare(Vector[] values, int row) {
        byte[] text = values[1].bytesAt(row);
        byte[] escape = values.length < 3 ? BACKSLASH : values[2].bytesAt(row);
        if (pattern != null && Arrays.equals(text, compiledFrom) && Arrays.equals(escape, compiledEscape)) {
            return;
        }
        if (TextSearch.countCodePoints(escape, 0, escape.length) > 1) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "the escape of LIKE must be one character, not '" + values[2].textAt(row) + "'");
        }
        byte[] source = text;
        if (ignoreCase) {
            lower(text, 0, text.length, folded.clear());
            source = Arrays.copyOf(folded.bytes(), folded.length());
        }
        pattern = LikePattern.compile(source, escape);
        compiledFrom = text;
        compiledEscape = escape;
    }
}
