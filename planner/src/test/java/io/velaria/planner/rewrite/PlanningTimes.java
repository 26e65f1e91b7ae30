package io.velaria.planner.rewrite;

import java.util.Arrays;
import org.apache.calcite.rel.RelNode;

/** Prints how long optimising takes, in microseconds, warm; {@code plans} as argument prints the plans instead. */
final class PlanningTimes {
    private static final int RUNS = 200;

    private PlanningTimes() {}

    public static void main(String[] arguments) {
        boolean plans = arguments.length > 0 && arguments[0].equals("plans");
        if (plans) {
            for (int query = 1; query <= 22; query++) {
                System.out.println(
                        "Q" + query + "\n" + LogicalPlans.text(LogicalPlans.optimised(LogicalPlans.tpch(query))));
            }
            return;
        }
        System.out.printf("%-8s %10s %10s%n", "query", "to logical", "optimise");
        measure("point", "select c_name, c_acctbal from customer where c_custkey = 42");
        for (int query = 1; query <= 22; query++) {
            measure("Q" + query, LogicalPlans.tpch(query));
        }
    }

    private static void measure(String name, String sql) {
        long[] logical = new long[RUNS];
        long[] optimise = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            RelNode plan = LogicalPlans.of(sql);
            long middle = System.nanoTime();
            Optimizer.optimise(plan, OptimizerContext.defaults());
            logical[i] = middle - start;
            optimise[i] = System.nanoTime() - middle;
        }
        // the later half is warm
        System.out.printf("%-8s %10d %10d%n", name, median(logical), median(optimise));
    }

    private static long median(long[] nanos) {
        long[] warm = Arrays.copyOfRange(nanos, RUNS / 2, RUNS);
        Arrays.sort(warm);
        return warm[warm.length / 2] / 1000;
    }
}
