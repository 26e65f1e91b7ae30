package io.velaria.planner.translate;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.catalog.PlannerTable;
import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.parse.CopyStatement;
import io.velaria.planner.parse.EmitChanges;
import io.velaria.planner.parse.ExplainStatement;
import io.velaria.planner.spi.PlannerExtension;
import io.velaria.planner.spi.StatementPlanning;
import io.velaria.planner.statement.CommandPlanner;
import io.velaria.planner.validate.Extensions;
import io.velaria.planner.validate.OperatorTable;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.Collection;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Plans one statement of any kind. */
public final class StatementPlanner {
    private final String sql;
    private final PlanningContext context;
    private final Extensions extensions;
    private final QueryPlanner queries;

    public StatementPlanner(String sql, PlanningContext context, Extensions extensions, OperatorTable operators) {
        this.sql = sql;
        this.context = context;
        this.extensions = extensions;
        this.queries = new QueryPlanner(sql, context, extensions, operators);
    }

    /** What the statement named, also where its plan reads nothing of it. */
    public Collection<PlannerTable> usedTables() {
        return queries.catalog().usedTables();
    }

    public PlannedStatement plan(SqlNode statement) {
        int parameters = countParameters(statement);
        for (PlannerExtension extension : extensions.all()) {
            PlannedStatement planned = extension.plan(statement, new Planning(parameters));
            if (planned != null) {
                return planned;
            }
        }
        boolean continuous = EmitChanges.query(statement) != null
                || statement instanceof SqlSelect select && select.isKeywordPresent(SqlSelectKeyword.STREAM)
                || statement instanceof ExplainStatement explain && explain.stream();
        if (continuous) {
            throw VelariaException.unsupported("a continuous query");
        }
        if (statement.isA(SqlKind.QUERY)) {
            QueryPlanner.Query query = queries.plan(statement);
            return new PlannedStatement(
                    PlannedStatement.Kind.QUERY,
                    query.plan(),
                    query.fields(),
                    query.origins(),
                    queries.parameterTypes(parameters),
                    false,
                    queries.assumptions());
        }
        PlannedStatement command = new CommandPlanner(queries, sql, this::plan).plan(statement);
        if (command != null) {
            return command;
        }
        TableModify change = queries.guarded(() -> change(statement));
        if (change != null) {
            return new PlannedStatement(
                    PlannedStatement.Kind.UPDATE,
                    change,
                    List.of(),
                    List.of(),
                    queries.parameterTypes(parameters),
                    false,
                    queries.assumptions());
        }
        throw VelariaException.unsupported(statement.getKind().toString());
    }

    /** The plan of a statement that changes rows, or null. */
    private TableModify change(SqlNode statement) {
        ChangePlanner changes = new ChangePlanner(queries);
        if (statement instanceof SqlInsert insert) {
            return changes.insert(insert);
        }
        if (statement instanceof SqlUpdate update) {
            return changes.update(update);
        }
        if (statement instanceof SqlDelete delete) {
            return changes.delete(delete);
        }
        return statement instanceof CopyStatement copy && copy.from() ? changes.copyFrom(copy) : null;
    }

    private static int countParameters(SqlNode statement) {
        int[] count = {0};
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlDynamicParam parameter) {
                count[0] = Math.max(count[0], parameter.getIndex() + 1);
                return null;
            }
        });
        return count[0];
    }

    /** What an extension that plans a statement in its own way builds on. */
    private final class Planning implements StatementPlanning {
        private final int parameters;

        Planning(int parameters) {
            this.parameters = parameters;
        }

        @Override
        public PlanningContext context() {
            return context;
        }

        @Override
        public String sql() {
            return sql;
        }

        @Override
        public PlannedStatement plan(SqlNode statement) {
            return StatementPlanner.this.plan(statement);
        }

        @Override
        public RelNode relation(SqlNode query) {
            return queries.relation(query);
        }

        @Override
        public PhysicalPlan translate(RelNode relation, List<String> names) {
            return queries.translate(relation, names);
        }

        @Override
        public List<SqlType> parameterTypes() {
            return queries.parameterTypes(parameters);
        }

        @Override
        public List<Field> fields(RelNode relation, List<String> names) {
            return queries.translate(relation, names).schema();
        }
    }
}
