package io.velaria.runtime.operator.join;

import io.velaria.runtime.execution.KeyFilter;
import io.velaria.runtime.execution.Pipeline;
import io.velaria.runtime.execution.PipelineBuilder;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.StagedWork;
import io.velaria.runtime.plan.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the pipelines of a {@link Join}: one that keeps the build side, and a step of the probe side's. What keys the
 * build side has is told to the probe side, so that rows without a match are left out where they are read.
 */
public final class JoinTranslation {
    /** Session setting: {@code off} keeps joins from filtering what they will probe with. */
    public static final String KEY_FILTERS = "join_key_filters";

    /** Session setting: {@code off} makes all joins go by hashes. */
    public static final String KEY_INDEX = "join_key_index";

    private JoinTranslation() {}

    /** Whether rows that the filter leaves out above the join may be left out of one of its inputs. */
    public static boolean takes(Join join, KeyFilter filter) {
        int leftCount = join.left().schema().size();
        return switch (join.kind()) {
            case INNER -> true;
            case LEFT, SEMI, ANTI, MARK -> filter.column() < leftCount;
            case RIGHT -> filter.column() >= leftCount;
            case FULL -> false;
        };
    }

    /** @param filters on the join's rows, of those that it {@link #takes} */
    public static PipelineBuilder.Draft build(PipelineBuilder builder, Join plan, List<KeyFilter> filters) {
        JoinSpec spec = new JoinSpec(plan);
        JoinTable table = new JoinTable(spec, builder.context());
        JoinSpill spill = new JoinSpill(spec, builder.context(), 0);
        List<KeyFilter> left = new ArrayList<>();
        List<KeyFilter> right = new ArrayList<>();
        divide(plan, spec, filters, left, right);
        JoinBuild rows = new JoinBuild(spec, table, spill);
        Pipeline collect =
                builder.build(spec.build(), spec.isBuildLeft() ? left : right).into(rows);
        Pipeline build = builder.start(new StagedWork(rows::nextStage), collect).into(rows.table());
        List<KeyFilter> ofProbe = spec.isBuildLeft() ? right : left;
        if (spec.dropsUnmatchedProbes() && !builder.context().settings().isOff(KEY_FILTERS)) {
            for (int k = 0; k < spec.keyCount(); k++) {
                if (spec.isIntegerKey(k)) {
                    int key = k;
                    table.wantKeySet(k);
                    ofProbe.add(new KeyFilter(spec.probeColumn(k), build, () -> table.keySet(key)));
                }
            }
        }
        PipelineBuilder.Draft probe = builder.build(spec.probe(), ofProbe).after(build);
        AtomicInteger tasksLeft = new AtomicInteger();
        long lastOrdinal = probe.lastOrdinal();
        return probe.then(context -> probe(spec, table, spill, context, tasksLeft, lastOrdinal));
    }

    /** A task's step for the probe side, once the build side is complete. */
    static Operator probe(
            JoinSpec spec,
            JoinTable table,
            JoinSpill spill,
            TaskContext context,
            AtomicInteger tasksLeft,
            long lastOrdinal) {
        if (spill.isUsed()) {
            return new SpilledProbe(spec, spill, context, tasksLeft, lastOrdinal);
        }
        Join.Kind kind = spec.kind();
        boolean filtersProbe =
                !spec.isBuildFilter() && (kind == Join.Kind.SEMI || kind == Join.Kind.ANTI || kind == Join.Kind.MARK);
        return filtersProbe
                ? new FilterProbe(spec, table, context)
                : new PairProbe(spec, table, context, tasksLeft, lastOrdinal);
    }

    /** Gives each filter to the side that its column is of, and to the other side where a key equates the two. */
    private static void divide(
            Join plan, JoinSpec spec, List<KeyFilter> filters, List<KeyFilter> left, List<KeyFilter> right) {
        int leftCount = plan.left().schema().size();
        for (KeyFilter filter : filters) {
            boolean ofLeft = filter.column() < leftCount;
            int column = ofLeft ? filter.column() : filter.column() - leftCount;
            (ofLeft ? left : right).add(filter.on(column));
            for (int k = 0; k < spec.keyCount(); k++) {
                List<Integer> own = ofLeft ? plan.leftKeys() : plan.rightKeys();
                List<Integer> others = ofLeft ? plan.rightKeys() : plan.leftKeys();
                // MARK must see every NULL of its right side
                if (own.get(k) == column && spec.isIntegerKey(k) && plan.kind() != Join.Kind.MARK) {
                    (ofLeft ? right : left).add(filter.on(others.get(k)));
                }
            }
        }
    }
}
