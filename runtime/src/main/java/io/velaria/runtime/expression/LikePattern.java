package io.velaria.runtime.expression;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.kernel.TextSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A LIKE pattern made ready to match UTF-8 bytes: its pieces between percent signs, the first bound to the start of the
 * text and the last to its end, those between found from left to right.
 */
final class LikePattern {
    /** A piece without percent sign: bytes to find, or with underscores, {@code -1} for any one character. */
    private record Piece(byte[] bytes, int[] tokens) {
        boolean isPlain() {
            return tokens == null;
        }
    }

    private final Piece[] pieces;

    private LikePattern(Piece[] pieces) {
        this.pieces = pieces;
    }

    /** @param escape the escape character's bytes, empty for none */
    static LikePattern compile(byte[] pattern, byte[] escape) {
        List<Piece> pieces = new ArrayList<>();
        int[] tokens = new int[pattern.length];
        int n = 0;
        for (int i = 0; i < pattern.length; i++) {
            if (escape.length > 0 && i + escape.length <= pattern.length && TextSearch.matches(pattern, i, escape)) {
                i += escape.length;
                if (i == pattern.length) {
                    throw VelariaException.of(
                            SqlState.INVALID_ESCAPE_SEQUENCE, "a LIKE pattern must not end with its escape character");
                }
                tokens[n++] = pattern[i] & 0xff;
            } else if (pattern[i] == '%') {
                pieces.add(piece(tokens, n));
                n = 0;
            } else {
                tokens[n++] = pattern[i] == '_' ? -1 : pattern[i] & 0xff;
            }
        }
        pieces.add(piece(tokens, n));
        return new LikePattern(pieces.toArray(Piece[]::new));
    }

    private static Piece piece(int[] tokens, int count) {
        byte[] bytes = new byte[count];
        boolean plain = true;
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) tokens[i];
            plain &= tokens[i] >= 0;
        }
        return new Piece(bytes, plain ? null : Arrays.copyOf(tokens, count));
    }

    boolean matches(byte[] text, int from, int to) {
        int at = matchAt(pieces[0], text, from, to);
        if (pieces.length == 1 || at < 0) {
            return at == to;
        }
        return matchesFrom(1, text, at, to);
    }

    /** Whether the text from a position on has the pieces from a number on, the last of all at its end. */
    private boolean matchesFrom(int piece, byte[] text, int from, int to) {
        int last = pieces.length - 1;
        int at = from;
        for (int i = piece; i < last; i++) {
            at = find(pieces[i], text, at, to);
            if (at < 0) {
                return false;
            }
        }
        int start = startOfLast(pieces[last], text, to, at);
        return start >= at;
    }

    /** Whether the pattern begins with a percent sign and bytes to find after it, so that {@link #select} may be used. */
    boolean startsAnywhere() {
        return pieces.length > 2 && pieces[0].bytes.length == 0 && pieces[1].isPlain() && pieces[1].bytes.length > 0;
    }

    /**
     * The rows whose text matches. The texts lie one after the other, so that the bytes to find are looked for in all of
     * them at once: most texts don't have them, and are passed over without a look at where they end.
     *
     * @param offsets the text of a row is from its offset to the next
     * @param selection ascending rows, or null for the first {@code count}
     */
    int select(byte[] text, int[] offsets, int[] selection, int count, int[] target) {
        byte[] wanted = pieces[1].bytes;
        int end = offsets[selection == null ? count : selection[count - 1] + 1];
        int n = 0;
        int i = 0;
        int at = offsets[selection == null ? 0 : selection[0]];
        while (i < count) {
            int found = TextSearch.indexOf(text, at, end, wanted);
            if (found < 0) {
                break;
            }
            i = rowAt(found, offsets, selection, i, count);
            int row = selection == null ? i : selection[i];
            if (found < offsets[row]) {
                at = offsets[row]; // it was in a row that is not asked for
                continue;
            }
            at = offsets[row + 1];
            int rest = found + wanted.length;
            if (rest <= at && matchesFrom(2, text, rest, at)) {
                target[n++] = row;
            }
            i++;
        }
        return n;
    }

    /** The first of the rows from a number on whose text ends behind a position; there is one. */
    private static int rowAt(int position, int[] offsets, int[] selection, int from, int count) {
        int i = from;
        if (selection == null) {
            while (offsets[i + 1] <= position) {
                i++;
            }
        } else {
            while (offsets[selection[i] + 1] <= position) {
                i++;
            }
        }
        return i;
    }

    /** Where the piece ends if it is at this position, or -1. */
    private static int matchAt(Piece piece, byte[] text, int from, int to) {
        if (piece.isPlain()) {
            int length = piece.bytes.length;
            return from + length <= to && TextSearch.matches(text, from, piece.bytes) ? from + length : -1;
        }
        int at = from;
        for (int token : piece.tokens) {
            if (at >= to) {
                return -1;
            }
            if (token < 0) {
                at = TextSearch.skip(text, at, to, 1);
            } else if ((text[at++] & 0xff) != token) {
                return -1;
            }
        }
        return at;
    }

    /** Where the piece's first occurrence ends, or -1. */
    private static int find(Piece piece, byte[] text, int from, int to) {
        if (piece.isPlain()) {
            int at = TextSearch.indexOf(text, from, to, piece.bytes);
            return at < 0 ? -1 : at + piece.bytes.length;
        }
        for (int at = from; at < to; at = TextSearch.skip(text, at, to, 1)) {
            int end = matchAt(piece, text, at, to);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    /** Where the piece starts if it ends at {@code to} and does not start before {@code from}, or -1. */
    private static int startOfLast(Piece piece, byte[] text, int to, int from) {
        if (piece.isPlain()) {
            int start = to - piece.bytes.length;
            return start >= from && TextSearch.matches(text, start, piece.bytes) ? start : -1;
        }
        int at = to;
        for (int i = piece.tokens.length - 1; i >= 0; i--) {
            if (--at < from) {
                return -1;
            }
            if (piece.tokens[i] < 0) {
                while (at > from && TextSearch.isContinuation(text[at])) {
                    at--;
                }
            } else if ((text[at] & 0xff) != piece.tokens[i]) {
                return -1;
            }
        }
        return at;
    }
}
