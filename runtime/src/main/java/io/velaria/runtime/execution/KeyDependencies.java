package io.velaria.runtime.execution;

import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PartitionTop;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.Shared;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which columns of a plan determine others, as the snapshots of this execution prove it: a unique key of a table
 * determines the row's other columns, also behind joins, and an inner join's keys determine one another. Columns are
 * followed up from the scans; each has a number.
 */
public final class KeyDependencies {
    private static final int COMPUTED = -1;

    /** Session setting: {@code off} makes groups compare all of their keys. */
    public static final String SETTING = "key_dependencies";

    private final QueryContext context;
    private final List<Dependency> dependencies = new ArrayList<>();
    private int columnCount;

    /** Rows that agree in the first columns agree in the others. */
    private record Dependency(BitSet from, BitSet to) {}

    private KeyDependencies(QueryContext context) {
        this.context = context;
    }

    /** Which of the grouping keys are determined by those that are not. */
    public static boolean[] determinedKeys(Aggregate plan, QueryContext context) {
        int count = plan.keys().size();
        boolean[] determined = new boolean[count];
        if (count < 2 || plan.hasGroupingSets() || context.settings().isOff(SETTING)) {
            return determined;
        }
        KeyDependencies known = new KeyDependencies(context);
        int[] columns = known.columns(plan.input());
        if (known.dependencies.isEmpty()) {
            return determined;
        }
        BitSet left = new BitSet();
        plan.keys().forEach(key -> left.set(columns[key] == COMPUTED ? known.columnCount : columns[key]));
        for (int key : dearestFirst(plan)) {
            int column = columns[plan.keys().get(key)];
            if (column != COMPUTED) {
                left.clear(column);
                determined[key] = known.closure(left).get(column);
                left.set(column, !determined[key]);
            }
        }
        return determined;
    }

    /** The keys in the order in which one would rather be without them. */
    private static int[] dearestFirst(Aggregate plan) {
        List<Integer> keys = plan.keys();
        return IntStream.range(0, keys.size())
                .boxed()
                .sorted((a, b) -> Boolean.compare(isLong(plan, keys.get(a)), isLong(plan, keys.get(b))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean isLong(Aggregate plan, int column) {
        return plan.input().schema().get(column).type().carrier().isLongLike();
    }

    private BitSet closure(BitSet columns) {
        BitSet closure = (BitSet) columns.clone();
        boolean grows = true;
        while (grows) {
            int before = closure.cardinality();
            for (Dependency dependency : dependencies) {
                if (containsAll(closure, dependency.from())) {
                    closure.or(dependency.to());
                }
            }
            grows = closure.cardinality() > before;
        }
        return closure;
    }

    private static boolean containsAll(BitSet set, BitSet part) {
        BitSet missing = (BitSet) part.clone();
        missing.andNot(set);
        return missing.isEmpty();
    }

    /** The numbers of a plan's columns. */
    private int[] columns(PhysicalPlan plan) {
        if (plan instanceof Scan scan) {
            return columns(scan);
        }
        if (plan instanceof Join join) {
            return columns(join);
        }
        if (plan instanceof Project project) {
            int[] input = columns(project.input());
            return project.expressions().stream()
                    .mapToInt(expression -> expression instanceof InputRef column ? input[column.index()] : COMPUTED)
                    .toArray();
        }
        boolean keepsColumns = plan instanceof Filter
                || plan instanceof Sort
                || plan instanceof Limit
                || plan instanceof Shared
                || plan instanceof PartitionTop
                || plan instanceof Window;
        return keepsColumns
                ? widen(columns(plan.inputs().get(0)), plan.schema().size())
                : widen(new int[0], plan.schema().size());
    }

    private static int[] widen(int[] columns, int count) {
        int[] wider = Arrays.copyOf(columns, count);
        Arrays.fill(wider, Math.min(columns.length, count), count, COMPUTED);
        return wider;
    }

    private int[] columns(Scan scan) {
        int first = columnCount;
        columnCount += scan.columns().size();
        BitSet all = new BitSet();
        all.set(first, columnCount);
        for (List<Integer> key : scan.source().keys(context)) {
            if (scan.columns().containsAll(key)) {
                BitSet from = new BitSet();
                key.forEach(column -> from.set(first + scan.columns().indexOf(column)));
                dependencies.add(new Dependency(from, all));
            }
        }
        return IntStream.range(first, columnCount).toArray();
    }

    private int[] columns(Join join) {
        int[] left = columns(join.left());
        int[] right = columns(join.right());
        if (join.kind() == Join.Kind.INNER) {
            for (int k = 0; k < join.leftKeys().size(); k++) {
                equate(
                        join,
                        k,
                        left[join.leftKeys().get(k)],
                        right[join.rightKeys().get(k)]);
            }
        }
        int[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return switch (join.kind()) {
            case INNER, LEFT, RIGHT, FULL -> both;
            case SEMI, ANTI, MARK -> widen(left, join.schema().size());
        };
    }

    private void equate(Join join, int key, int left, int right) {
        SqlType a = join.left().schema().get(join.leftKeys().get(key)).type();
        SqlType b = join.right().schema().get(join.rightKeys().get(key)).type();
        boolean same = a.equals(b)
                || a.kind().isExactNumeric() && b.kind().isExactNumeric() && a.scale() == 0 && b.scale() == 0;
        if (same && left != COMPUTED && right != COMPUTED) {
            dependencies.add(new Dependency(one(left), one(right)));
            dependencies.add(new Dependency(one(right), one(left)));
        }
    }

    private static BitSet one(int column) {
        BitSet set = new BitSet();
        set.set(column);
        return set;
    }
}
