package io.velaria.planner;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/**
 * Turns SQL text into plans: one for each database. Thread-safe. Calcite is behind this class and in none of its
 * signatures, so a caller that plans nothing loads nothing of it.
 */
public final class Planner {
    /**
     * Plans one statement.
     *
     * @param parameterTypes types of the values bound to each {@code ?} so far, null elements where none is; they count
     *     only where the statement itself does not say what a parameter must be
     * @throws VelariaException with position and SQLSTATE: 42601 for syntax, 42P01 for an unknown table, ..
     */
    public PlannedStatement plan(String sql, Session session, List<SqlType> parameterTypes) {
        throw VelariaException.unsupported("planning");
    }

    /** The statements of a script, in order, without their semicolons; comments and quotes are respected. */
    public static List<String> split(String script) {
        throw VelariaException.unsupported("scripts");
    }
}
