package io.velaria.planner.translate;

import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Small operations on expressions of a plan. */
final class Expressions {
    private Expressions() {}

    /** The expression with its column references replaced. */
    static Expression substitute(Expression expression, List<Expression> columns) {
        if (expression instanceof InputRef input) {
            return columns.get(input.index());
        }
        if (expression instanceof Call call) {
            List<Expression> operands = new ArrayList<>(call.operands().size());
            for (Expression operand : call.operands()) {
                operands.add(substitute(operand, columns));
            }
            return new Call(call.function(), operands, call.type());
        }
        return expression;
    }

    /** The expression with its column references moved. */
    static Expression shift(Expression expression, IntUnaryOperator position) {
        if (expression instanceof InputRef input) {
            return new InputRef(position.applyAsInt(input.index()), input.type());
        }
        if (expression instanceof Call call) {
            List<Expression> operands = new ArrayList<>(call.operands().size());
            for (Expression operand : call.operands()) {
                operands.add(shift(operand, position));
            }
            return new Call(call.function(), operands, call.type());
        }
        return expression;
    }

    /** Adds the columns that an expression reads. */
    static void collect(Expression expression, BitSet columns) {
        if (expression instanceof InputRef input) {
            columns.set(input.index());
        } else if (expression instanceof Call call) {
            call.operands().forEach(operand -> collect(operand, columns));
        }
    }

    /** Whether each expression that computes something is there once only. */
    static boolean repeatsNoWork(List<Expression> expressions) {
        Set<Expression> seen = new HashSet<>();
        return expressions.stream().allMatch(expression -> !(expression instanceof Call) || seen.add(expression));
    }

    static List<Expression> references(List<Field> schema) {
        List<Expression> references = new ArrayList<>(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            references.add(new InputRef(i, schema.get(i).type()));
        }
        return references;
    }

    /** The plan with its columns cast to the types of a schema; the plan itself where they agree. */
    static PhysicalPlan castTo(PhysicalPlan plan, List<Field> schema) {
        List<Expression> columns = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < schema.size(); i++) {
            Expression column = new InputRef(i, plan.schema().get(i).type());
            Expression cast = ExpressionConverter.cast(
                    Operators.CAST, column, schema.get(i).type());
            changed |= cast != column || !column.type().equals(schema.get(i).type());
            columns.add(cast);
        }
        return changed ? RelationConverter.project(plan, columns, schema) : plan;
    }

    /** Columns of the plan and then the expressions, which read those columns. */
    static PhysicalPlan append(PhysicalPlan plan, List<Expression> added, String prefix) {
        if (added.isEmpty()) {
            return plan;
        }
        List<Expression> expressions = references(plan.schema());
        List<Field> schema = new ArrayList<>(plan.schema());
        for (Expression expression : added) {
            expressions.add(expression);
            schema.add(new Field(prefix + schema.size(), expression.type()));
        }
        return new Project(plan, expressions, schema);
    }
}
