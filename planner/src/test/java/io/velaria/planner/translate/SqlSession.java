package io.velaria.planner.translate;

import io.velaria.planner.ParameterValues;
import io.velaria.planner.PlannedStatement;
import io.velaria.planner.Planner;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.Progress;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** A database of its own, whose answers come as text: values by comma, rows by semicolon. */
final class SqlSession implements AutoCloseable {
    private final Planner planner = new Planner();
    private final Database database = Database.inMemory(new DatabaseOptions("test", 2, 1L << 28));
    private final Session session = database.connect(SessionOptions.defaults());

    /** Decimals, doubles and integers are bound with types of their own; others as the statement wants them. */
    String run(String sql, Object... values) {
        Object[] parameters = values.clone();
        PlannedStatement statement = planned(sql, parameters);
        StringJoiner rows = new StringJoiner("; ");
        try (Cursor cursor = session.execute(statement.plan(), parameters, 0)) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                for (int i = 0; i < batch.size(); i++) {
                    int row = batch.selection() == null ? i : batch.selection()[i];
                    rows.add(row(batch, row));
                }
            }
        }
        return rows.toString();
    }

    /** The plan for an execution with these values. */
    PhysicalPlan plan(String sql, Object... values) {
        return planned(sql, values.clone()).plan();
    }

    /** Brings the values into the form in which they are executed. */
    private PlannedStatement planned(String sql, Object[] parameters) {
        SqlType[] types = new SqlType[parameters.length];
        for (int i = 0; i < types.length; i++) {
            if (parameters[i] instanceof BigDecimal decimal) {
                types[i] = SqlType.decimal(Math.max(decimal.precision(), decimal.scale()), decimal.scale());
            } else if (parameters[i] instanceof Double) {
                types[i] = SqlType.DOUBLE;
            } else if (parameters[i] instanceof Integer) {
                types[i] = SqlType.INTEGER;
            }
        }
        List<SqlType> bound = Arrays.asList(types);
        PlannedStatement statement = planner.plan(sql, session, bound);
        for (int i = 0; i < types.length; i++) {
            if (parameters[i] instanceof BigDecimal decimal) {
                SqlType planned = statement.parameterTypes().get(i);
                parameters[i] =
                        decimal.setScale(planned.scale()).unscaledValue().longValueExact();
            } else if (parameters[i] instanceof Integer number) {
                parameters[i] = number.longValue();
            }
        }
        if (types.length == 0) {
            return statement;
        }
        return planner.plan(sql, session, bound, new ParameterValues(parameters, statement.parameterTypes()));
    }

    List<SqlType> types(String sql) {
        return planner.plan(sql, session, List.of()).schema().stream()
                .map(field -> field.type())
                .toList();
    }

    List<String> names(String sql) {
        return planner.plan(sql, session, List.of()).schema().stream()
                .map(field -> field.name())
                .toList();
    }

    /** What an execution that starts now would see. */
    QueryContext context() {
        return new QueryContext(
                null,
                1,
                null,
                new Cancellation(),
                null,
                session.transaction(),
                session.settings(),
                new Progress(),
                QueryContext.newWarnings(),
                null);
    }

    Planner planner() {
        return planner;
    }

    private static String row(Batch batch, int row) {
        StringJoiner values = new StringJoiner(", ");
        for (int column = 0; column < batch.columnCount(); column++) {
            values.add(text(batch.column(column), row));
        }
        return values.toString();
    }

    private static String text(Vector vector, int row) {
        Object value = vector.valueAt(row);
        SqlType type = vector.type();
        if (value != null && type.kind() == TypeKind.DECIMAL) {
            BigInteger unscaled = value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf((Long) value);
            return new BigDecimal(unscaled, type.scale()).toPlainString();
        }
        if (value != null && type.kind() == TypeKind.BOOLEAN) {
            return (Long) value == 0 ? "false" : "true";
        }
        if (value != null && type.kind() == TypeKind.DATE) {
            return java.time.LocalDate.ofEpochDay((Long) value).toString();
        }
        return String.valueOf(value);
    }

    @Override
    public void close() {
        session.close();
        database.close();
    }
}
