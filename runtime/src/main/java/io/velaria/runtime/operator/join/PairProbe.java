package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Gather;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Predicate;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.plan.Join;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Probes for the kinds that give out pairs, and for SEMI and ANTI of the build side. Columns are given out by reference:
 * where every key is unique in the table and many rows match, the probe side's pass through as they are; else both sides'
 * are {@linkplain Gather gathered}. Rows of the build side that come out for themselves do so in the task that ends last.
 */
final class PairProbe implements Operator {
    /** Where fewer than one row in so many has a match, gathering is less than what passing through leaves to allocate. */
    private static final int FEW = 8;

    private final JoinSpec spec;
    private final JoinTable table;
    private final TaskContext context;
    private final PairFinder finder;
    private final Predicate residual;
    private final AtomicInteger tasksLeft;
    private final long lastOrdinal;
    private final boolean marks;

    private Batch batch;
    private boolean[] matched = new boolean[Batch.MAX_ROWS];
    private int[] pairRows = new int[Batch.MAX_ROWS];
    private boolean unmatchedDue;
    private boolean finished;
    private int buildRow = -1; // next row of the build side to give out, or -1

    /** @param tasksLeft how many tasks have not finished: shared, and 0 until the first task is made */
    PairProbe(JoinSpec spec, JoinTable table, TaskContext context, AtomicInteger tasksLeft, long lastOrdinal) {
        this.spec = spec;
        this.table = table;
        this.context = context;
        this.finder = new PairFinder(spec, table, context);
        this.residual = spec.residual() == null ? null : context.expressions().predicate(spec.residual());
        this.tasksLeft = tasksLeft;
        this.lastOrdinal = lastOrdinal;
        this.marks = spec.marksMatches();
        tasksLeft.compareAndSet(0, context.count());
        this.finished = table.size() == 0 && !spec.isProbePreserved();
    }

    @Override
    public boolean needsInput() {
        return batch == null && !finished;
    }

    @Override
    public void add(Batch input) {
        batch = input;
        if (matched.length < input.size()) {
            matched = new boolean[input.size()];
        }
        Arrays.fill(matched, 0, input.size(), false);
        finder.start(input);
        unmatchedDue = spec.isProbePreserved();
    }

    @Override
    public Batch next() {
        while (batch != null) {
            context.query().cancellation().check();
            Batch output;
            if (!finder.isDone()) {
                output = table.index().isUnique() && spec.keyCount() > 0 ? inPlace() : gathered(finder.next(null));
            } else if (unmatchedDue) {
                output = unmatched();
            } else {
                batch = null;
                break;
            }
            if (output != null) {
                return output;
            }
        }
        return buildRow >= 0 ? buildRows() : null;
    }

    /** All pairs of the batch, where no row has more than one: the build side's columns are put beside their rows. */
    private Batch inPlace() {
        int pairs = finder.next(null);
        if (!spec.isProbePreserved() && pairs * FEW < batch.length()) {
            return gathered(pairs);
        }
        int[] places = finder.places();
        int[] ids = finder.ids();
        if (pairRows.length < pairs) {
            pairRows = new int[matched.length];
        }
        int[] rows = pairRows;
        for (int p = 0; p < pairs; p++) {
            rows[p] = batch.row(places[p]);
        }
        Vector[] columns = null;
        if (residual != null && pairs > 0) {
            columns = beside(ids, pairs, rows);
            Batch candidates = Batch.of(columns, batch.length(), batch.ordinal());
            int[] kept = new int[pairs];
            int keptCount = residual.select(candidates, rows, pairs, kept);
            if (keptCount < pairs) {
                int at = 0;
                for (int p = 0; p < pairs && at < keptCount; p++) {
                    if (rows[p] == kept[at]) {
                        places[at] = places[p];
                        ids[at] = ids[p];
                        rows[at++] = rows[p];
                    }
                }
                pairs = keptCount;
            }
        }
        if (marks) {
            for (int p = 0; p < pairs; p++) {
                table.mark(ids[p]);
            }
        }
        if (spec.isBuildFilter()) {
            return null;
        }
        if (!spec.isProbePreserved()) {
            if (pairs == 0) {
                return null;
            }
            if (columns == null) {
                columns = beside(ids, pairs, rows);
            }
            Batch all = Batch.of(columns, batch.length(), batch.ordinal());
            return pairs == batch.length() ? all : all.select(rows, pairs);
        }
        unmatchedDue = false;
        return batch.withColumns(besideAll(ids, places, pairs));
    }

    /** The batch's columns and, at the given rows, those of the build side. */
    private Vector[] beside(int[] ids, int count, int[] rows) {
        int[] at = new int[batch.length()];
        for (int i = 0; i < count; i++) {
            at[rows[i]] = ids[i];
        }
        return beside(new Gather(at, at.length));
    }

    /** The batch's columns, and at the places of pairs those of the build side, NULL elsewhere. */
    private Vector[] besideAll(int[] ids, int[] places, int pairs) {
        if (table.size() == 0) {
            return besideNulls(batch);
        }
        int[] at = new int[batch.length()];
        long[] validity = new long[Validity.words(at.length)];
        for (int p = 0; p < pairs; p++) {
            int row = batch.row(places[p]);
            at[row] = ids[p];
            Validity.setValid(validity, row);
        }
        return beside(new Gather(at, at.length, pairs == at.length ? null : validity));
    }

    private Vector[] beside(Gather buildRows) {
        Vector[] columns = probeColumns(batch);
        for (int c = 0; c < spec.buildFields().size(); c++) {
            columns[spec.buildOffset() + c] = buildRows.of(table.column(c));
        }
        return columns;
    }

    private Vector[] besideNulls(Batch rows) {
        Vector[] columns = probeColumns(rows);
        for (int c = 0; c < spec.buildFields().size(); c++) {
            columns[spec.buildOffset() + c] =
                    PairFinder.nulls(spec.buildFields().get(c).type(), rows.length());
        }
        return columns;
    }

    private Vector[] probeColumns(Batch rows) {
        Vector[] columns = new Vector[spec.pairColumns()];
        int count = spec.probeFields().size();
        System.arraycopy(rows.columns(), 0, columns, spec.probeOffset(), count);
        return columns;
    }

    /** The finder's first pairs with the columns of both sides gathered. */
    private Batch gathered(int pairs) {
        if (pairs == 0) {
            return null;
        }
        int[] places = finder.places();
        int[] ids = finder.ids();
        if (residual == null) {
            for (int p = 0; p < pairs; p++) {
                matched[places[p]] = true;
            }
            markAll(ids, pairs);
            return spec.isBuildFilter() ? null : finder.pairs(pairs, false);
        }
        Batch candidates = finder.pairs(pairs, spec.isBuildFilter());
        int[] kept = new int[pairs];
        int keptCount = residual.select(candidates, null, pairs, kept);
        for (int i = 0; i < keptCount; i++) {
            matched[places[kept[i]]] = true;
            if (marks) {
                table.mark(ids[kept[i]]);
            }
        }
        if (keptCount == 0 || spec.isBuildFilter()) {
            return null;
        }
        return keptCount == pairs ? candidates : candidates.select(kept, keptCount);
    }

    private void markAll(int[] ids, int count) {
        if (marks) {
            for (int p = 0; p < count; p++) {
                table.mark(ids[p]);
            }
        }
    }

    /** Rows of the batch that met no match, with NULLs for the build side. */
    private Batch unmatched() {
        unmatchedDue = false;
        int[] rows = new int[batch.size()];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (!matched[i]) {
                rows[count++] = batch.row(i);
            }
        }
        if (count == 0) {
            return null;
        }
        return batch.withColumns(besideNulls(batch)).select(rows, count);
    }

    @Override
    public void finish() {
        if (!finished) {
            finished = true;
            if (marks && tasksLeft.decrementAndGet() == 0) {
                buildRow = 0;
            }
        }
    }

    /** The next rows of the build side that come out for themselves. */
    private Batch buildRows() {
        boolean wanted = spec.isBuildFilter() && spec.kind() == Join.Kind.SEMI;
        int[] ids = new int[Batch.MAX_ROWS];
        int count = 0;
        while (buildRow < table.size() && count < ids.length) {
            int id = buildRow++;
            if (table.isMarked(id) == wanted) {
                ids[count++] = id;
            }
        }
        if (buildRow == table.size()) {
            buildRow = -1;
        }
        if (count == 0) {
            return null;
        }
        Gather rows = new Gather(ids, count);
        Vector[] build = new Vector[spec.buildFields().size()];
        for (int c = 0; c < build.length; c++) {
            build[c] = rows.of(table.column(c));
        }
        if (spec.isBuildFilter()) {
            return Batch.of(build, count, lastOrdinal);
        }
        Vector[] columns = new Vector[spec.pairColumns()];
        System.arraycopy(build, 0, columns, spec.buildOffset(), build.length);
        for (int c = 0; c < spec.probeFields().size(); c++) {
            columns[spec.probeOffset() + c] =
                    PairFinder.nulls(spec.probeFields().get(c).type(), count);
        }
        return Batch.of(columns, count, lastOrdinal);
    }

    @Override
    public boolean isFinished() {
        return finished && batch == null && buildRow < 0;
    }
}
