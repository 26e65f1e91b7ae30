package io.velaria.runtime.table;

import static io.velaria.runtime.table.TestSession.column;
import static io.velaria.runtime.table.TestSession.primary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private static final int ACCOUNTS = 20;

    @Test
    void transfersKeepTheSumThatEveryReaderSees() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TestSession s = TestSession.open()) {
            s.createTable("a", List.of(column("id", SqlType.INTEGER), column("v", SqlType.BIGINT)), primary(0));
            for (int i = 0; i < ACCOUNTS; i++) {
                s.insert("a", new Object[] {i, 100L});
            }
            AtomicInteger conflicts = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 2; w++) {
                int start = w;
                writers.add(threads.submit(() -> {
                    try (TestSession own = s.other()) {
                        for (int i = 0; i < 300; i++) {
                            transfer(own, (start + i) % ACCOUNTS, (start + 3 * i + 1) % ACCOUNTS, conflicts, done);
                        }
                    }
                }));
            }
            Future<Integer> reader = threads.submit(() -> {
                int reads = 0;
                try (TestSession own = s.other()) {
                    do {
                        assertEquals(ACCOUNTS * 100L, sum(own));
                        reads++;
                    } while (!over.get());
                }
                return reads;
            });
            for (Future<?> writer : writers) {
                writer.get();
            }
            over.set(true);
            assertTrue(reader.get() > 0);
            assertEquals(600, done.get() + conflicts.get());
            assertTrue(done.get() >= 300, "someone always wins: " + done + " of 600");
            assertEquals(ACCOUNTS * 100L, sum(s));
            for (int i = 0; i < ACCOUNTS; i++) {
                assertEquals(1, s.run(s.scan("a", s.equal("a", 0, (long) i))).size(), "account " + i);
            }
            s.session.database().close();
        } finally {
            threads.shutdownNow();
        }
    }

    private static long sum(TestSession s) {
        List<List<Object>> rows = s.rows("a");
        assertEquals(ACCOUNTS, rows.size());
        return rows.stream().mapToLong(row -> (Long) row.get(1)).sum();
    }

    private static void transfer(TestSession s, int from, int to, AtomicInteger conflicts, AtomicInteger done) {
        s.session.begin();
        try {
            add(s, from, -1);
            add(s, to, 1);
            s.session.commit();
            done.incrementAndGet();
        } catch (VelariaException e) {
            s.session.rollback();
            assertEquals(SqlState.SERIALIZATION_FAILURE, e.state(), e.getMessage());
            conflicts.incrementAndGet();
        }
    }

    private static void add(TestSession s, int account, long amount) {
        assertEquals(
                1,
                s.update(
                        "a",
                        s.equal("a", 0, (long) account),
                        1,
                        Call.of(Operators.PLUS, SqlType.BIGINT, s.ref("a", 1), new Literal(amount, SqlType.BIGINT))));
    }

    @Test
    void concurrentInsertsAllArriveOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TestSession s = TestSession.open()) {
            s.createTable("t", List.of(column("id", SqlType.INTEGER), column("v", SqlType.VARCHAR)), primary(0));
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int first = w * 2_000;
                writers.add(threads.submit(() -> {
                    try (TestSession own = s.other()) {
                        for (int i = 0; i < 2_000; i++) {
                            own.insert("t", new Object[] {first + i, "value " + i});
                        }
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertEquals(
                    8_000,
                    s.rows("t").stream().map(row -> row.get(0)).distinct().count());
            assertEquals(8_000, s.session.transaction().table(s.table("t").id()).rowCount());
            for (long id = 0; id < 8_000; id += 97) {
                assertEquals(1, s.run(s.scan("t", s.equal("t", 0, id))).size());
            }
            s.session.database().close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void changesOutsideOfTransactionsAreTriedAgain() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestSession s = TestSession.open()) {
            s.createTable("a", List.of(column("id", SqlType.INTEGER), column("v", SqlType.BIGINT)), primary(0));
            s.insert("a", new Object[] {1, 0L});
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 2; w++) {
                writers.add(threads.submit(() -> {
                    try (TestSession own = s.other()) {
                        for (int i = 0; i < 200; i++) {
                            add(own, 1, 1);
                        }
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertEquals(List.of(List.of(1L, 400L)), s.rows("a"));
            s.session.database().close();
        } finally {
            threads.shutdownNow();
        }
    }
}
