package io.velaria.tck.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors through JDBC: binding, reading, searching. */
class VectorJdbcTest {
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:velaria:");
        statement = connection.createStatement();
        statement.execute("create table docs (id integer primary key, emb vector(3))");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void insert(int id, Object vector) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into docs values (?, ?)")) {
            insert.setInt(1, id);
            insert.setObject(2, vector);
            assertEquals(1, insert.executeUpdate());
        }
    }

    private static List<Integer> ids(ResultSet result) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        while (result.next()) {
            ids.add(result.getInt(1));
        }
        return ids;
    }

    @Test
    void bindsWhatHoldsNumbersAndReadsFloats() throws SQLException {
        Object[] values = {
            new float[] {1, 2.5f, 3},
            "[1, 2.5, 3]",
            "[1 2.5 3]",
            connection.createArrayOf("REAL", new Object[] {1f, 2.5f, 3f}),
            List.of(1.0, 2.5, 3.0),
            new double[] {1, 2.5, 3},
        };
        for (int i = 0; i < values.length; i++) {
            insert(i, values[i]);
        }
        try (ResultSet result = statement.executeQuery("select emb from docs")) {
            assertEquals(Types.ARRAY, result.getMetaData().getColumnType(1));
            assertEquals("VECTOR(3)", result.getMetaData().getColumnTypeName(1));
            int rows = 0;
            while (result.next()) {
                assertArrayEquals(new float[] {1, 2.5f, 3}, result.getObject(1, float[].class));
                assertArrayEquals(new float[] {1, 2.5f, 3}, (float[]) ((Array) result.getObject(1)).getArray());
                assertEquals("[1,2.5,3]", result.getString(1));
                rows++;
            }
            assertEquals(values.length, rows);
        }
    }

    @Test
    void nullStaysNull() throws SQLException {
        insert(1, null);
        try (ResultSet result = statement.executeQuery("select emb from docs")) {
            assertTrue(result.next());
            assertNull(result.getObject(1));
            assertNull(result.getObject(1, float[].class));
            assertNull(result.getString(1));
            assertTrue(result.wasNull());
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(new float[] {1, 2}, "42804"),
                Arguments.of(new float[] {1, Float.NaN, 2}, "22003"),
                Arguments.of(new float[] {1, Float.POSITIVE_INFINITY, 2}, "22003"),
                Arguments.of("[1, 2]", "22023"),
                Arguments.of("[1, NaN, 2]", "22P02"),
                Arguments.of("1, 2, 3", "22P02"),
                Arguments.of(List.of(1, 2), "42804"),
                Arguments.of(Arrays.asList(1, null, 3), "23502"),
                Arguments.of(5, "42846"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNoVectorOfThatDimension(Object vector, String state) throws SQLException {
        SQLException error = assertThrows(SQLException.class, () -> insert(1, vector));
        assertEquals(state, error.getSQLState(), error.getMessage());
        assertEquals(List.of(), ids(statement.executeQuery("select id from docs")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from table(vector_search(data => table docs, col => descriptor(emb), query => ?, top_k => ?))"
                        + " order by vector_rank",
                "select id from docs order by cosine_distance(emb, ?) limit ?",
                "select id from docs order by cosine_distance(emb, cast(? as vector(3))) limit ?",
            })
    void searchesForABoundVector(String query) throws SQLException {
        insert(1, new float[] {1, 0, 0});
        insert(2, new float[] {0, 1, 0});
        insert(3, new float[] {0.9f, 0.1f, 0});
        insert(4, null);
        try (PreparedStatement search = connection.prepareStatement(query)) {
            for (Object vector : new Object[] {new float[] {1, 0, 0}, "[1, 0, 0]", List.of(1, 0, 0)}) {
                search.setObject(1, vector);
                search.setInt(2, 2);
                assertEquals(List.of(1, 3), ids(search.executeQuery()));
            }
            search.setObject(1, new float[] {0, 1, 0});
            search.setInt(2, 1);
            assertEquals(List.of(2), ids(search.executeQuery()));
        }
    }

    /** A thousand vectors from a file, against distances computed here. */
    @Test
    void findsTheNearestOfAFile(@TempDir Path directory) throws IOException, SQLException {
        Random random = new Random(5);
        List<float[]> vectors = new ArrayList<>();
        StringBuilder text = new StringBuilder("id,v\n");
        for (int id = 0; id < 1000; id++) {
            float[] vector = {random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat()};
            vectors.add(vector);
            text.append(id).append(",[").append(vector[0]).append(' ').append(vector[1]);
            text.append(' ').append(vector[2]).append(' ').append(vector[3]).append("]\n");
        }
        Path file = Files.writeString(directory.resolve("v.csv"), text);
        statement.execute("create table v (id integer, v vector(4)) using csv options(path '" + file + "')");
        float[] query = {0.5f, 0.25f, 0.75f, 0};
        List<Integer> nearest = Stream.iterate(0, id -> id + 1)
                .limit(1000)
                .sorted((a, b) -> Double.compare(distance(vectors.get(a), query), distance(vectors.get(b), query)))
                .limit(20)
                .toList();
        try (PreparedStatement search = connection.prepareStatement(
                "select id, vector_score from table(vector_search(table v, descriptor(v), ?, 20, 'l2'))")) {
            search.setObject(1, query);
            try (ResultSet result = search.executeQuery()) {
                for (int id : nearest) {
                    assertTrue(result.next());
                    assertEquals(id, result.getInt(1));
                    assertEquals(distance(vectors.get(id), query), result.getDouble(2));
                }
            }
        }
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
