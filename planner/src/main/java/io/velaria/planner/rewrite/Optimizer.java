package io.velaria.planner.rewrite;

import io.velaria.planner.joinorder.JoinReordering;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/**
 * Rewrites a logical plan, phase by phase, into one that gives the same rows with less work. Sub-queries are expected as
 * expressions ({@code withExpand(false)}), and {@link io.velaria.planner.metadata.MetadataHandlers} installed in the
 * plan's cluster. Only heuristic rules and a join order: no search over alternatives.
 */
public final class Optimizer {
    private final OptimizerContext context;
    private RelNode plan;

    private Optimizer(RelNode plan, OptimizerContext context) {
        this.plan = plan;
        this.context = context;
    }

    /** The plan to translate. Its row type is that of {@code root}, field names aside. */
    public static RelNode optimise(RelNode root, OptimizerContext context) {
        if (context.executor() != null) {
            root.getCluster().getPlanner().setExecutor(context.executor());
        }
        Optimizer optimizer = new Optimizer(root, context);
        for (PlannerPhase phase : PlannerPhase.values()) {
            optimizer.run(phase);
        }
        return optimizer.plan;
    }

    private void run(PlannerPhase phase) {
        PlanShape shape = PlanShape.of(plan);
        switch (phase) {
            case SUBQUERIES -> unnest(shape);
            case SIMPLIFICATION -> {
                applyIf(true, phase);
                if (shape.joins() > 0 && context.isEnabled(Rewrite.DERIVE_TABLE_FILTERS)) {
                    plan = TableFilters.derive(plan);
                }
            }
            case EMPTY_INPUTS -> applyIf(shape.hasEmpties(), phase);
            case JOIN_ORDER -> {
                applyIf(false, phase);
                if (shape.joins() > 1 && context.isEnabled(Rewrite.REORDER_JOINS)) {
                    plan = JoinReordering.reorder(plan, context.budgetNanos());
                }
            }
            case AGGREGATES -> applyIf(shape.hasGroupsOrSorts(), phase);
            case WINDOWS -> applyIf(shape.hasWindows(), phase);
            case COLUMNS -> trim(phase);
            default -> applyIf(true, phase);
        }
    }

    private void unnest(PlanShape shape) {
        if (shape.hasSubqueries() && context.isEnabled(Rewrite.SUBQUERY_TO_JOIN)) {
            plan = SubqueryUnnesting.rewrite(plan);
            shape = PlanShape.of(plan);
        }
        applyIf(shape.hasSubqueries(), PlannerPhase.SUBQUERIES);
        if ((shape.hasSubqueries() || shape.hasCorrelates()) && context.isEnabled(Rewrite.DECORRELATE)) {
            plan = RelDecorrelator.decorrelateQuery(plan, builder());
        }
    }

    private void trim(PlannerPhase phase) {
        if (context.isEnabled(Rewrite.TRIM_COLUMNS)) {
            plan = new RelFieldTrimmer(null, builder()).trim(plan);
        }
        List<RelOptRule> rules = new ArrayList<>(rulesOf(phase));
        if (context.isEnabled(Rewrite.MERGE_TRIMMED)) {
            rules.add(Rewrite.PROJECT_MERGE.rule());
            rules.add(Rewrite.PROJECT_REMOVE.rule());
        }
        apply(rules);
    }

    private void applyIf(boolean useful, PlannerPhase phase) {
        if (useful) {
            apply(rulesOf(phase));
        } else if (context.extraRules().containsKey(phase)) {
            apply(extraRulesOf(phase));
        }
    }

    private List<RelOptRule> rulesOf(PlannerPhase phase) {
        List<RelOptRule> rules = new ArrayList<>();
        for (Rewrite rewrite : phase.rewrites()) {
            if (context.isEnabled(rewrite) && rewrite.rule() != null) {
                rules.add(rewrite.rule());
            }
        }
        rules.addAll(extraRulesOf(phase));
        return rules;
    }

    private List<RelOptRule> extraRulesOf(PlannerPhase phase) {
        return context.extraRules().getOrDefault(phase, List.of()).stream()
                .filter(rule -> !context.disabledRules().contains(rule.toString()))
                .toList();
    }

    private void apply(List<RelOptRule> rules) {
        if (rules.isEmpty()) {
            return;
        }
        HepProgram program = new HepProgramBuilder()
                .addMatchOrder(HepMatchOrder.TOP_DOWN)
                .addRuleCollection(rules)
                .build();
        Context none = Contexts.empty();
        HepPlanner planner = new HepPlanner(program, none);
        if (context.executor() != null) {
            planner.setExecutor(context.executor());
        }
        planner.setRoot(plan);
        plan = planner.findBestExp();
    }

    private RelBuilder builder() {
        // Projections are merged by a rule of ours, which does not compute RANDOM() twice.
        return RelBuilder.proto(Contexts.of(RelBuilder.Config.DEFAULT.withBloat(-1)))
                .create(plan.getCluster(), null);
    }
}
