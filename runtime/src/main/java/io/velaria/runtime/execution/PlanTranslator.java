package io.velaria.runtime.execution;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.operator.filter.FilterOperator;
import io.velaria.runtime.operator.project.ProjectOperator;
import io.velaria.runtime.operator.values.ValuesSource;
import io.velaria.runtime.plan.ExtensionNode;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.table.TableModification;

/** Says for each kind of plan node which operators run it. */
final class PlanTranslator {
    private PlanTranslator() {}

    static PipelineBuilder.Draft translate(PhysicalPlan plan, PipelineBuilder builder) {
        if (plan instanceof Scan scan) {
            int[] columns = scan.columns().stream().mapToInt(Integer::intValue).toArray();
            return builder.start(scan.source().open(builder.context(), columns, scan.skipping()));
        }
        if (plan instanceof Filter filter) {
            return builder.build(filter.input()).then(FilterOperator.factory(filter.condition()));
        }
        if (plan instanceof Project project) {
            return builder.build(project.input()).then(ProjectOperator.factory(project.expressions()));
        }
        if (plan instanceof Values values) {
            return builder.start(ValuesSource.factory(values));
        }
        if (plan instanceof TableModify modify) {
            return TableModification.build(builder, modify);
        }
        if (plan instanceof ExtensionNode extension) {
            return extension.build(builder);
        }
        throw VelariaException.unsupported(plan.label());
    }
}
