package io.velaria.runtime.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class QueryExecutionTest {
    private static final List<Field> SCHEMA = List.of(new Field("n", SqlType.BIGINT, false));

    private final WorkerPool workers = new WorkerPool(3);
    private final AtomicInteger closedSources = new AtomicInteger();
    private final AtomicInteger closedQueries = new AtomicInteger();

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    /** Morsels 0 to {@code count - 1}, each of one row with its number. */
    private final class Numbers implements SourceFactory {
        private final long count;
        private final AtomicLong next = new AtomicLong();

        Numbers(long count) {
            this.count = count;
        }

        @Override
        public Source create(TaskContext context) {
            return new Source() {
                private long position;
                private boolean finished;

                @Override
                public Batch next() {
                    long number = next.getAndIncrement();
                    if (number >= count) {
                        finished = true;
                        return null;
                    }
                    position = number;
                    return row(number);
                }

                @Override
                public boolean isFinished() {
                    return finished;
                }

                @Override
                public long position() {
                    return Math.max(position, next.get());
                }

                @Override
                public void close() {
                    closedSources.incrementAndGet();
                }
            };
        }

        @Override
        public int parallelism() {
            return 8;
        }
    }

    private static Batch row(long number) {
        return Batch.of(new Vector[] {new LongVector(SqlType.BIGINT, new long[] {number}, null, 1)}, 1, number);
    }

    private QueryExecution execution(int parallelism, SourceFactory source, OperatorFactory... operators) {
        QueryContext context = new QueryContext(
                workers,
                parallelism,
                MemoryPool.root("test", 1 << 20),
                new Cancellation(),
                new EvaluationContext(new Object[0], 0, ZoneOffset.UTC, FunctionRegistry.of(List.of())),
                null,
                Settings.EMPTY,
                new Progress(),
                QueryContext.newWarnings(),
                null);
        ResultBuffer result = new ResultBuffer();
        Pipeline pipeline = new Pipeline(source, List.of(operators), result, Set.of());
        return new QueryExecution(SCHEMA, context, List.of(pipeline), result, closedQueries::incrementAndGet);
    }

    private static List<Long> drain(Cursor cursor) {
        List<Long> rows = new ArrayList<>();
        for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
            for (int i = 0; i < batch.size(); i++) {
                rows.add(batch.column(0).longAt(batch.row(i)));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void rowsComeInMorselOrder(int parallelism) {
        try (QueryExecution query = execution(parallelism, new Numbers(5_000))) {
            query.start();
            List<Long> rows = drain(query);
            assertEquals(5_000, rows.size());
            for (int i = 0; i < rows.size(); i++) {
                assertEquals(i, rows.get(i));
            }
        }
        assertEquals(parallelism, closedSources.get());
        assertEquals(1, closedQueries.get());
    }

    @Test
    void anEmptySourceEnds() {
        try (QueryExecution query = execution(4, new Numbers(0))) {
            assertNull(query.next());
            assertNull(query.next());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFailureReachesTheReaderAndFreesEverything(int parallelism) {
        QueryExecution query = execution(parallelism, new Numbers(1_000), context -> new PassThrough() {
            @Override
            public void add(Batch batch) {
                if (batch.ordinal() == 700) {
                    throw VelariaException.of(SqlState.DIVISION_BY_ZERO, "division by zero");
                }
                super.add(batch);
            }
        });
        VelariaException error = assertThrows(VelariaException.class, () -> drain(query));
        assertEquals(SqlState.DIVISION_BY_ZERO, error.state());
        assertThrows(VelariaException.class, query::next);
        query.close();
        assertEquals(parallelism, closedSources.get());
    }

    @Test
    void cancelFreesAReaderThatWaits() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        QueryExecution query = execution(1, idle(waiting));
        CompletableFuture<VelariaException> outcome =
                CompletableFuture.supplyAsync(() -> assertThrows(VelariaException.class, query::next));
        assertTrue(waiting.await(10, TimeUnit.SECONDS));
        query.cancel();
        assertEquals(SqlState.QUERY_CANCELED, outcome.get(10, TimeUnit.SECONDS).state());
        query.close();
    }

    @Test
    void closeFreesAReaderThatWaits() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        QueryExecution query = execution(1, idle(waiting));
        CompletableFuture<Object> outcome = CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(query.next());
            } catch (VelariaException e) {
                return e.state();
            }
        });
        assertTrue(waiting.await(10, TimeUnit.SECONDS));
        query.close();
        Object ended = outcome.get(10, TimeUnit.SECONDS);
        assertTrue(ended.equals("null") || ended == SqlState.QUERY_CANCELED, () -> "" + ended);
        assertEquals(1, closedSources.get());
    }

    @Test
    void slowReadersAndIdleStreamsHoldNoWorker() {
        List<QueryExecution> paused = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            QueryExecution query = execution(3, new Numbers(100_000));
            query.start();
            assertEquals(0, query.next().column(0).longAt(0));
            paused.add(query);
        }
        try (QueryExecution query = execution(3, new Numbers(10_000))) {
            assertEquals(10_000, drain(query).size());
        }
        for (QueryExecution query : paused) {
            assertEquals(1, query.next().column(0).longAt(0));
            query.close();
        }
        assertEquals(11, closedQueries.get());
    }

    /** A source that has nothing now, and never will. */
    private SourceFactory idle(CountDownLatch waiting) {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext context) {
                return new Source() {
                    @Override
                    public Batch next() {
                        return null;
                    }

                    @Override
                    public boolean isFinished() {
                        return false;
                    }

                    @Override
                    public Blocked blocked() {
                        waiting.countDown();
                        return Blocked.until(new CompletableFuture<>());
                    }

                    @Override
                    public long position() {
                        return 0;
                    }

                    @Override
                    public void close() {
                        closedSources.incrementAndGet();
                    }
                };
            }

            @Override
            public int parallelism() {
                return 1;
            }
        };
    }

    private static class PassThrough implements Operator {
        private Batch pending;
        private boolean finished;

        @Override
        public boolean needsInput() {
            return pending == null && !finished;
        }

        @Override
        public void add(Batch batch) {
            pending = batch;
        }

        @Override
        public Batch next() {
            Batch batch = pending;
            pending = null;
            return batch;
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public boolean isFinished() {
            return finished && pending == null;
        }
    }
}
