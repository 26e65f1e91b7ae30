package io.velaria.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopKVectorsTest {
    private static final List<Field> FIELDS = List.of(new Field("id", SqlType.BIGINT));

    /** Few distinct scores, so that ties decide most places; batches arrive in two tasks. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void breaksTiesByPosition(Metric metric) {
        Random random = new Random(7);
        for (int k : new int[] {1, 10, 5_000}) {
            MemoryPool pool = MemoryPool.root("test", Long.MAX_VALUE);
            TopKVectors[] tasks = {
                new TopKVectors(k, metric, NullVectors.EXCLUDED, pool.reserve("a")),
                new TopKVectors(k, metric, NullVectors.EXCLUDED, pool.reserve("b"))
            };
            record Row(long id, double score) {}
            List<Row> all = new ArrayList<>();
            for (int ordinal = 0; ordinal < 9; ordinal++) {
                VectorBuilder ids = VectorBuilder.create(SqlType.BIGINT, 2000);
                double[] scores = new double[2000];
                int[] rows = new int[2000];
                for (int i = 0; i < 2000; i++) {
                    long id = ordinal * 2000L + i;
                    ids.appendLong(id);
                    rows[i] = i;
                    scores[i] = random.nextInt(100) / 4.0;
                    all.add(new Row(id, scores[i]));
                }
                tasks[random.nextInt(2)].add(Batch.of(new Vector[] {ids.build()}, 2000, ordinal), rows, 2000, scores);
            }
            Comparator<Row> order = Comparator.comparingDouble(Row::score);
            order = metric.greatestFirst() ? order.reversed() : order;
            all.sort(order.thenComparingLong(Row::id));
            tasks[1].merge(tasks[0]);
            long[] found = tasks[1].result(FIELDS).stream()
                    .flatMapToLong(batch ->
                            java.util.stream.IntStream.range(0, batch.size()).mapToLong(batch.column(0)::longAt))
                    .toArray();
            assertArrayEquals(all.stream().limit(k).mapToLong(Row::id).toArray(), found, metric + " " + k);
        }
    }

    @Test
    void scoresOfManyRowsAreThoseOfOne() {
        Random random = new Random(3);
        for (int dimension : new int[] {1, 3, 768}) {
            float[] elements = new float[dimension * 23];
            float[] query = new float[dimension];
            int[] rows = new int[23];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < dimension; i++) {
                query[i] = (float) random.nextGaussian();
                elements[dimension * 5 + i] = 0;
            }
            for (int i = 0; i < rows.length; i++) {
                rows[i] = i;
            }
            double[] scores = new double[23];
            for (Metric metric : Metric.values()) {
                double norm = Distance.dot(query, 0, query, 0, dimension);
                Distance.scores(metric, elements, dimension, rows, 23, query, norm, scores);
                for (int row = 0; row < 23; row++) {
                    assertEquals(Distance.score(metric, elements, row * dimension, query, 0, dimension), scores[row]);
                }
            }
            assertEquals(1.0, Distance.score(Metric.COSINE, elements, 5 * dimension, query, 0, dimension));
        }
    }
}
