package io.velaria.runtime.session;

import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.table.ShortPlan;

/**
 * A plan ready to be executed many times.
 *
 * @param shortPlan the way around the pipelines, or null if the plan has none
 */
public record PreparedPlan(PhysicalPlan plan, ShortPlan shortPlan) {
    public static PreparedPlan of(PhysicalPlan plan) {
        return new PreparedPlan(plan, ShortPlan.of(plan));
    }
}
