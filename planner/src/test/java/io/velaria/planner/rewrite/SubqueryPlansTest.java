package io.velaria.planner.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SubqueryPlansTest {
    @Test
    void correlatedInAsValueHasOneMarkForMembersAndOneForUnknown() {
        String plan =
                """
                LogicalProject(a=[$0], x=[OR(IS TRUE($2), AND(IS TRUE($3), null, IS NOT TRUE($2)))])
                  LogicalJoin(condition=[AND(=($4, $0), OR(IS NULL($1), IS NULL($3)))], joinType=[left_mark])
                    LogicalJoin(condition=[AND(=($3, $0), =($1, $2))], joinType=[left_mark])
                      LogicalProject(a=[$0], b=[$1])
                        LogicalTableScan(table=[[t]])
                      LogicalProject($f0=[$1], $f1=[$0])
                        LogicalTableScan(table=[[u]])
                    LogicalProject($f0=[$1], $f1=[$0])
                      LogicalTableScan(table=[[u]])
                """;
        assertEquals(
                plan,
                LogicalPlans.text(
                        LogicalPlans.optimised("select a, b in (select c from u where u.a = t.a) as x from t")));
    }

    @Test
    void notInOfNullableColumnsIsAMark() {
        String plan =
                """
                LogicalProject(a=[$0])
                  LogicalFilter(condition=[NOT($1)])
                    LogicalJoin(condition=[=($0, $1)], joinType=[left_mark])
                      LogicalProject(a=[$0])
                        LogicalTableScan(table=[[t]])
                      LogicalProject(a=[$0])
                        LogicalTableScan(table=[[u]])
                """;
        assertEquals(
                plan, LogicalPlans.text(LogicalPlans.optimised("select a from t where a not in (select a from u)")));
    }

    @Test
    void notInOfNotNullColumnsIsAnAntiJoin() {
        String plan =
                """
                LogicalJoin(condition=[=($0, $1)], joinType=[anti])
                  LogicalProject(id=[$0])
                    LogicalTableScan(table=[[k]])
                  LogicalProject(v=[$1])
                    LogicalTableScan(table=[[k]])
                """;
        assertEquals(
                plan, LogicalPlans.text(LogicalPlans.optimised("select id from k where id not in (select v from k)")));
    }
}
