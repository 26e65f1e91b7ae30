package io.velaria.planner.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.junit.jupiter.api.Test;

class PulledUpPredicatesTest {
    private final RelNode input = LogicalPlans.of("select * from lineitem where l_orderkey < 7");
    private final RexBuilder builder = input.getCluster().getRexBuilder();
    private final RexNode column = builder.makeInputRef(input, 1);

    @Test
    void conjunctsOfEveryFilterHold() {
        assertEquals(List.of("<($0, 7)", ">($1, 5)"), predicates(builder.makeExactLiteral(BigDecimal.valueOf(5))));
    }

    /** The filter is made as rules make it: a builder of plans would find it to be false. */
    @Test
    void aComparisonWithNullSaysNothing() {
        assertEquals(List.of("<($0, 7)"), predicates(builder.makeNullLiteral(column.getType())));
    }

    private List<String> predicates(RexNode bound) {
        RexNode condition = builder.makeCall(SqlStdOperatorTable.GREATER_THAN, column, bound);
        RelNode filter = LogicalFilter.create(input, condition);
        return filter.getCluster().getMetadataQuery().getPulledUpPredicates(filter).pulledUpPredicates.stream()
                .map(RexNode::toString)
                .toList();
    }
}
