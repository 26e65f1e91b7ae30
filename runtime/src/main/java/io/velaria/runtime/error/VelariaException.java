package io.velaria.runtime.error;

import java.util.Objects;

/**
 * The one way to fail: an SQLSTATE, a message that says what was wrong, and where known the position in the statement
 * and a hint. The driver turns it into the {@code SQLException} subclass that the state's class asks for.
 */
public final class VelariaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SqlState state;
    private final int line;
    private final int column;
    private final String hint;

    private VelariaException(SqlState state, String message, int line, int column, String hint, Throwable cause) {
        super(message, cause);
        this.state = Objects.requireNonNull(state);
        this.line = line;
        this.column = column;
        this.hint = hint;
    }

    public static VelariaException of(SqlState state, String message) {
        return new VelariaException(state, message, 0, 0, null, null);
    }

    public static VelariaException of(SqlState state, String message, Throwable cause) {
        return new VelariaException(state, message, 0, 0, null, cause);
    }

    /** A feature that is understood but not there: 0A000. */
    public static VelariaException unsupported(String what) {
        return of(SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported");
    }

    /** A defect of ours, never the user's: XX000. */
    public static VelariaException internal(String message, Throwable cause) {
        return of(SqlState.INTERNAL_ERROR, "internal error: " + message, cause);
    }

    /** The same failure at a position of the statement; lines and columns count from 1. */
    public VelariaException at(int line, int column) {
        return new VelariaException(state, super.getMessage(), line, column, hint, getCause());
    }

    /** The same failure with a sentence that helps, such as {@code did you mean "orders"?}. */
    public VelariaException hint(String hint) {
        return new VelariaException(state, super.getMessage(), line, column, hint, getCause());
    }

    /** The same failure with what led to it, for stack traces. */
    public VelariaException causedBy(Throwable cause) {
        return new VelariaException(state, super.getMessage(), line, column, hint, cause);
    }

    public SqlState state() {
        return state;
    }

    /** Line in the statement from 1, or 0 where it is unknown. */
    public int line() {
        return line;
    }

    /** Column in the line from 1, or 0 where it is unknown. */
    public int column() {
        return column;
    }

    /** A hint, or null. */
    public String hint() {
        return hint;
    }

    /** The message alone, without position and hint. */
    public String reason() {
        return super.getMessage();
    }

    @Override
    public String getMessage() {
        StringBuilder text = new StringBuilder(super.getMessage());
        if (line > 0) {
            text.append(" (line ")
                    .append(line)
                    .append(", column ")
                    .append(column)
                    .append(')');
        }
        if (hint != null) {
            text.append("; ").append(hint);
        }
        return text.toString();
    }
}
