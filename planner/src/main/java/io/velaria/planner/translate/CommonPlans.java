package io.velaria.planner.translate;

import io.velaria.runtime.expression.Analysis;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.ExtensionNode;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.SetOperation;
import io.velaria.runtime.plan.Shared;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.plan.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lets equal parts of a plan be computed once: those that have to see all their rows before they give one, such as the
 * groups of a common table expression that is read twice, and then give far fewer than they read.
 */
final class CommonPlans {
    /** How many times fewer rows must come out than are read, as keeping them has its price too. */
    private static final double LEAST_REDUCTION = 4;

    private final FunctionRegistry functions;
    private final Map<PhysicalPlan, Integer> occurrences = new HashMap<>();
    private final Map<PhysicalPlan, Shared> shared = new HashMap<>();

    private CommonPlans(FunctionRegistry functions) {
        this.functions = functions;
    }

    /** The same rows; the plan itself where nothing in it occurs twice. */
    static PhysicalPlan share(PhysicalPlan plan, FunctionRegistry functions) {
        if (countBreakers(plan) < 2) {
            return plan;
        }
        CommonPlans common = new CommonPlans(functions);
        common.count(plan);
        return common.rewrite(plan);
    }

    private static int countBreakers(PhysicalPlan plan) {
        return plan.inputs().stream().mapToInt(CommonPlans::countBreakers).sum() + (isBreaker(plan) ? 1 : 0);
    }

    private static boolean isBreaker(PhysicalPlan plan) {
        return plan instanceof Aggregate
                || plan instanceof Window
                || plan instanceof Sort sort && sort.fetch() != null
                || plan instanceof SetOperation operation && operation.kind() != SetOperation.Kind.UNION;
    }

    /** What is inside a part that was seen before is not counted again. */
    private void count(PhysicalPlan plan) {
        if (!isBreaker(plan) || occurrences.merge(plan, 1, Integer::sum) == 1) {
            plan.inputs().forEach(this::count);
        }
    }

    private PhysicalPlan rewrite(PhysicalPlan plan) {
        boolean isCommon = isBreaker(plan) && occurrences.get(plan) > 1 && isRepeatable(plan) && reduces(plan);
        if (!isCommon) {
            return PlanInputs.map(plan, this::rewrite);
        }
        Shared first = shared.get(plan);
        if (first == null) {
            PhysicalPlan input =
                    PlanInputs.map(plan, this::rewrite); // may share parts of its own, with numbers of theirs
            first = new Shared(shared.size() + 1, input);
            shared.put(plan, first);
        }
        return new Shared(first.number(), first.input());
    }

    private static boolean reduces(PhysicalPlan plan) {
        return plan.estimatedRows() * LEAST_REDUCTION <= rowsRead(plan);
    }

    private static double rowsRead(PhysicalPlan plan) {
        return plan instanceof Scan scan
                ? scan.estimatedRows()
                : plan.inputs().stream().mapToDouble(CommonPlans::rowsRead).sum();
    }

    /** Whether the plan ends, and gives the same rows each time that it is computed. */
    private boolean isRepeatable(PhysicalPlan plan) {
        boolean known = !(plan instanceof ExtensionNode || plan instanceof TableModify);
        boolean ends = !(plan instanceof Scan scan) || scan.source().isBounded();
        return known
                && ends
                && expressions(plan).noneMatch(expression -> Analysis.isVolatile(expression, functions))
                && plan.inputs().stream().allMatch(this::isRepeatable);
    }

    private static Stream<Expression> expressions(PhysicalPlan plan) {
        if (plan instanceof Filter filter) {
            return Stream.of(filter.condition());
        }
        if (plan instanceof Project project) {
            return project.expressions().stream();
        }
        if (plan instanceof Join join) {
            return Stream.ofNullable(join.residual());
        }
        return plan instanceof Values values ? values.rows().stream().flatMap(List::stream) : Stream.empty();
    }
}
