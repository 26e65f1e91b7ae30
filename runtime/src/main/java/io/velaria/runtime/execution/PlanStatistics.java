package io.velaria.runtime.execution;

import io.velaria.runtime.plan.PhysicalPlan;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Rows and time per node of a plan, as EXPLAIN ANALYZE shows them. Thread-safe. */
public final class PlanStatistics {
    /** What was seen of one node: rows that it gave out and nanoseconds of all its tasks. */
    public static final class Node {
        private final LongAdder rows = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long moreRows, long moreNanos) {
            rows.add(moreRows);
            nanos.add(moreNanos);
        }

        public long rows() {
            return rows.sum();
        }

        public long nanos() {
            return nanos.sum();
        }
    }

    private final Map<PhysicalPlan, Node> nodes = new IdentityHashMap<>();

    public synchronized Node node(PhysicalPlan plan) {
        return nodes.computeIfAbsent(plan, ignored -> new Node());
    }
}
