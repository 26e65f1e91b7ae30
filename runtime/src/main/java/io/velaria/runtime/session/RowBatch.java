package io.velaria.runtime.session;

import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Values;
import java.util.ArrayList;
import java.util.List;

/** Makes one INSERT of many rows from an {@code INSERT .. VALUES (?, ..)} and many sets of parameters. */
final class RowBatch {
    private RowBatch() {}

    /** The one plan, or null where the plan does not insert exactly one row for each set. */
    static TableModify of(PhysicalPlan plan, List<Object[]> parameters) {
        if (!(plan instanceof TableModify insert) || insert.kind() != TableModify.Kind.INSERT) {
            return null;
        }
        List<Expression> row = row(insert.input());
        if (row == null) {
            return null;
        }
        List<List<Expression>> rows = new ArrayList<>(parameters.size());
        for (Object[] bound : parameters) {
            List<Expression> values = new ArrayList<>(row.size());
            for (Expression value : row) {
                values.add(bind(value, bound, List.of()));
            }
            rows.add(values);
        }
        Values values = new Values(rows, insert.input().schema());
        return new TableModify(insert.kind(), insert.tableId(), insert.tableName(), values);
    }

    /** The expressions of the one row, without input references, or null. */
    private static List<Expression> row(PhysicalPlan input) {
        if (input instanceof Values values) {
            return values.rows().size() == 1 ? values.rows().get(0) : null;
        }
        List<Expression> below = input instanceof Project project ? row(project.input()) : null;
        if (below == null) {
            return null;
        }
        List<Expression> row = new ArrayList<>();
        for (Expression expression : ((Project) input).expressions()) {
            row.add(bind(expression, null, below));
        }
        return row;
    }

    /** @param parameters null to leave parameters as they are @param inputs what input references stand for */
    private static Expression bind(Expression expression, Object[] parameters, List<Expression> inputs) {
        if (expression instanceof Parameter parameter && parameters != null) {
            return new Literal(parameters[parameter.index()], parameter.type());
        }
        if (expression instanceof InputRef input) {
            return inputs.get(input.index());
        }
        if (expression instanceof Call call) {
            List<Expression> operands = new ArrayList<>();
            for (Expression operand : call.operands()) {
                operands.add(bind(operand, parameters, inputs));
            }
            return new Call(call.function(), operands, call.type());
        }
        return expression;
    }
}
