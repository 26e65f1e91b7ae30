package io.velaria.planner.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.tools.Programs;

/** Runs optimised plans with Calcite's own operators, which know nothing of ours. */
final class PlanExecution {
    private PlanExecution() {}

    /** The rows, each as text, sorted. */
    static List<String> run(String sql, String... disabled) {
        VolcanoPlanner planner = new VolcanoPlanner();
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
        EnumerableRules.rules().forEach(planner::addRule);
        RelNode logical = LogicalPlans.of(sql, planner);
        OptimizerContext context = new OptimizerContext(
                Set.of(disabled), OptimizerContext.DEFAULT_BUDGET_NANOS, Map.of(), RexUtil.EXECUTOR);
        RelNode optimised = Optimizer.optimise(logical, context);
        optimised.getCluster().setMetadataQuerySupplier(RelMetadataQuery::instance);
        optimised.getCluster().invalidateMetadataQuery();
        RelNode wanted =
                planner.changeTraits(optimised, optimised.getCluster().traitSetOf(EnumerableConvention.INSTANCE));
        planner.setRoot(wanted);
        RelNode best = planner.findBestExp();
        EnumerableRel physical = (EnumerableRel) Programs.calc(DefaultRelMetadataProvider.INSTANCE)
                .run(planner, best, best.getTraitSet(), List.of(), List.of());
        Map<String, Object> parameters = new HashMap<>();
        List<String> rows = new ArrayList<>();
        for (Object row : EnumerableInterpretable.toBindable(parameters, null, physical, EnumerableRel.Prefer.ARRAY)
                .bind(new Context(parameters))) {
            rows.add(row instanceof Object[] values ? Arrays.toString(values) : "[" + row + "]");
        }
        rows.sort(null);
        return rows;
    }

    private record Context(Map<String, Object> parameters) implements DataContext {
        @Override
        public SchemaPlus getRootSchema() {
            return LogicalPlans.SCHEMA.plus();
        }

        @Override
        public JavaTypeFactory getTypeFactory() {
            return LogicalPlans.TYPES;
        }

        @Override
        public QueryProvider getQueryProvider() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get(String name) {
            return parameters.get(name);
        }
    }
}
