package io.velaria.planner.spi;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/** Turns the relational nodes that an extension knows into plan nodes. */
public interface RelationTranslator {
    /** The plan of the node, or null where it is not the extension's. */
    PhysicalPlan translate(RelNode node, Context context);

    /** What a translation builds on. */
    interface Context {
        PhysicalPlan convert(RelNode node);

        Expression expression(RexNode node);

        List<Field> fields(RelDataType rowType);

        /** Estimated number of rows, or NaN. */
        double rows(RelNode node);

        /** Whether a rewrite of that name is allowed; the setting {@code disabled_rules} switches it off. */
        boolean isEnabled(String rewrite);
    }
}
