package io.velaria.planner.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.velaria.planner.joinorder.JoinReordering;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.TableScan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinOrderTest {
    /** What decides TPC-H Q5: the nation of customer and supplier is compared only after lineitem joins them. */
    @Test
    void manyToManyJoinComesLast() {
        List<String> order = leaves(LogicalPlans.optimised(LogicalPlans.tpch(5)));
        assertEquals(List.of("lineitem", "orders", "customer", "nation", "region", "supplier"), order);
    }

    @Test
    void compositeKeysAreNotTakenAsIndependent() {
        List<String> order = leaves(LogicalPlans.optimised(LogicalPlans.tpch(9)));
        assertEquals(List.of("orders", "lineitem", "partsupp", "part", "supplier", "nation"), order);
    }

    @Test
    void semiJoinMovesToTheTableItFilters() {
        List<String> order = leaves(LogicalPlans.optimised(LogicalPlans.tpch(18)));
        assertEquals(List.of("lineitem", "orders", "lineitem", "customer"), order);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 9, 12, 13, 20, 45})
    void chainsOfAnyLengthAreJoinedByTheirConditions(int length) {
        RelNode plan = LogicalPlans.optimised(chain(length));
        assertEquals(length, leaves(plan).size());
        assertFalse(LogicalPlans.text(plan).contains("condition=[true]"), () -> LogicalPlans.text(plan));
    }

    @Test
    void withoutTimeTheOrderIsGreedy() {
        RelNode plan = LogicalPlans.optimised(chain(12), "reorder_joins");
        RelNode greedy = JoinReordering.reorder(plan, 0);
        assertEquals(12, leaves(greedy).size());
        assertFalse(LogicalPlans.text(greedy).contains("condition=[true]"), () -> LogicalPlans.text(greedy));
        assertEquals(plan.getRowType().getFieldNames(), greedy.getRowType().getFieldNames());
    }

    @Test
    void unconnectedTablesAreJoinedLast() {
        RelNode plan = LogicalPlans.optimised("select * from region, lineitem, orders where l_orderkey = o_orderkey");
        assertEquals(List.of("lineitem", "orders", "region"), leaves(plan));
    }

    private static String chain(int length) {
        StringBuilder from = new StringBuilder("select n1.n_name from nation n1");
        StringBuilder where = new StringBuilder(" where n1.n_name <> 'x'");
        for (int i = 2; i <= length; i++) {
            from.append(", nation n").append(i);
            String column = i % 2 == 0 ? "n_nationkey" : "n_regionkey";
            where.append(String.format(" and n%d.%s = n%d.%s", i - 1, column, i, column));
        }
        return from.append(where).toString();
    }

    private static List<String> leaves(RelNode rel) {
        List<String> names = new ArrayList<>();
        collect(rel, names);
        return names;
    }

    private static void collect(RelNode rel, List<String> names) {
        if (rel instanceof TableScan scan) {
            names.add(scan.getTable().getQualifiedName().get(0));
        } else if (rel instanceof Join join) {
            collect(join.getLeft(), names);
            collect(join.getRight(), names);
        } else {
            rel.getInputs().forEach(input -> collect(input, names));
        }
    }
}
