package io.velaria.planner.rewrite;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.tools.RelBuilderFactory;

/** A rule of ours; spares its subclasses Calcite's generated configurations. */
abstract class RewriteRule extends RelRule<RewriteRule.Configuration> {
    RewriteRule(Rewrite rewrite, RelRule.OperandTransform operands) {
        super(new Configuration(rewrite.ruleName(), operands));
    }

    /** A rule's name and what it matches. */
    record Configuration(String description, RelRule.OperandTransform operandSupplier) implements RelRule.Config {
        @Override
        public RelOptRule toRule() {
            throw new UnsupportedOperationException("a rule makes its own configuration");
        }

        @Override
        public RelBuilderFactory relBuilderFactory() {
            return RelFactories.LOGICAL_BUILDER;
        }

        @Override
        public RelRule.Config withRelBuilderFactory(RelBuilderFactory factory) {
            return this;
        }

        @Override
        public RelRule.Config withDescription(String other) {
            return new Configuration(other, operandSupplier);
        }

        @Override
        public RelRule.Config withOperandSupplier(RelRule.OperandTransform other) {
            return new Configuration(description, other);
        }
    }
}
