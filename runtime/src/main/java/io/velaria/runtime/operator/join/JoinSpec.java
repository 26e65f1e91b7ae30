package io.velaria.runtime.operator.join;

import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Join} seen from its two sides: the build side is kept in a table, the probe side streams past it. A kept row
 * has the build side's columns, then keys that had to be cast to compare.
 */
final class JoinSpec {
    private final Join plan;
    private final boolean buildLeft;
    private final List<Field> buildFields;
    private final List<Field> probeFields;
    private final List<Expression> buildKeys = new ArrayList<>();
    private final List<Expression> probeKeys = new ArrayList<>();
    private final boolean[] nullsEqual;
    private final int[] keyColumns;
    private final boolean[] referenced;

    JoinSpec(Join plan) {
        this.plan = plan;
        this.buildLeft = plan.buildLeft() && plan.kind() != Join.Kind.MARK;
        this.buildFields = build().schema();
        this.probeFields = probe().schema();
        int keys = plan.leftKeys().size();
        this.nullsEqual = new boolean[keys];
        this.keyColumns = new int[keys];
        int columns = buildFields.size();
        for (int k = 0; k < keys; k++) {
            nullsEqual[k] = plan.nullsEqual().get(k);
            int buildColumn = (buildLeft ? plan.leftKeys() : plan.rightKeys()).get(k);
            int probeColumn = (buildLeft ? plan.rightKeys() : plan.leftKeys()).get(k);
            SqlType buildType = buildFields.get(buildColumn).type();
            SqlType probeType = probeFields.get(probeColumn).type();
            SqlType common = common(buildType, probeType);
            buildKeys.add(cast(buildColumn, buildType, common));
            probeKeys.add(cast(probeColumn, probeType, common));
            if (buildKeys.get(k) instanceof InputRef) {
                keyColumns[k] = buildColumn;
            } else {
                keyColumns[k] = columns++;
            }
        }
        this.referenced = new boolean[buildFields.size() + probeFields.size()];
        if (plan.residual() != null) {
            markReferenced(plan.residual());
        }
    }

    /** Whether a key is an integer of at most 64 bits on both sides, compared as it is, and NULL matches nothing. */
    boolean isIntegerKey(int key) {
        if (nullsEqual[key]
                || !(buildKeys.get(key) instanceof InputRef build)
                || !(probeKeys.get(key) instanceof InputRef probe)) {
            return false;
        }
        SqlType a = build.type();
        SqlType b = probe.type();
        return a.carrier().isLongLike()
                && b.carrier().isLongLike()
                && (a.kind() == b.kind()
                        || a.kind().isExactNumeric() && b.kind().isExactNumeric());
    }

    /** Whether there is one key, and it is such an integer. */
    boolean hasOneIntegerKey() {
        return keyCount() == 1 && isIntegerKey(0);
    }

    /** The probe side's column of a key that needs no cast. */
    int probeColumn(int key) {
        return ((InputRef) probeKeys.get(key)).index();
    }

    /** Whether rows of the probe side without a match make no difference. */
    boolean dropsUnmatchedProbes() {
        return isBuildFilter() || kind() != Join.Kind.ANTI && kind() != Join.Kind.MARK && !isProbePreserved();
    }

    /** The type to compare in, or null where values of the two compare as they are. */
    private static SqlType common(SqlType a, SqlType b) {
        TypeKind kindA = a.kind();
        TypeKind kindB = b.kind();
        if (kindA.isExactNumeric() && kindB.isExactNumeric()) {
            boolean narrow = a.carrier().isLongLike() && b.carrier().isLongLike();
            if (a.scale() == b.scale() && (narrow || a.carrier() == b.carrier())) {
                return null;
            }
            int scale = Math.max(a.scale(), b.scale());
            int digits = Math.max(digits(a) - a.scale(), digits(b) - b.scale());
            return SqlType.decimal(Math.min(SqlType.MAX_DECIMAL_PRECISION, digits + scale), scale);
        }
        if (kindA.isNumeric() && kindB.isNumeric()) {
            return a.equals(b) ? null : SqlType.DOUBLE;
        }
        if (kindA == kindB && kindA.isTimestamp() && a.isNanos() != b.isNanos()) {
            return a.isNanos() ? a : b;
        }
        return null;
    }

    private static int digits(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.precision();
        };
    }

    private static Expression cast(int column, SqlType type, SqlType common) {
        InputRef input = new InputRef(column, type);
        if (common == null || common.equals(type)) {
            return input;
        }
        boolean fits =
                common.kind() != TypeKind.DECIMAL || digits(type) - type.scale() <= common.precision() - common.scale();
        return fits ? Call.of(Operators.CAST, common, input) : castOrUnequal(input, common);
    }

    /** A number too large for the type is larger than any of the other side, whose numbers it holds all. */
    private static Expression castOrUnequal(InputRef input, SqlType common) {
        Expression cast = Call.of(Operators.TRY_CAST, common, input);
        Expression tooLarge = Call.of(
                Operators.AND,
                SqlType.BOOLEAN,
                Call.of(Operators.IS_NOT_NULL, SqlType.BOOLEAN, input),
                Call.of(Operators.IS_NULL, SqlType.BOOLEAN, cast));
        Literal beyond = new Literal(Int128.of(BigInteger.TEN.pow(SqlType.MAX_DECIMAL_PRECISION)), common);
        return Call.of(Operators.CASE, common, tooLarge, beyond, cast);
    }

    private void markReferenced(Expression expression) {
        if (expression instanceof InputRef input) {
            referenced[input.index()] = true;
        } else if (expression instanceof Call call) {
            call.operands().forEach(this::markReferenced);
        }
    }

    Join.Kind kind() {
        return plan.kind();
    }

    PhysicalPlan build() {
        return buildLeft ? plan.left() : plan.right();
    }

    PhysicalPlan probe() {
        return buildLeft ? plan.right() : plan.left();
    }

    Expression residual() {
        return plan.residual();
    }

    boolean isBuildLeft() {
        return buildLeft;
    }

    List<Field> buildFields() {
        return buildFields;
    }

    List<Field> probeFields() {
        return probeFields;
    }

    int keyCount() {
        return nullsEqual.length;
    }

    List<Expression> buildKeys() {
        return buildKeys;
    }

    List<Expression> probeKeys() {
        return probeKeys;
    }

    boolean nullsEqual(int key) {
        return nullsEqual[key];
    }

    /** The column of kept rows that a key is in. */
    int keyColumn(int key) {
        return keyColumns[key];
    }

    /** Where the columns of the build side start among left and right columns. */
    int buildOffset() {
        return buildLeft ? 0 : probeFields.size();
    }

    int probeOffset() {
        return buildLeft ? buildFields.size() : 0;
    }

    int pairColumns() {
        return buildFields.size() + probeFields.size();
    }

    /** Whether the residual reads a column of the pair. */
    boolean isReferenced(int pairColumn) {
        return referenced[pairColumn];
    }

    boolean isProbePreserved() {
        return kind() == Join.Kind.FULL || kind() == (buildLeft ? Join.Kind.RIGHT : Join.Kind.LEFT);
    }

    /** Whether rows of the build side come out without a match. */
    boolean isBuildPreserved() {
        return kind() == Join.Kind.FULL || kind() == (buildLeft ? Join.Kind.LEFT : Join.Kind.RIGHT);
    }

    /** Whether only rows of the build side come out, once all of the probe side is known. */
    boolean isBuildFilter() {
        return buildLeft && (kind() == Join.Kind.SEMI || kind() == Join.Kind.ANTI);
    }

    /** Whether rows with a NULL key that matches nothing are kept. */
    boolean keepsNullKeys() {
        return isBuildPreserved() || isBuildFilter() || kind() == Join.Kind.MARK;
    }

    /** Whether it matters which rows of the build side have met a match. */
    boolean marksMatches() {
        return isBuildPreserved() || isBuildFilter();
    }
}
