package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TpchTest {
    private static final TestDatabase DATABASE = Tpch.database();

    @ParameterizedTest
    @CsvSource({
        "1, 7", "2, 28", "3, 10", "4, 6", "5, 16", "6, 4", "7, 15", "8, 20", "9, 17", "10, 16", "11, 15", "12, 7",
        "13, 4", "14, 6", "15, 12", "16, 8", "17, 8", "18, 10", "19, 10", "20, 15", "21, 17", "22, 6"
    })
    void readsNoColumnThatNothingNeeds(int query, int columns) {
        String text = DATABASE.explain(Tpch.query(query));
        assertEquals(columns, scannedColumns(DATABASE.plan(Tpch.query(query)).plan()), text);
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4", "5", "8", "9", "10", "12", "13", "14", "16", "17", "18", "19", "20", "21"})
    void joinsByKeys(int query) {
        String text = DATABASE.explain(Tpch.query(query));
        assertFalse(text.contains("NestedLoopJoin"), text);
    }

    @Test
    void typesOfSumsAndAverages() {
        List<SqlType> types = DATABASE.plan(Tpch.query(1)).schema().stream()
                .map(field -> field.type())
                .toList();
        assertEquals(
                List.of(
                        SqlType.VARCHAR,
                        SqlType.VARCHAR,
                        SqlType.decimal(38, 2),
                        SqlType.decimal(38, 2),
                        SqlType.decimal(38, 4),
                        SqlType.decimal(38, 6),
                        SqlType.decimal(19, 6),
                        SqlType.decimal(19, 6),
                        SqlType.decimal(19, 6),
                        SqlType.BIGINT),
                types);
    }

    private static int scannedColumns(PhysicalPlan plan) {
        int columns = plan instanceof Scan scan ? scan.columns().size() : 0;
        return columns
                + plan.inputs().stream().mapToInt(TpchTest::scannedColumns).sum();
    }
}
