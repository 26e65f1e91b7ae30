package io.velaria.runtime.plan;

import io.velaria.runtime.type.Field;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What the planner hands to the runtime: an immutable tree of relational nodes, with no planner's type in it. It is the
 * unit of EXPLAIN and of the plan cache. Row estimates are hints; nothing that correctness rests on is in a plan.
 */
public sealed interface PhysicalPlan extends Serializable
        permits Scan,
                Values,
                Filter,
                Project,
                Aggregate,
                Join,
                Sort,
                Limit,
                Window,
                PartitionTop,
                SetOperation,
                Unnest,
                Shared,
                TableModify,
                CommandPlan,
                ExtensionNode {
    List<Field> schema();

    List<PhysicalPlan> inputs();

    /** The node's name in EXPLAIN, such as {@code HashJoin}. */
    String label();

    /** What EXPLAIN shows behind the name, in order. */
    Map<String, String> details();

    /** Estimated number of rows, or NaN where nothing is known. */
    double estimatedRows();
}
