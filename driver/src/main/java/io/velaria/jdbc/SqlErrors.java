package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;

/**
 * Failures as JDBC reports them: the subclass of {@link SQLException} that the class of the SQLSTATE asks for. States of
 * class 08 are used for a closed connection only, because pools throw away connections that report one.
 */
final class SqlErrors {
    private SqlErrors() {}

    static SQLException of(SqlState state, String message) {
        return of(state, message, null);
    }

    static SQLException of(Throwable failure) {
        if (failure instanceof VelariaException known) {
            return of(known.state(), known.getMessage(), known);
        }
        if (failure instanceof OutOfMemoryError) {
            return of(SqlState.OUT_OF_MEMORY, "the Java heap is exhausted", failure);
        }
        if (failure instanceof StackOverflowError) {
            return of(SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply", failure);
        }
        return of(SqlState.INTERNAL_ERROR, "internal error: " + failure, failure);
    }

    /** What a statement failed with after its time was up. */
    static SQLTimeoutException timeout(int seconds, Throwable cause) {
        return new SQLTimeoutException(
                "the statement took longer than its timeout of " + seconds + " s",
                SqlState.QUERY_CANCELED.code(),
                cause);
    }

    static SQLException unsupported(String what) {
        return of(SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported");
    }

    static SQLException closed(String what) {
        return of(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "the " + what + " is closed");
    }

    static SQLException connectionClosed() {
        return of(SqlState.CONNECTION_DOES_NOT_EXIST, "the connection is closed");
    }

    static SQLException of(SqlState state, String message, Throwable cause) {
        String code = state.code();
        return switch (code.substring(0, 2)) {
            case "08" -> new SQLNonTransientConnectionException(message, code, cause);
            case "0A" -> new SQLFeatureNotSupportedException(message, code, cause);
            case "22" -> new SQLDataException(message, code, cause);
            case "23" -> new SQLIntegrityConstraintViolationException(message, code, cause);
            case "28" -> new SQLInvalidAuthorizationSpecException(message, code, cause);
            case "40" -> new SQLTransactionRollbackException(message, code, cause);
            case "42" -> new SQLSyntaxErrorException(message, code, cause);
            default -> new SQLException(message, code, cause);
        };
    }
}
