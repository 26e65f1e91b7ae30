package io.velaria.tck.tpch;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All 22 queries against DuckDB, from tables and straight from CSV files, literal and prepared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TpchTest {
    private static final double[] SCALES = {0.01, 0.1};

    private final Connection[] tables = new Connection[SCALES.length];
    private final Connection[] files = new Connection[SCALES.length];
    private final Connection[] oracles = new Connection[SCALES.length];

    @BeforeAll
    void load() throws Exception {
        for (int i = 0; i < SCALES.length; i++) {
            Path data = TpchData.generate(Path.of("target/tpch-" + SCALES[i]), SCALES[i])
                    .toAbsolutePath();
            tables[i] = DriverManager.getConnection("jdbc:velaria:");
            files[i] = DriverManager.getConnection("jdbc:velaria:");
            oracles[i] = DriverManager.getConnection("jdbc:duckdb:");
            for (TpchData.Table table : TpchData.Table.values()) {
                String create = "create table " + table.tableName() + " (" + table.columns() + ")";
                String copy = "copy " + table.tableName() + " from '" + TpchData.file(data, table) + "' (header true)";
                for (Connection connection : List.of(tables[i], oracles[i])) {
                    execute(connection, create);
                    execute(connection, copy);
                }
                execute(
                        files[i],
                        create + " using csv options(path '" + TpchData.file(data, table) + "', header 'true')");
            }
        }
    }

    @AfterAll
    void close() throws SQLException {
        for (int i = 0; i < SCALES.length; i++) {
            tables[i].close();
            files[i].close();
            oracles[i].close();
        }
    }

    static Stream<Arguments> queriesAndScales() {
        return TpchQuery.all().stream()
                .flatMap(query -> Stream.of(0, 1).map(scale -> Arguments.of(query.number(), scale)));
    }

    @ParameterizedTest(name = "query {0}, scale {1}")
    @MethodSource("queriesAndScales")
    void agreesWithDuckDb(int number, int scale) throws SQLException {
        TpchQuery query = TpchQuery.of(number);
        Object[] validation = query.validationParameters();
        Answer expected = literal(oracles[scale], query.inlined(validation));
        assertNull(literal(tables[scale], query.inlined(validation)).difference(expected), "from tables");
        assertNull(literal(files[scale], query.inlined(validation)).difference(expected), "from files");
        try (PreparedStatement ours = tables[scale].prepareStatement(query.sql())) {
            for (int run = 0; run < 3; run++) {
                Object[] drawn = query.randomParameters(new Random(number * 100L + run));
                Answer other = literal(oracles[scale], query.inlined(drawn));
                for (int i = 0; i < drawn.length; i++) {
                    ours.setObject(i + 1, drawn[i]);
                }
                try (ResultSet result = ours.executeQuery()) {
                    assertNull(Answer.read(result).difference(other), "prepared, run " + run);
                }
            }
        }
    }

    private static Answer literal(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answer.read(result);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
