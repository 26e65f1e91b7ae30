package io.velaria.planner.spi;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.rewrite.PlannerPhase;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;

/** What a module adds to planning. Found by {@link java.util.ServiceLoader} on the planner's own class loader. */
public interface PlannerExtension {
    /** A short name for messages. */
    String name();

    /** Functions beyond registered scalar functions, such as table functions with TABLE arguments. */
    default List<SqlOperator> operators() {
        return List.of();
    }

    /** Rewrite rules, by the phase that they join. */
    default Map<PlannerPhase, List<RelOptRule>> rules() {
        return Map.of();
    }

    /** Turns relational nodes of the extension's into plan nodes. */
    default List<RelationTranslator> translators() {
        return List.of();
    }

    /**
     * Plans a statement that the core only parses: SELECT STREAM, EMIT CHANGES, EXPLAIN STREAM, CREATE SOURCE or SINK
     * TABLE, INSERT into a sink.
     *
     * @return null where the statement is not the extension's
     */
    default PlannedStatement plan(SqlNode statement, StatementPlanning planning) {
        return null;
    }
}
