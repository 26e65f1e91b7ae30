package io.velaria.planner.rewrite;

import java.util.Arrays;
import java.util.List;

/** What happens to a logical plan, in this order. */
public enum PlannerPhase {
    SUBQUERIES("Sub-queries become joins"),
    SIMPLIFICATION("Expressions are folded, common factors and implied conditions are drawn out"),
    PUSH_DOWN("Filters move to the tables they are about; outer joins that a filter makes inner become inner"),
    EMPTY_INPUTS("What reads nothing is removed"),
    JOIN_ORDER("Joins are put in the order that makes the least intermediate rows"),
    AGGREGATES("Groups, set operations, sorts and limits are merged or moved down"),
    WINDOWS("Window functions get nodes of their own"),
    COLUMNS("Columns that nothing reads are dropped"),
    TRANSLATION("The plan of the runtime is made, and what it need not compute twice is shared");

    private final String description;

    PlannerPhase(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    /** The rewrites of this phase. */
    public List<Rewrite> rewrites() {
        return Arrays.stream(Rewrite.values())
                .filter(rewrite -> rewrite.phase() == this)
                .toList();
    }
}
