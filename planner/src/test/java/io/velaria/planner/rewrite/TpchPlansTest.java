package io.velaria.planner.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.apache.calcite.rel.RelNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TpchPlansTest {
    /** Each table of the text is read once: no rewrite copies a part of the query. */
    @ParameterizedTest
    @CsvSource({
        "1, 1", "2, 9", "3, 3", "4, 2", "5, 6", "6, 1", "7, 6", "8, 8", "9, 6", "10, 4", "11, 6", "12, 2", "13, 2",
        "14, 2", "15, 3", "16, 3", "17, 3", "18, 4", "19, 2", "20, 5", "21, 6", "22, 3"
    })
    void subqueriesBecomeJoinsWithoutCopies(int query, int scans) {
        RelNode plan = LogicalPlans.optimised(LogicalPlans.tpch(query));
        String text = LogicalPlans.text(plan);
        assertEquals(scans, text.split("LogicalTableScan", -1).length - 1, text);
        PlanShape shape = PlanShape.of(plan);
        assertFalse(shape.hasSubqueries() || shape.hasCorrelates(), text);
    }
}
