package io.velaria.planner;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/**
 * A statement ready to execute. Immutable; may be executed many times, by any session for which it was planned.
 *
 * @param plan what {@code Session.execute} takes; for a {@link Kind#COMMAND} a {@code CommandPlan}
 * @param schema columns of the result set; empty where there is none
 * @param origins per column of the schema the table column that it shows; an element is null where it shows none
 * @param parameterTypes the type of each {@code ?}, in order
 * @param continuous whether the result does not end by itself (SELECT STREAM)
 * @param assumptions expressions over parameters only that the plan takes for granted not to fail: with values for which
 *     one of them does, the plan could raise its error for rows that the statement does not compute it for
 */
public record PlannedStatement(
        Kind kind,
        PhysicalPlan plan,
        List<Field> schema,
        List<ColumnOrigin> origins,
        List<SqlType> parameterTypes,
        boolean continuous,
        List<Expression> assumptions) {
    public PlannedStatement {
        assumptions = List.copyOf(assumptions);
    }

    /** A statement that assumes nothing of its parameters. */
    public PlannedStatement(
            Kind kind,
            PhysicalPlan plan,
            List<Field> schema,
            List<ColumnOrigin> origins,
            List<SqlType> parameterTypes,
            boolean continuous) {
        this(kind, plan, schema, origins, parameterTypes, continuous, List.of());
    }

    /** What executing it gives. */
    public enum Kind {
        /** A result set. */
        QUERY,
        /** A number of rows, as the single BIGINT of the plan's single row. */
        UPDATE,
        /** A command: a result set if {@code schema} has columns, else nothing. */
        COMMAND
    }

    /** Where a result column comes from, for ResultSetMetaData. */
    public record ColumnOrigin(String schema, String table, String column) {}
}
