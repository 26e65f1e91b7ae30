package io.velaria.planner.translate;

import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.SetOperation;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Unnest;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves out columns that nothing above reads, down to the scans, and tells scans the conditions they may skip by. A
 * pruned plan has the columns asked for and no others, in their order, wherever its node can leave columns out;
 * {@link Pruned#positions} says where each old column went.
 */
public final class ColumnPruning {
    private static final Set<String> SKIPPABLE = Set.of(
            Operators.EQUAL,
            Operators.LESS,
            Operators.LESS_OR_EQUAL,
            Operators.GREATER,
            Operators.GREATER_OR_EQUAL,
            Operators.IN,
            Operators.LIKE,
            Operators.IS_NULL,
            Operators.IS_NOT_NULL);

    private ColumnPruning() {}

    /** The same rows and columns, computed from as few columns as it takes. */
    public static PhysicalPlan prune(PhysicalPlan plan) {
        BitSet all = new BitSet();
        all.set(0, plan.schema().size());
        return exactly(prune(plan, all), all);
    }

    /** @param positions new position of each old column, -1 where it is gone */
    private record Pruned(PhysicalPlan plan, int[] positions) {
        int at(int old) {
            return positions[old];
        }

        List<Integer> at(List<Integer> old) {
            return old.stream().map(this::at).toList();
        }

        Expression at(Expression expression) {
            return expression == null ? null : Expressions.shift(expression, this::at);
        }

        SortKey at(SortKey key) {
            return new SortKey(at(key.column()), key.descending(), key.nullsFirst());
        }

        AggregateCall at(AggregateCall call) {
            return new AggregateCall(
                    call.function(),
                    at(call.arguments()),
                    call.distinct(),
                    call.filter() < 0 ? -1 : at(call.filter()),
                    call.order().stream().map(this::at).toList(),
                    call.type());
        }
    }

    private static Pruned prune(PhysicalPlan plan, BitSet wanted) {
        if (plan instanceof Scan scan) {
            return prune(scan, wanted);
        }
        if (plan instanceof Filter filter) {
            return prune(filter, wanted);
        }
        if (plan instanceof Project project) {
            return prune(project, wanted);
        }
        if (plan instanceof Join join) {
            return prune(join, wanted);
        }
        if (plan instanceof Aggregate aggregate) {
            return prune(aggregate, wanted);
        }
        if (plan instanceof Sort sort) {
            BitSet needed = copy(wanted);
            sort.keys().forEach(key -> needed.set(key.column()));
            Pruned input = prune(sort.input(), needed);
            List<SortKey> keys = sort.keys().stream().map(input::at).toList();
            return new Pruned(
                    new Sort(input.plan(), keys, sort.offset(), sort.fetch(), sort.estimatedRows()), input.positions());
        }
        if (plan instanceof Limit limit) {
            Pruned input = prune(limit.input(), wanted);
            return new Pruned(
                    new Limit(input.plan(), limit.offset(), limit.fetch(), limit.estimatedRows()), input.positions());
        }
        if (plan instanceof Window window) {
            return prune(window, wanted);
        }
        if (plan instanceof SetOperation operation) {
            return prune(operation, wanted);
        }
        if (plan instanceof Unnest unnest) {
            return prune(unnest, wanted);
        }
        if (plan instanceof Values values) {
            List<Integer> kept = list(wanted);
            List<List<Expression>> rows = values.rows().stream()
                    .map(row -> kept.stream().map(row::get).toList())
                    .toList();
            return new Pruned(new Values(rows, pick(values.schema(), kept)), positions(values, kept));
        }
        if (plan instanceof TableModify modify) {
            return whole(new TableModify(modify.kind(), modify.tableId(), modify.tableName(), prune(modify.input())));
        }
        return whole(plan);
    }

    private static Pruned prune(Scan scan, BitSet wanted) {
        List<Integer> kept = list(wanted);
        Scan pruned = new Scan(
                scan.source(),
                kept.stream().map(scan.columns()::get).toList(),
                pick(scan.schema(), kept),
                scan.skipping(),
                scan.estimatedRows());
        return new Pruned(pruned, positions(scan, kept));
    }

    private static Pruned prune(Filter filter, BitSet wanted) {
        BitSet needed = copy(wanted);
        Expressions.collect(filter.condition(), needed);
        Pruned input = prune(filter.input(), needed);
        Expression condition = input.at(filter.condition());
        PhysicalPlan below = input.plan();
        if (below instanceof Scan scan) {
            below = new Scan(scan.source(), scan.columns(), scan.schema(), skipping(condition), scan.estimatedRows());
        }
        PhysicalPlan pruned = new Filter(below, condition, filter.estimatedRows());
        return new Pruned(pruned, input.positions());
    }

    /** Conjuncts that compare a column with constants. */
    private static List<Expression> skipping(Expression condition) {
        List<Expression> conjuncts =
                condition instanceof Call call && call.function().equals(Operators.AND)
                        ? call.operands()
                        : List.of(condition);
        return conjuncts.stream().filter(ColumnPruning::isSkippable).toList();
    }

    private static boolean isSkippable(Expression conjunct) {
        if (!(conjunct instanceof Call call) || !SKIPPABLE.contains(call.function())) {
            return false;
        }
        boolean column = false;
        for (Expression operand : call.operands()) {
            if (operand instanceof InputRef && !column) {
                column = true;
            } else if (!(operand instanceof Literal || operand instanceof Parameter)) {
                return false;
            }
        }
        return column;
    }

    private static Pruned prune(Project project, BitSet wanted) {
        List<Integer> kept = list(wanted);
        BitSet needed = new BitSet();
        kept.forEach(column -> Expressions.collect(project.expressions().get(column), needed));
        Pruned input = prune(project.input(), needed);
        List<Expression> expressions =
                kept.stream().map(project.expressions()::get).map(input::at).toList();
        List<Field> schema = pick(project.schema(), kept);
        PhysicalPlan below = input.plan();
        if (below instanceof Project inner && inner.expressions().stream().allMatch(InputRef.class::isInstance)) {
            expressions = expressions.stream()
                    .map(expression -> Expressions.substitute(expression, inner.expressions()))
                    .toList();
            below = inner.input();
        }
        PhysicalPlan pruned = isIdentity(expressions, schema, below) ? below : new Project(below, expressions, schema);
        return new Pruned(pruned, positions(project, kept));
    }

    private static boolean isIdentity(List<Expression> expressions, List<Field> schema, PhysicalPlan input) {
        if (!schema.equals(input.schema())) {
            return false;
        }
        for (int i = 0; i < expressions.size(); i++) {
            if (!(expressions.get(i) instanceof InputRef reference) || reference.index() != i) {
                return false;
            }
        }
        return true;
    }

    private static Pruned prune(Join join, BitSet wanted) {
        int leftCount = join.left().schema().size();
        BitSet needed = copy(wanted);
        if (join.residual() != null) {
            Expressions.collect(join.residual(), needed);
        }
        boolean leftOnly =
                switch (join.kind()) {
                    case SEMI, ANTI, MARK -> true;
                    default -> false;
                };
        BitSet leftNeeded = needed.get(0, leftCount);
        BitSet rightNeeded;
        if (leftOnly) {
            rightNeeded = new BitSet();
            if (join.residual() != null) {
                BitSet read = new BitSet();
                Expressions.collect(join.residual(), read);
                rightNeeded = read.get(leftCount, Math.max(leftCount, read.length()));
            }
        } else {
            rightNeeded = needed.get(leftCount, Math.max(leftCount, needed.length()));
        }
        join.leftKeys().forEach(leftNeeded::set);
        join.rightKeys().forEach(rightNeeded::set);
        Pruned left = prune(join.left(), leftNeeded);
        Pruned right = prune(join.right(), rightNeeded);
        int newLeftCount = left.plan().schema().size();
        int[] both = new int[leftCount + join.right().schema().size()];
        System.arraycopy(left.positions(), 0, both, 0, leftCount);
        for (int i = leftCount; i < both.length; i++) {
            int position = right.at(i - leftCount);
            both[i] = position < 0 ? -1 : newLeftCount + position;
        }
        List<Field> schema = new ArrayList<>(pick(join.schema(), sources(left.positions())));
        int[] positions = both;
        if (!leftOnly) {
            for (int source : sources(right.positions())) {
                schema.add(join.schema().get(leftCount + source));
            }
        } else {
            positions = new int[join.schema().size()];
            System.arraycopy(left.positions(), 0, positions, 0, leftCount);
            if (join.kind() == Join.Kind.MARK) {
                positions[leftCount] = newLeftCount;
                schema.add(join.schema().get(leftCount));
            }
        }
        Join pruned = new Join(
                join.kind(),
                left.plan(),
                right.plan(),
                left.at(join.leftKeys()),
                right.at(join.rightKeys()),
                join.nullsEqual(),
                join.residual() == null ? null : Expressions.shift(join.residual(), column -> both[column]),
                join.buildLeft(),
                schema,
                join.estimatedRows());
        return narrow(new Pruned(pruned, positions), wanted);
    }

    private static Pruned prune(Aggregate aggregate, BitSet wanted) {
        BitSet needed = new BitSet();
        aggregate.keys().forEach(needed::set);
        int keyCount = aggregate.keys().size();
        List<Integer> keptCalls = new ArrayList<>();
        for (int i = 0; i < aggregate.calls().size(); i++) {
            if (wanted.get(keyCount + i)) {
                keptCalls.add(i);
                AggregateCall call = aggregate.calls().get(i);
                call.arguments().forEach(needed::set);
                call.order().forEach(key -> needed.set(key.column()));
                if (call.filter() >= 0) {
                    needed.set(call.filter());
                }
            }
        }
        Pruned input = prune(aggregate.input(), needed);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < keyCount; i++) {
            kept.add(i);
        }
        keptCalls.forEach(call -> kept.add(keyCount + call));
        Aggregate pruned = new Aggregate(
                input.plan(),
                input.at(aggregate.keys()),
                aggregate.groupingSets(),
                keptCalls.stream().map(aggregate.calls()::get).map(input::at).toList(),
                pick(aggregate.schema(), kept),
                aggregate.estimatedRows());
        return narrow(new Pruned(pruned, positions(aggregate, kept)), wanted);
    }

    private static Pruned prune(Window window, BitSet wanted) {
        int inputCount = window.input().schema().size();
        BitSet needed = wanted.get(0, inputCount);
        window.partition().forEach(needed::set);
        window.order().forEach(key -> needed.set(key.column()));
        List<Integer> keptCalls = new ArrayList<>();
        for (int i = 0; i < window.calls().size(); i++) {
            if (wanted.get(inputCount + i)) {
                keptCalls.add(i);
                AggregateCall call = window.calls().get(i).aggregate();
                call.arguments().forEach(needed::set);
                call.order().forEach(key -> needed.set(key.column()));
            }
        }
        Pruned input = prune(window.input(), needed);
        if (keptCalls.isEmpty()) {
            int[] positions =
                    java.util.Arrays.copyOf(input.positions(), window.schema().size());
            java.util.Arrays.fill(positions, inputCount, positions.length, -1);
            return new Pruned(input.plan(), positions);
        }
        List<Field> schema = new ArrayList<>(input.plan().schema());
        List<Window.Call> calls = new ArrayList<>();
        int[] positions =
                java.util.Arrays.copyOf(input.positions(), window.schema().size());
        java.util.Arrays.fill(positions, inputCount, positions.length, -1);
        for (int index : keptCalls) {
            Window.Call call = window.calls().get(index);
            positions[inputCount + index] = schema.size();
            calls.add(new Window.Call(input.at(call.aggregate()), call.ignoreNulls(), call.frame()));
            schema.add(window.schema().get(inputCount + index));
        }
        Window pruned = new Window(
                input.plan(),
                input.at(window.partition()),
                window.order().stream().map(input::at).toList(),
                calls,
                schema);
        return new Pruned(pruned, positions);
    }

    /** UNION ALL passes its need down; the others compare whole rows. */
    private static Pruned prune(SetOperation operation, BitSet wanted) {
        boolean unionAll = operation.kind() == SetOperation.Kind.UNION && operation.all();
        BitSet needed = new BitSet();
        needed.set(0, operation.schema().size());
        if (unionAll) {
            needed = wanted;
        }
        List<PhysicalPlan> inputs = new ArrayList<>();
        for (PhysicalPlan input : operation.inputs()) {
            inputs.add(exactly(prune(input, needed), needed));
        }
        List<Integer> kept = list(needed);
        SetOperation pruned = new SetOperation(
                operation.kind(), operation.all(), inputs, pick(operation.schema(), kept), operation.estimatedRows());
        return new Pruned(pruned, positions(operation, kept));
    }

    private static Pruned prune(Unnest unnest, BitSet wanted) {
        int inputCount = unnest.input().schema().size();
        BitSet needed = wanted.get(0, inputCount);
        needed.set(unnest.column());
        Pruned input = prune(unnest.input(), needed);
        int newCount = input.plan().schema().size();
        List<Field> schema = new ArrayList<>(input.plan().schema());
        int[] positions =
                java.util.Arrays.copyOf(input.positions(), unnest.schema().size());
        for (int i = inputCount; i < unnest.schema().size(); i++) {
            positions[i] = newCount + i - inputCount;
            schema.add(unnest.schema().get(i));
        }
        Unnest pruned = new Unnest(
                input.plan(),
                input.at(unnest.column()),
                unnest.ordinality(),
                unnest.outer(),
                schema,
                unnest.estimatedRows());
        return new Pruned(pruned, positions);
    }

    /** Drops columns that only the node itself needed, where there are any. */
    private static Pruned narrow(Pruned pruned, BitSet wanted) {
        if (pruned.plan().schema().size() == wanted.cardinality()) {
            return pruned;
        }
        List<Integer> kept = list(wanted);
        return new Pruned(exactly(pruned, wanted), positions(pruned.positions().length, kept));
    }

    private static PhysicalPlan exactly(Pruned pruned, BitSet wanted) {
        List<Expression> columns = new ArrayList<>();
        List<Field> schema = new ArrayList<>();
        boolean identity = pruned.plan().schema().size() == wanted.cardinality();
        for (int old : list(wanted)) {
            int position = pruned.at(old);
            Field field = pruned.plan().schema().get(position);
            identity &= position == columns.size();
            columns.add(new InputRef(position, field.type()));
            schema.add(field);
        }
        return identity ? pruned.plan() : new Project(pruned.plan(), columns, schema);
    }

    private static Pruned whole(PhysicalPlan plan) {
        int[] positions = new int[plan.schema().size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i;
        }
        return new Pruned(plan, positions);
    }

    /** Old columns by new position. */
    private static List<Integer> sources(int[] positions) {
        int count = 0;
        for (int position : positions) {
            count = Math.max(count, position + 1);
        }
        Integer[] sources = new Integer[count];
        for (int old = 0; old < positions.length; old++) {
            if (positions[old] >= 0) {
                sources[positions[old]] = old;
            }
        }
        return List.of(sources);
    }

    private static int[] positions(PhysicalPlan plan, List<Integer> kept) {
        return positions(plan.schema().size(), kept);
    }

    private static int[] positions(int columns, List<Integer> kept) {
        int[] positions = new int[columns];
        java.util.Arrays.fill(positions, -1);
        for (int i = 0; i < kept.size(); i++) {
            positions[kept.get(i)] = i;
        }
        return positions;
    }

    private static List<Field> pick(List<Field> schema, List<Integer> kept) {
        return kept.stream().map(schema::get).toList();
    }

    private static List<Integer> list(BitSet columns) {
        return columns.stream().boxed().toList();
    }

    private static BitSet copy(BitSet columns) {
        return (BitSet) columns.clone();
    }
}
