package io.velaria.vector.plan;

import io.velaria.planner.spi.RelationTranslator;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.SqlType;
import io.velaria.vector.Metric;
import io.velaria.vector.VectorSearch;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** A call of VECTOR_SEARCH as a plan node. */
final class VectorSearchTranslator implements RelationTranslator {
    private static final Literal TEN = new Literal(10L, SqlType.BIGINT);

    @Override
    public PhysicalPlan translate(RelNode node, Context context) {
        if (!(node instanceof TableFunctionScan scan)
                || !(scan.getCall() instanceof RexCall call)
                || call.getOperator() != VectorSearchOperator.INSTANCE) {
            return null;
        }
        PhysicalPlan input = context.convert(scan.getInput(0));
        List<RexNode> operands = call.getOperands();
        int column = VectorSearchOperator.position(scan.getRowType(), RexLiteral.stringValue(operands.get(0)));
        SqlType type = input.schema().get(column).type();
        Expression query = cast(context.expression(operands.get(1)), type);
        Expression topK = isGiven(operands, 2) ? rowCount(context.expression(operands.get(2))) : TEN;
        return VectorSearch.of(input, column, query, metric(operands, context), topK);
    }

    private static Metric metric(List<RexNode> operands, Context context) {
        if (!isGiven(operands, 3)) {
            return Metric.COSINE;
        }
        Expression metric = context.expression(operands.get(3));
        if (metric instanceof Literal literal && literal.value() instanceof String name) {
            return Metric.of(name);
        }
        throw VelariaException.of(
                SqlState.INVALID_PARAMETER_VALUE, "METRIC must be a literal: 'cosine', 'l2' or 'dot'");
    }

    private static boolean isGiven(List<RexNode> operands, int index) {
        return index < operands.size() && operands.get(index).getKind() != SqlKind.DEFAULT;
    }

    /** A number of rows as BIGINT. */
    static Expression rowCount(Expression count) {
        if (count instanceof Literal literal && literal.value() instanceof Long) {
            return new Literal(literal.value(), SqlType.BIGINT);
        }
        return count instanceof Parameter parameter
                ? new Parameter(parameter.index(), SqlType.BIGINT)
                : cast(count, SqlType.BIGINT);
    }

    private static Expression cast(Expression expression, SqlType type) {
        return expression.type().equals(type) ? expression : Call.of(Operators.CAST, type, expression);
    }
}
