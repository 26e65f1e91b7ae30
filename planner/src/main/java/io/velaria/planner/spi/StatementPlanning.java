package io.velaria.planner.spi;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.catalog.PlanningContext;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlNode;

/** The planning of one statement, for a handler that plans it in another way. */
public interface StatementPlanning {
    PlanningContext context();

    /** The statement's text. */
    String sql();

    /** Plans any statement as if it were the whole. */
    PlannedStatement plan(SqlNode statement);

    /** A query validated, converted and rewritten, before it becomes a plan. */
    RelNode relation(SqlNode query);

    /** The plan of a relation, with these names of columns. */
    PhysicalPlan translate(RelNode relation, List<String> names);

    /** Types of the statement's parameters, once its queries are planned. */
    List<SqlType> parameterTypes();

    /** The columns of a query's result. */
    List<Field> fields(RelNode relation, List<String> names);
}
