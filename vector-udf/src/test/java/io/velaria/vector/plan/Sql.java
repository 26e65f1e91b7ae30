package io.velaria.vector.plan;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.Planner;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A database in memory and a session, without the driver. */
final class Sql implements AutoCloseable {
    private final Database database;
    private final Session session;
    private final Planner planner = new Planner();

    Sql(Path directory) {
        database = Database.inMemory(new DatabaseOptions("test", 2, 1L << 28));
        session = database.connect(new SessionOptions(new FileAccess(true, directory), Map.of(), false));
    }

    /** The rows as text, columns separated by {@code |}. */
    List<String> run(String sql, Object... parameters) {
        PlannedStatement planned = planner.plan(sql, session, List.of());
        try (Cursor cursor = session.execute(planned.plan(), parameters, 0)) {
            List<String> rows = new ArrayList<>();
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                for (int i = 0; i < batch.size(); i++) {
                    int row = batch.row(i);
                    rows.add(IntStream.range(0, batch.columnCount())
                            .mapToObj(batch::column)
                            .map(column -> text(column, row))
                            .collect(Collectors.joining("|")));
                }
            }
            return rows;
        }
    }

    private static String text(Vector column, int row) {
        Object value = column.isNull(row) ? null : column.valueAt(row);
        return value instanceof float[] floats ? Arrays.toString(floats) : String.valueOf(value);
    }

    String explain(String sql) {
        StringBuilder text = new StringBuilder();
        print(planner.plan(sql, session, List.of()).plan(), text);
        return text.toString();
    }

    private static void print(PhysicalPlan plan, StringBuilder text) {
        text.append(plan.label()).append(plan.details()).append('\n');
        plan.inputs().forEach(input -> print(input, text));
    }

    @Override
    public void close() {
        session.close();
        database.close();
    }
}
