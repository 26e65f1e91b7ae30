package io.velaria.runtime.table;

import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Conjuncts over a stored table that fix columns to literals or parameters, so that a unique index on some of them finds
 * the one row that may pass. Immutable, made once for a plan: which index there is, the snapshot says.
 */
final class KeyLookup {
    /** No row has the key. */
    static final long NO_ROW = -1;

    /** @param column of the table @param value a {@link Literal} or {@link Parameter} in the column's form */
    private record Binding(int column, Expression value) {}

    private final long tableId;
    private final List<Expression> conjuncts;
    private final Binding[] bindings; // per conjunct, null where it fixes no column

    private KeyLookup(long tableId, List<Expression> conjuncts, Binding[] bindings) {
        this.tableId = tableId;
        this.conjuncts = conjuncts;
        this.bindings = bindings;
    }

    /** Null where the filter's input is no stored table, or no column is fixed. */
    static KeyLookup of(Filter filter) {
        if (!(filter.input() instanceof Scan scan) || !(scan.source() instanceof StoredTableSource source)) {
            return null;
        }
        List<Expression> conjuncts = new ArrayList<>();
        addConjuncts(filter.condition(), conjuncts);
        Binding[] bindings = new Binding[conjuncts.size()];
        boolean any = false;
        for (int i = 0; i < bindings.length; i++) {
            bindings[i] = binding(conjuncts.get(i), scan, source);
            any |= bindings[i] != null;
        }
        return any ? new KeyLookup(source.tableId(), List.copyOf(conjuncts), bindings) : null;
    }

    private static void addConjuncts(Expression condition, List<Expression> target) {
        if (condition instanceof Call call && call.function().equals(Operators.AND)) {
            call.operands().forEach(operand -> addConjuncts(operand, target));
        } else {
            target.add(condition);
        }
    }

    private static Binding binding(Expression conjunct, Scan scan, StoredTableSource source) {
        if (!(conjunct instanceof Call call) || !call.function().equals(Operators.EQUAL)) {
            return null;
        }
        boolean mirrored = call.operand(1) instanceof InputRef;
        if (!(call.operand(mirrored ? 1 : 0) instanceof InputRef input)) {
            return null;
        }
        Expression value = call.operand(mirrored ? 0 : 1);
        int column = scan.columns().get(input.index());
        boolean fixed = (value instanceof Literal || value instanceof Parameter)
                && column != ScanSource.ROW_ID
                && isSameForm(source.schema().get(column).type(), value.type());
        return fixed ? new Binding(column, value) : null;
    }

    /** Whether equal values of the types are alike in memory, but for the width of integers. */
    private static boolean isSameForm(SqlType column, SqlType value) {
        TypeKind kind = column.kind();
        if (kind.isExactNumeric() && value.kind().isExactNumeric()) {
            return column.scale() == value.scale();
        }
        return kind == value.kind()
                && switch (kind) {
                    case BOOLEAN, VARCHAR, VARBINARY, DATE, TIME -> true;
                    case TIMESTAMP, TIMESTAMP_TZ -> column.isNanos() == value.isNanos();
                    default -> false;
                };
    }

    long tableId() {
        return tableId;
    }

    /** The number of a unique index of the version all of whose columns are fixed, or -1. */
    int index(TableVersion version) {
        HashIndex[] indexes = version.indexes();
        for (int i = 0; i < indexes.length; i++) {
            if (indexes[i].definition().unique() && fixesAll(indexes[i].keys())) {
                return i;
            }
        }
        return -1;
    }

    private boolean fixesAll(int[] keys) {
        for (int key : keys) {
            if (conjunctOf(key) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The first conjunct that fixes the column, or -1. */
    private int conjunctOf(int column) {
        for (int i = 0; i < bindings.length; i++) {
            if (bindings[i] != null && bindings[i].column() == column) {
                return i;
            }
        }
        return -1;
    }

    /** The id of the row that has the key, or {@link #NO_ROW}. */
    long find(TableVersion version, int index, Object[] parameters) {
        int[] keys = version.indexes()[index].keys();
        Vector[] key = new Vector[version.table().fields().size()];
        for (int column : keys) {
            Expression value = bindings[conjunctOf(column)].value();
            Object wanted =
                    value instanceof Literal literal ? literal.value() : parameters[((Parameter) value).index()];
            if (wanted == null) {
                return NO_ROW;
            }
            // A number may be too large for the column's own type: then there is no such row.
            key[column] = wanted instanceof Long number
                    ? new LongVector(SqlType.BIGINT, new long[] {number}, null, 1)
                    : VectorBuilder.single(value.type(), wanted);
        }
        return version.findKey(index, key, 0, -1);
    }

    /** What the row must meet beside having the key, or null for nothing. */
    Expression rest(TableVersion version, int index) {
        int[] keys = version.indexes()[index].keys();
        if (keys.length == bindings.length) {
            return null; // each conjunct fixes one of the columns
        }
        List<Expression> rest = new ArrayList<>(conjuncts);
        for (int key : keys) {
            rest.remove(conjuncts.get(conjunctOf(key)));
        }
        return rest.size() == 1 ? rest.get(0) : new Call(Operators.AND, rest, SqlType.BOOLEAN);
    }
}
