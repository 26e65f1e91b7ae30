package io.velaria.vector.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.error.VelariaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors and vector search from SQL text to rows. */
class VectorSqlTest {
    @TempDir
    Path directory;

    private Sql sql;

    @BeforeEach
    void open() {
        sql = new Sql(directory);
        sql.run("CREATE TABLE docs (id INTEGER PRIMARY KEY, cat VARCHAR, emb VECTOR(3))");
        sql.run("INSERT INTO docs VALUES (1, 'a', '[1, 0, 0]'), (2, 'b', '[0 1 0]'), (3, 'a', '[0.9,0.1,0]'),"
                + " (4, 'a', NULL), (5, 'b', '[0,0,0]')");
        sql.run("INSERT INTO docs VALUES (6, 'b', ARRAY[-1, 0.5, 0])");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT emb FROM docs WHERE id = 3; [0.9, 0.1, 0.0]",
                "SELECT CAST(emb AS VARCHAR) FROM docs WHERE id = 6; [-1,0.5,0]",
                "SELECT CAST(ARRAY[1, 2.5] AS VECTOR(2)); [1.0, 2.5]",
                "SELECT '[1 2]'::VECTOR(2); [1.0, 2.0]",
                "SELECT TRY_CAST('[1, x]' AS VECTOR(2)); null",
                "SELECT TRY_CAST('[1]' AS VECTOR(2)); null",
                "SELECT CAST(NULL AS VECTOR(2)); null",
                "SELECT vector_dims(emb) FROM docs WHERE id = 1; 3",
                "SELECT vector_norm(CAST('[3,4]' AS VECTOR(2))); 5.0",
                "SELECT dot_product(emb, emb) FROM docs WHERE id = 6; 1.25",
                "SELECT l2_distance(emb, CAST('[1,0,0]' AS VECTOR(3))) FROM docs WHERE id = 2; 1.4142135623730951",
                "SELECT l2_squared(emb, CAST('[1,0,0]' AS VECTOR(3))) FROM docs WHERE id = 2; 2.0",
                "SELECT cosine_distance(emb, CAST('[1,0,0]' AS VECTOR(3))) FROM docs WHERE id = 5; 1.0",
                "SELECT cosine_similarity(emb, CAST('[1,0,0]' AS VECTOR(3))) FROM docs WHERE id = 5; 0.0",
                "SELECT cosine_distance(emb, CAST('[1,0,0]' AS VECTOR(3))) FROM docs WHERE id = 4; null",
                "SELECT count(*) FROM docs WHERE emb IS NULL; 1",
                "SELECT count(DISTINCT emb) FROM docs; 5",
            })
    void expressions(String query, String value) {
        assertEquals(List.of(value), sql.run(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TABLE docs, DESCRIPTOR(emb), '[1,0,0]', 2, 'cosine'; 1/1/0.0 3/2/0.006116265828075562",
                "DATA => TABLE docs, COL => DESCRIPTOR(emb), QUERY => ARRAY[1,0,0], TOP_K => 1; 1/1/0.0",
                "metric => 'L2', top_k => 2, query => '[0,1,0]', col => DESCRIPTOR(EMB), data => TABLE docs;"
                        + " 2/1/0.0 5/2/1.0",
                "TABLE docs, DESCRIPTOR(emb), CAST('[1,0,0]' AS VECTOR(3)), 2, 'dot'; 1/1/1.0 3/2/0.8999999761581421",
                "DATA => (SELECT * FROM docs WHERE cat = 'b'), COL => DESCRIPTOR(emb), QUERY => '[1,0,0]', TOP_K => 2;"
                        + " 2/1/1.0 5/2/1.0",
                "TABLE docs, DESCRIPTOR(emb), '[1,0,0]', 0; 1/1/0.0",
                "TABLE docs, DESCRIPTOR(emb), '[1,0,0]'; 1/1/0.0 3/2/0.006116265828075562 2/3/1.0 5/4/1.0"
                        + " 6/5/1.8944271909999157",
            })
    void searches(String arguments, String expected) {
        List<String> rows = sql.run("SELECT id || '/' || vector_rank, vector_score FROM TABLE(VECTOR_SEARCH("
                + arguments + ")) ORDER BY vector_rank");
        assertEquals(expected, String.join(" ", rows).replace('|', '/'));
    }

    @Test
    void parametersAreVectorsLikeTheColumn() {
        String search = "SELECT id FROM TABLE(VECTOR_SEARCH(DATA => TABLE docs, COL => DESCRIPTOR(emb), QUERY => ?,"
                + " TOP_K => ?))";
        assertEquals(List.of("2", "6"), sql.run(search, new float[] {0, 1, 0}, 2L));
        assertEquals(
                List.of("1"),
                sql.run(
                        "SELECT id FROM docs ORDER BY l2_distance(emb, CAST(? AS VECTOR(3))) LIMIT ?",
                        new float[] {1, 0, 0},
                        1L));
    }

    @Test
    void filtersOutsideComeAfterTheSearchInsideBefore() {
        String after = "SELECT id FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), '[1,0,0]', 2)) WHERE cat = 'b'";
        assertEquals(List.of(), sql.run(after));
        assertTrue(sql.explain(after).contains("filter_pushdown=false"), sql.explain(after));
        String before = "SELECT id FROM TABLE(VECTOR_SEARCH((SELECT id, emb FROM docs WHERE cat = 'b'),"
                + " DESCRIPTOR(emb), '[1,0,0]', 2))";
        assertEquals(List.of("2", "5"), sql.run(before));
        assertTrue(sql.explain(before).contains("filter_pushdown=true"), sql.explain(before));
    }

    @Test
    void resultsJoinWithOtherTables() {
        sql.run("CREATE TABLE titles (doc INTEGER, title VARCHAR)");
        sql.run("INSERT INTO titles VALUES (1, 'one'), (3, 'three'), (5, 'five')");
        assertEquals(
                List.of("one|1", "three|2"),
                sql.run("SELECT title, vector_rank FROM titles JOIN TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb),"
                        + " '[1,0,0]', 3)) AS found ON found.id = titles.doc ORDER BY vector_rank"));
        assertEquals(
                List.of("a|2"),
                sql.run("SELECT cat, count(*) FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), '[1,0,0]', 2))"
                        + " GROUP BY cat"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT CAST('[1,2]' AS VECTOR(3)); 22023; expected 3 dimensions, not 2",
                "SELECT CAST(ARRAY[1,2] AS VECTOR(3)); 22023; expected 3 dimensions, not 2",
                "SELECT CAST('[1,NaN,3]' AS VECTOR(3)); 22P02; is no finite number",
                "SELECT CAST('[1,Infinity,3]' AS VECTOR(3)); 22P02; is no finite number",
                "SELECT CAST('[1,1e39,3]' AS VECTOR(3)); 22003; out of range",
                "SELECT CAST('[1,2,]' AS VECTOR(2)); 22P02; a comma at its end",
                "SELECT CAST('1,2' AS VECTOR(2)); 22P02; no brackets",
                "SELECT CAST(1 AS VECTOR(2)); 42846; cannot cast INTEGER to VECTOR(2)",
                "SELECT CAST(emb AS VECTOR(2)) FROM docs; 42804; cannot cast VECTOR(3) to VECTOR(2)",
                "SELECT cosine_distance(emb, CAST('[1,2]' AS VECTOR(2))) FROM docs; 42804; different dimensions",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), '[1,2]')); 22023; expected 3 dimensions",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), CAST('[1,2]' AS VECTOR(2)))); 42804;"
                        + " QUERY is VECTOR(2)",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(id), '[1,2,3]')); 42804; not a VECTOR",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(em), '[1,2,3]')); 42703; did you mean \"emb\"?",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE dogs, DESCRIPTOR(emb), '[1,2,3]')); 42P01; did you mean",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), 7)); 42804; QUERY must be",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), '[1,2,3]', 'x')); 42804; TOP_K",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), '[1,2,3]', 2, 'cosin')); 22023;"
                        + " did you mean \"cosine\"?",
                "SELECT * FROM TABLE(VECTOR_SEARCH(DATA => TABLE docs, COL => DESCRIPTOR(emb))); 42883;"
                        + " needs the argument QUERY",
                "SELECT * FROM TABLE(VECTOR_SEARCH(DATA => TABLE docs, COL => DESCRIPTOR(emb), QUERY => '[1,2,3]',"
                        + " TOPK => 3)); 42883; did you mean \"TOP_K\"?",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs PARTITION BY cat, DESCRIPTOR(emb), '[1,2,3]')); 42601;"
                        + " PARTITION BY",
                "SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), NULL)); 22023; QUERY must not be NULL",
                "INSERT INTO docs VALUES (9, 'a', '[1,2]'); 22023; expected 3 dimensions",
            })
    void errors(String statement, String state, String message) {
        VelariaException error = assertThrows(VelariaException.class, () -> sql.run(statement));
        assertEquals(state, error.state().code(), error.getMessage());
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, cosine_distance(emb, q) AS d FROM docs ORDER BY d LIMIT 3",
                "SELECT id FROM docs ORDER BY cosine_distance(emb, q) LIMIT 3",
                "SELECT id, cat FROM docs WHERE cat = 'a' ORDER BY l2_distance(q, emb) LIMIT 2",
                "SELECT id FROM docs ORDER BY l2_distance(emb, q) LIMIT 2 OFFSET 1",
                "SELECT id FROM docs ORDER BY dot_product(emb, q) DESC LIMIT 3",
                "SELECT id FROM docs ORDER BY dot_product(emb, q) DESC NULLS LAST LIMIT 3",
                "SELECT id FROM docs ORDER BY cosine_distance(emb, q) NULLS FIRST LIMIT 2",
                "SELECT id FROM docs ORDER BY cosine_distance(emb, q) LIMIT 100",
                "SELECT id FROM (SELECT id, l2_distance(emb, q) AS d FROM docs) ORDER BY d LIMIT 2",
            })
    void orderByDistanceIsASearch(String query) {
        String text =
                query.replace("q)", "CAST('[1,0,0]' AS VECTOR(3)))").replace("(q,", "(CAST('[1,0,0]' AS VECTOR(3)),");
        assertTrue(sql.explain(text).contains("VectorSearch"), sql.explain(text));
        List<String> found = sql.run(text);
        sql.run("SET disabled_rules = 'vector_topk'");
        assertFalse(sql.explain(text).contains("VectorSearch"), sql.explain(text));
        assertEquals(sql.run(text), found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM docs ORDER BY cosine_distance(emb, CAST('[1,0,0]' AS VECTOR(3))) DESC LIMIT 3",
                "SELECT id FROM docs ORDER BY dot_product(emb, CAST('[1,0,0]' AS VECTOR(3))) LIMIT 3",
                "SELECT id FROM docs ORDER BY cosine_distance(emb, CAST('[1,0,0]' AS VECTOR(3))), id LIMIT 3",
                "SELECT id FROM docs ORDER BY cosine_distance(emb, CAST('[1,0,0]' AS VECTOR(3)))",
                "SELECT id FROM docs ORDER BY cosine_distance(emb, emb) LIMIT 3",
            })
    void otherOrdersStaySorts(String query) {
        assertFalse(sql.explain(query).contains("VectorSearch"), sql.explain(query));
        sql.run(query);
    }

    /** Distinct scores, over several morsels; NULLs among them. */
    @Test
    void searchAndSortAgree() {
        sql.run("CREATE TABLE points (id INTEGER, v VECTOR(4))");
        Random random = new Random(11);
        StringBuilder values = new StringBuilder();
        for (int id = 0; id < 5000; id++) {
            values.append(id == 0 ? "" : ", ").append('(').append(id).append(", ");
            if (id % 100 == 99) {
                values.append("NULL)");
            } else {
                values.append("'[").append(random.nextFloat());
                for (int i = 1; i < 4; i++) {
                    values.append(' ').append(random.nextFloat() - 0.5f);
                }
                values.append("]')");
            }
        }
        sql.run("INSERT INTO points VALUES " + values);
        String[] orders = {
            "cosine_distance(v, CAST('[1,2,3,4]' AS VECTOR(4)))",
            "l2_distance(v, CAST('[1,0,0,0]' AS VECTOR(4)))",
            "dot_product(v, CAST('[-1,0,2,0]' AS VECTOR(4))) DESC NULLS LAST",
        };
        for (String order : orders) {
            for (int k : new int[] {1, 10, 4_999}) {
                String distance = order.replace(" DESC NULLS LAST", "");
                String query = "SELECT " + distance + " FROM points ORDER BY " + order + " LIMIT " + k;
                List<String> found = sql.run(query);
                sql.run("SET disabled_rules = 'vector_topk'");
                List<String> sorted = sql.run(query);
                sql.run("SET disabled_rules = ''");
                assertEquals(sorted, found, query);
            }
        }
    }

    @Test
    void tiesComeInTheOrderOfTheRows() {
        sql.run("CREATE TABLE ties (id INTEGER, v VECTOR(1))");
        sql.run("INSERT INTO ties SELECT id, CAST('[1]' AS VECTOR(1)) FROM docs ORDER BY id");
        assertEquals(
                List.of("1", "2", "3"),
                sql.run(
                        "SELECT id FROM TABLE(VECTOR_SEARCH(TABLE ties, DESCRIPTOR(v), '[2]', 3)) ORDER BY vector_rank"));
    }

    @Test
    void readsVectorsFromCsv() throws IOException {
        Files.writeString(directory.resolve("v.csv"), "id,emb\n1,[1 2 3]\n2,\"[4, 5, 6]\"\n3,\n");
        sql.run("CREATE TABLE v (id INTEGER, emb VECTOR(3)) USING csv OPTIONS(path 'v.csv', header 'true')");
        assertEquals(
                List.of("1|[1.0, 2.0, 3.0]", "2|[4.0, 5.0, 6.0]", "3|null"), sql.run("SELECT * FROM v ORDER BY id"));
        assertEquals(
                List.of("2"), sql.run("SELECT id FROM TABLE(VECTOR_SEARCH(TABLE v, DESCRIPTOR(emb), '[4 5 6]', 1))"));
        Files.writeString(directory.resolve("bad.csv"), "id,emb\n1,[1 2]\n");
        sql.run("CREATE TABLE bad (id INTEGER, emb VECTOR(3)) USING csv OPTIONS(path 'bad.csv', header 'true')");
        VelariaException error = assertThrows(VelariaException.class, () -> sql.run("SELECT * FROM bad"));
        assertTrue(error.getMessage().contains("emb"), error.getMessage());
    }

    @Test
    void explainNamesTheStrategy() {
        String text = sql.explain("SELECT * FROM TABLE(VECTOR_SEARCH(TABLE docs, DESCRIPTOR(emb), ?, 5, 'l2'))");
        for (String field : List.of(
                "mode=exact-scan",
                "metric=l2",
                "dimension=3",
                "top_k=5",
                "candidate_rows=~6",
                "filter_pushdown=false",
                "acceleration=flat-buffer+heap-topk",
                "backend=scalar")) {
            assertTrue(text.contains(field), field + " in " + text);
        }
    }
}
