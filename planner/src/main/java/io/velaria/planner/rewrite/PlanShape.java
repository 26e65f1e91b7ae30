package io.velaria.planner.rewrite;

import java.math.BigDecimal;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Which kinds of nodes a plan has, so that phases with nothing to do are left out. */
final class PlanShape {
    private int joins;
    private boolean subqueries;
    private boolean correlates;
    private boolean windows;
    private boolean empties;
    private boolean aggregates;
    private boolean setOperations;
    private boolean sorts;

    static PlanShape of(RelNode root) {
        PlanShape shape = new PlanShape();
        shape.visit(root);
        return shape;
    }

    private void visit(RelNode rel) {
        if (rel instanceof Join join) {
            joins++;
            subqueries |= RexUtil.SubQueryFinder.containsSubQuery(join);
        } else if (rel instanceof Filter filter) {
            subqueries |= RexUtil.SubQueryFinder.containsSubQuery(filter);
        } else if (rel instanceof Project project) {
            subqueries |= RexUtil.SubQueryFinder.containsSubQuery(project);
            windows |= project.containsOver();
        } else if (rel instanceof Correlate) {
            correlates = true;
        } else if (rel instanceof Values values) {
            empties |= Values.isEmpty(values);
        } else if (rel instanceof Aggregate) {
            aggregates = true;
        } else if (rel instanceof SetOp) {
            setOperations = true;
        } else if (rel instanceof Sort sort) {
            sorts = true;
            empties |= isZero(sort.fetch);
        }
        for (RelNode input : rel.getInputs()) {
            visit(input);
        }
    }

    private static boolean isZero(RexNode fetch) {
        return fetch instanceof RexLiteral literal
                && literal.getValueAs(BigDecimal.class).signum() == 0;
    }

    int joins() {
        return joins;
    }

    boolean hasSubqueries() {
        return subqueries;
    }

    boolean hasCorrelates() {
        return correlates;
    }

    boolean hasWindows() {
        return windows;
    }

    boolean hasEmpties() {
        return empties;
    }

    boolean hasGroupsOrSorts() {
        return aggregates || setOperations || sorts;
    }
}
