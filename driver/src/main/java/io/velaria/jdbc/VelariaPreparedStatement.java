package io.velaria.jdbc;

import io.velaria.planner.ParameterValues;
import io.velaria.planner.PlannedStatement;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A statement planned once and executed with values for its {@code ?}s. A parameter whose type the statement does not
 * say takes that of its value: the statement is planned again when a value of another type is bound.
 */
final class VelariaPreparedStatement extends ParameterSetters {
    private final String sql;
    private final BoundValue[] bound;
    private final SqlType[] hints; // types that values told the planner; null where the statement itself says it
    private PlannedStatement planned;
    private ResultShape shape;
    private List<BoundValue[]> batch = new ArrayList<>();

    VelariaPreparedStatement(VelariaConnection connection, String sql, int type, int holdability) throws SQLException {
        super(connection, type, holdability);
        this.sql = connection.nativeSQL(sql);
        this.planned = connection.plan(this.sql, List.of());
        this.bound = new BoundValue[planned.parameterTypes().size()];
        this.hints = new SqlType[bound.length];
    }

    @Override
    PlannedStatement plan(String otherSql) throws SQLException {
        throw SqlErrors.of(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "a prepared statement executes its own text only: use createStatement for other SQL");
    }

    @Override
    void bind(int position, BoundValue value) throws SQLException {
        if (position < 1 || position > bound.length) {
            checkOpen();
            throw SqlErrors.of(
                    SqlState.UNDEFINED_PARAMETER,
                    "parameter " + position + " of a statement with " + bound.length + " parameters");
        }
        bound[position - 1] = value;
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(bound, null);
    }

    // ---- executing

    @Override
    public boolean execute() throws SQLException {
        checkOpen();
        closeResults();
        Object[] arguments = arguments(bound);
        return run(planned, arguments, shape());
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return queryResult(execute());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return changedRows(execute());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return toInt(executeLargeUpdate());
    }

    private ResultShape shape() {
        if (shape == null && givesRows(planned)) {
            shape = connection().shape(planned);
        }
        return shape;
    }

    /** The values in the types that the plan wants; the plan is replaced if it is out of date or wants others. */
    private Object[] arguments(BoundValue[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                throw SqlErrors.of(SqlState.UNDEFINED_PARAMETER, "parameter " + (i + 1) + " is not set");
            }
        }
        if (!fit(values)) {
            planAgain();
        } else if (values.length == 0) {
            refresh();
            return NO_PARAMETERS;
        }
        while (true) {
            Object[] arguments = convertedForPlan(values);
            List<SqlType> types = planned.parameterTypes();
            replace(connection().plan(sql, Arrays.asList(hints), new ParameterValues(arguments, types)));
            if (planned.parameterTypes().equals(types)) {
                return arguments;
            }
        }
    }

    /** The values in the types of a plan that may be out of date. */
    private Object[] convertedForPlan(BoundValue[] values) throws SQLException {
        try {
            return converted(values);
        } catch (SQLException perhapsOutOfDate) {
            refresh();
            return converted(values);
        }
    }

    private Object[] converted(BoundValue[] values) throws SQLException {
        if (values.length == 0) {
            return NO_PARAMETERS;
        }
        ZoneId zone = connection().session().zone();
        Object[] arguments = new Object[values.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] =
                    ParameterTypes.convert(values[i], planned.parameterTypes().get(i), zone);
        }
        return arguments;
    }

    /**
     * Whether the plan takes the values; where not, the hint for the next planning is changed. A hint that the plan did
     * not follow is as good as any other of its kind: a column stores its own type only.
     */
    private boolean fit(BoundValue[] values) {
        boolean fit = true;
        for (int i = 0; i < values.length; i++) {
            BoundValue value = values[i];
            SqlType type = value.type();
            SqlType wanted = planned.parameterTypes().get(i);
            boolean fits = hints[i] == null
                    ? ParameterTypes.fits(value, wanted)
                    : type.kind() == hints[i].kind()
                            && (ParameterTypes.fits(value, hints[i]) || !wanted.equals(hints[i]));
            if (!fits && value.value() != null && type.kind() != TypeKind.NULL) {
                hints[i] = type;
                fit = false;
            }
        }
        return fit;
    }

    private void planAgain() throws SQLException {
        replace(connection().plan(sql, Arrays.asList(hints)));
    }

    /** Plans again if what the plan rests on has changed since; the planner's cache knows. */
    private void refresh() throws SQLException {
        replace(connection().plan(sql, Arrays.asList(hints)));
    }

    private void replace(PlannedStatement current) {
        if (current != planned) {
            planned = current;
            shape = null;
        }
    }

    // ---- batches

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        for (int i = 0; i < bound.length; i++) {
            if (bound[i] == null) {
                throw SqlErrors.of(SqlState.UNDEFINED_PARAMETER, "parameter " + (i + 1) + " is not set");
            }
        }
        batch.add(bound.clone());
    }

    @Override
    public void addBatch(String otherSql) throws SQLException {
        plan(otherSql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    /**
     * Executes the statement for each set of values, a change for all of them at once. Values that need another plan
     * than those before them start a new run; a failure undoes its own run and ends the batch.
     */
    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        closeResults();
        List<BoundValue[]> rows = batch;
        batch = new ArrayList<>();
        long[] counts = new long[rows.size()];
        int done = 0;
        try {
            if (!rows.isEmpty()) {
                refresh();
            }
            while (done < counts.length) {
                if (!fit(rows.get(done))) {
                    planAgain();
                }
                if (planned.kind() != PlannedStatement.Kind.UPDATE) {
                    counts[done] = changedRows(run(planned, arguments(rows.get(done)), null));
                    done++;
                    continue;
                }
                List<Object[]> run = new ArrayList<>();
                do {
                    run.add(converted(rows.get(done + run.size())));
                } while (done + run.size() < counts.length && fit(rows.get(done + run.size())));
                long[] changed = runBatch(planned, run);
                System.arraycopy(changed, 0, counts, done, changed.length);
                done += changed.length;
            }
        } catch (SQLException e) {
            throw batchFailed(e, Arrays.copyOf(counts, done));
        }
        return counts;
    }

    // ---- metadata, before execution as well

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return shape();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new VelariaParameterMetaData(planned.parameterTypes());
    }
}
