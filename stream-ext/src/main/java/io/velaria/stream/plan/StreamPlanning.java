package io.velaria.stream.plan;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.parse.EmitChanges;
import io.velaria.planner.parse.ExplainStatement;
import io.velaria.planner.spi.PlannerExtension;
import io.velaria.planner.spi.StatementPlanning;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.stream.StreamExplanation;
import io.velaria.stream.StreamRewrite;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWith;

/** Plans SELECT STREAM, EMIT CHANGES and EXPLAIN STREAM. */
public final class StreamPlanning implements PlannerExtension {
    /** A query planned as if it ended, and what makes it continuous. */
    private record Planned(PlannedStatement ending, StreamRewrite.Result result) {}

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public PlannedStatement plan(SqlNode statement, StatementPlanning planning) {
        if (statement instanceof ExplainStatement explain && explain.stream()) {
            return explain(explain, planning);
        }
        if (statement instanceof SqlInsert insert && isStream(insert.getSource())) {
            throw VelariaException.unsupported("INSERT from SELECT STREAM");
        }
        if (!isStream(statement) && EmitChanges.query(statement) == null) {
            return null;
        }
        Planned planned = continuous(statement, planning);
        PlannedStatement ending = planned.ending();
        List<PlannedStatement.ColumnOrigin> origins = new ArrayList<>(ending.origins());
        while (origins.size() < planned.result().plan().schema().size()) {
            origins.add(null); // columns that EMIT CHANGES adds
        }
        return new PlannedStatement(
                PlannedStatement.Kind.QUERY,
                planned.result().plan(),
                planned.result().plan().schema(),
                origins,
                ending.parameterTypes(),
                true);
    }

    private static Planned continuous(SqlNode statement, StatementPlanning planning) {
        SqlNode changing = EmitChanges.query(statement);
        SqlNode query = changing == null ? statement : changing;
        if (!isStream(query)) {
            throw VelariaException.of(
                            SqlState.SYNTAX_ERROR,
                            changing == null
                                    ? "EXPLAIN STREAM explains a SELECT STREAM"
                                    : "EMIT CHANGES belongs to SELECT STREAM")
                    .at(
                            query.getParserPosition().getLineNum(),
                            query.getParserPosition().getColumnNum());
        }
        PlannedStatement ending = planning.plan(withoutStream(query));
        return new Planned(ending, StreamRewrite.apply(ending.plan(), changing != null));
    }

    private static PlannedStatement explain(ExplainStatement explain, StatementPlanning planning) {
        if (explain.analyze()) {
            throw VelariaException.unsupported("EXPLAIN ANALYZE of a stream");
        }
        SqlNode statement = explain.statement();
        if (statement instanceof SqlInsert) {
            throw VelariaException.unsupported("INSERT from SELECT STREAM");
        }
        Planned planned = continuous(statement, planning);
        List<List<Object>> rows = StreamExplanation.rows(planned.ending().plan(), planned.result());
        CommandPlan plan = new CommandPlan(new Command.FixedResult(StreamExplanation.SCHEMA, rows));
        List<PlannedStatement.ColumnOrigin> origins = new ArrayList<>();
        StreamExplanation.SCHEMA.forEach(field -> origins.add(null));
        return new PlannedStatement(
                PlannedStatement.Kind.COMMAND,
                plan,
                StreamExplanation.SCHEMA,
                origins,
                planned.ending().parameterTypes(),
                false);
    }

    /** The select whose STREAM makes the whole query continuous, or null. */
    private static SqlSelect select(SqlNode query) {
        if (query instanceof SqlSelect select) {
            return select;
        }
        if (query instanceof SqlOrderBy order) {
            return select(order.query);
        }
        return query instanceof SqlWith with ? select(with.body) : null;
    }

    private static boolean isStream(SqlNode query) {
        SqlSelect select = select(query);
        return select != null && select.isKeywordPresent(SqlSelectKeyword.STREAM);
    }

    /** A copy of the query without its STREAM; the statement itself stays as it was. */
    private static SqlNode withoutStream(SqlNode query) {
        if (query instanceof SqlOrderBy order) {
            return new SqlOrderBy(
                    order.getParserPosition(), withoutStream(order.query), order.orderList, order.offset, order.fetch);
        }
        if (query instanceof SqlWith with) {
            return new SqlWith(with.getParserPosition(), with.withList, withoutStream(with.body));
        }
        SqlSelect copy = (SqlSelect) query.clone(query.getParserPosition());
        SqlNodeList keywords = (SqlNodeList) copy.getOperandList().get(0);
        List<SqlNode> kept = new ArrayList<>();
        if (keywords != null) {
            for (SqlNode keyword : keywords) {
                if (((SqlLiteral) keyword).symbolValue(SqlSelectKeyword.class) != SqlSelectKeyword.STREAM) {
                    kept.add(keyword);
                }
            }
        }
        copy.setOperand(0, new SqlNodeList(kept, query.getParserPosition()));
        return copy;
    }
}
