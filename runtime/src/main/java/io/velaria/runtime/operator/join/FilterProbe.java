package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * Probes for SEMI and ANTI, which keep some of the probe side's rows, and MARK, which adds what is known of a match: the
 * three-valued OR, over all rows of the table, of the key comparisons and the residual together.
 */
final class FilterProbe implements Operator {
    private final JoinSpec spec;
    private final JoinTable table;
    private final TaskContext context;
    private final PairFinder finder;
    private final Evaluator residual;
    private final boolean isMark;
    private boolean[] matched = new boolean[Batch.MAX_ROWS];
    private boolean[] unknown = new boolean[Batch.MAX_ROWS];
    private Batch pending;
    private boolean finished;

    FilterProbe(JoinSpec spec, JoinTable table, TaskContext context) {
        this.spec = spec;
        this.table = table;
        this.context = context;
        this.finder = new PairFinder(spec, table, context);
        this.residual = spec.residual() == null ? null : context.expressions().compile(spec.residual());
        this.isMark = spec.kind() == Join.Kind.MARK;
        this.finished = table.size() == 0 && spec.kind() == Join.Kind.SEMI;
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        int count = batch.size();
        if (matched.length < count) {
            matched = new boolean[count];
            unknown = new boolean[count];
        }
        Arrays.fill(matched, 0, count, false);
        Arrays.fill(unknown, 0, count, false);
        if (table.size() > 0) {
            finder.start(batch);
            if (residual == null && spec.keyCount() > 0) {
                finder.markMatched(matched);
            } else {
                while (!finder.isDone()) {
                    context.query().cancellation().check();
                    judge(finder.next(matched));
                }
            }
            if (isMark) {
                markUnknown(count);
            }
        }
        pending = isMark ? withMark(batch) : filtered(batch);
    }

    /** Takes the residual's value for each of the finder's pairs. */
    private void judge(int pairs) {
        if (pairs == 0) {
            return;
        }
        int[] places = finder.places();
        Vector value = residual == null ? null : residual.evaluate(finder.pairs(pairs, true), null, pairs);
        for (int p = 0; p < pairs; p++) {
            if (value == null) {
                matched[places[p]] = true;
            } else if (value.isNull(p)) {
                unknown[places[p]] = true;
            } else if (value.longAt(p) != 0) {
                matched[places[p]] = true;
            }
        }
    }

    /** Finds rows without a match whose comparison with some row of the table is NULL because of a key. */
    private void markUnknown(int count) {
        int[] nullKeyRows = table.nullKeyRows();
        if (residual == null && spec.keyCount() == 1) {
            for (int i = 0; i < count; i++) {
                unknown[i] = finder.hasNullKey(i) || nullKeyRows.length > 0;
            }
            return;
        }
        int[] places = new int[PairFinder.MOST];
        int[] ids = new int[PairFinder.MOST];
        int pairs = 0;
        for (int i = 0; i < count; i++) {
            boolean withAll = finder.hasNullKey(i);
            int rows = withAll ? table.size() : nullKeyRows.length;
            for (int r = 0; r < rows && !matched[i] && !unknown[i]; r++) {
                places[pairs] = i;
                ids[pairs++] = withAll ? r : nullKeyRows[r];
                if (pairs == places.length) {
                    judgeUnknown(places, ids, pairs);
                    pairs = 0;
                }
            }
        }
        judgeUnknown(places, ids, pairs);
    }

    private void judgeUnknown(int[] places, int[] ids, int pairs) {
        context.query().cancellation().check();
        int possible = finder.keepNotUnequal(places, ids, pairs);
        if (possible == 0) {
            return;
        }
        Vector value = residual == null ? null : residual.evaluate(finder.pairs(possible, true), null, possible);
        for (int p = 0; p < possible; p++) {
            if (value == null || value.isNull(p) || value.longAt(p) != 0) {
                unknown[finder.places()[p]] = true;
            }
        }
    }

    private Batch withMark(Batch batch) {
        byte[] values = new byte[batch.length()];
        long[] validity = null;
        for (int i = 0; i < batch.size(); i++) {
            int row = batch.row(i);
            if (matched[i]) {
                values[row] = 1;
            } else if (unknown[i]) {
                validity = validity == null ? Validity.allValid(batch.length()) : validity;
                Validity.setNull(validity, row);
            }
        }
        Vector[] columns = Arrays.copyOf(batch.columns(), batch.columnCount() + 1);
        columns[batch.columnCount()] = new ByteVector(SqlType.BOOLEAN, values, validity, batch.length());
        return batch.withColumns(columns);
    }

    private Batch filtered(Batch batch) {
        boolean wanted = spec.kind() == Join.Kind.SEMI;
        int[] rows = new int[batch.size()];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (matched[i] == wanted) {
                rows[count++] = batch.row(i);
            }
        }
        return count == batch.size() ? batch : count == 0 ? null : batch.select(rows, count);
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
