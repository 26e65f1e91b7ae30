package io.velaria.runtime.table;

import static io.velaria.runtime.table.TestSession.column;
import static io.velaria.runtime.table.TestSession.compare;
import static io.velaria.runtime.table.TestSession.primary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes, savepoints and rollbacks against a table and against a map that keeps insertion order. */
class ModelTest {
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void tableFollowsItsModel(long seed) {
        Random random = new Random(seed);
        try (TestSession s = TestSession.open()) {
            s.createTable("t", List.of(column("id", SqlType.INTEGER), column("g", SqlType.INTEGER)), primary(0));
            s.command(new Command.CreateIndex("t_g", TestSession.name("t"), List.of(1), false, false));
            Map<Long, Long> model = new LinkedHashMap<>();
            Map<Long, Long> committed = new LinkedHashMap<>();
            Map<Long, Long> saved = null;
            long next = 0;
            for (int step = 0; step < 120; step++) {
                switch (random.nextInt(9)) {
                    case 0, 1, 2 -> {
                        int count = random.nextInt(4) == 0 ? 500 + random.nextInt(3000) : 1 + random.nextInt(5);
                        Object[][] rows = new Object[count][];
                        for (int i = 0; i < count; i++) {
                            rows[i] = new Object[] {next, (long) random.nextInt(50)};
                            model.put(next++, (Long) rows[i][1]);
                        }
                        assertEquals(count, s.insert("t", rows));
                    }
                    case 3 -> {
                        long group = random.nextInt(50);
                        long before = model.size();
                        model.values().removeIf(g -> g == group);
                        assertEquals(before - model.size(), s.delete("t", s.equal("t", 1, group)));
                    }
                    case 4 -> {
                        long from = random.nextInt((int) next + 1);
                        Expression condition = compare(Operators.LESS, s.ref("t", 0), from, SqlType.INTEGER);
                        List<Long> moved =
                                model.keySet().stream().filter(id -> id < from).toList();
                        for (long id : moved) {
                            model.remove(id);
                            model.put(id, 7L);
                        }
                        assertEquals(moved.size(), s.update("t", condition, 1, new Literal(7L, SqlType.INTEGER)));
                    }
                    case 5 -> {
                        if (!model.isEmpty()) {
                            long taken = model.keySet().iterator().next();
                            VelariaException e = assertThrows(
                                    VelariaException.class,
                                    () -> s.insert("t", new Object[] {-5, 1}, new Object[] {taken, 1L}));
                            assertEquals(SqlState.UNIQUE_VIOLATION, e.state());
                        }
                    }
                    case 6 -> {
                        if (!s.session.isInTransaction()) {
                            committed = new LinkedHashMap<>(model);
                            s.session.begin();
                        } else if (random.nextBoolean()) {
                            s.session.commit();
                            saved = null;
                        } else {
                            s.session.rollback();
                            model = new LinkedHashMap<>(committed);
                            saved = null;
                        }
                    }
                    case 7 -> {
                        if (s.session.isInTransaction() && saved == null) {
                            s.session.savepoint("p");
                            saved = new LinkedHashMap<>(model);
                        } else if (saved != null) {
                            s.session.rollbackTo("p");
                            model = new LinkedHashMap<>(saved);
                        }
                    }
                    default -> {
                        if (random.nextInt(10) == 0) {
                            s.command(new Command.Truncate(TestSession.name("t")));
                            model.clear();
                        }
                    }
                }
                check(s, model, random);
            }
            s.session.database().close();
        }
    }

    private static void check(TestSession s, Map<Long, Long> model, Random random) {
        List<List<Object>> expected = new ArrayList<>();
        model.forEach((id, group) -> expected.add(List.of(id, group)));
        assertEquals(expected, s.rows("t"));
        assertEquals(
                model.size(), s.session.transaction().table(s.table("t").id()).rowCount());
        long group = random.nextInt(50);
        assertEquals(
                expected.stream().filter(row -> row.get(1).equals(group)).toList(),
                s.run(s.where("t", s.equal("t", 1, group))));
        for (int i = 0; i < 5 && !expected.isEmpty(); i++) {
            List<Object> row = expected.get(random.nextInt(expected.size()));
            assertEquals(List.of(row), s.run(s.scan("t", s.equal("t", 0, row.get(0)))));
        }
    }

    private static void conflict(Runnable action) {
        VelariaException e = assertThrows(VelariaException.class, action::run);
        assertEquals(SqlState.SERIALIZATION_FAILURE, e.state(), e.getMessage());
    }

    @Test
    void truncateAndDropConflictWithOtherChanges() {
        try (TestSession s = TestSession.open();
                TestSession other = s.other()) {
            s.createTable("t", List.of(column("id", SqlType.INTEGER)));
            s.insert("t", new Object[] {1});
            s.session.begin();
            s.command(new Command.Truncate(TestSession.name("t")));
            other.insert("t", new Object[] {2});
            conflict(s.session::commit);
            assertEquals(2, s.rows("t").size());
            s.session.begin();
            s.insert("t", new Object[] {3});
            other.command(new Command.Drop("TABLE", TestSession.name("t"), false, false));
            conflict(s.session::commit);
            s.session.database().close();
        }
    }

    @Test
    void uniqueIndexSeesRowsThatOthersCommitted() {
        try (TestSession s = TestSession.open();
                TestSession other = s.other()) {
            s.createTable("t", List.of(column("id", SqlType.INTEGER)));
            s.insert("t", new Object[] {1});
            s.session.begin();
            s.command(new Command.CreateIndex("u", TestSession.name("t"), List.of(0), true, false));
            s.insert("t", new Object[] {2});
            other.insert("t", new Object[] {2});
            VelariaException e = assertThrows(VelariaException.class, s.session::commit);
            assertEquals(SqlState.UNIQUE_VIOLATION, e.state());
            assertEquals(List.of(List.of(1L), List.of(2L)), s.rows("t"));
            other.insert("t", new Object[] {3});
            s.command(new Command.CreateIndex("u", TestSession.name("t"), List.of(0), true, false));
            assertEquals(List.of(List.of(3L)), s.run(s.scan("t", s.equal("t", 0, 3L))));
            assertThrows(VelariaException.class, () -> other.insert("t", new Object[] {2}));
            s.command(new Command.Drop("INDEX", TestSession.name("u"), false, false));
            other.insert("t", new Object[] {2});
            s.session.database().close();
        }
    }
}
