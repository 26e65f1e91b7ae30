package io.velaria.planner.fold;

import io.velaria.planner.ParameterValues;
import io.velaria.planner.type.TypeMapping;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Analysis;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/**
 * Folds constants by running the query's own kernels on a batch of one row. What fails, or has a type without literals,
 * stays as it is, so that the error comes when and only if the row is computed.
 */
public final class ConstantFolder implements RexExecutor {
    private static final Batch ONE_ROW = Batch.of(new Vector[0], 1, 0);
    private static final int NANOS = 1_000_000_000;

    private final EvaluationContext context;
    private final EvaluationContext hints;
    private final ParameterValues parameters;
    private final Function<RexNode, Expression> converter;
    private final Set<Expression> assumptions = new LinkedHashSet<>();

    /** @param parameters the values of the execution that is planned for, if it is known */
    public ConstantFolder(
            EvaluationContext context, ParameterValues parameters, Function<RexNode, Expression> converter) {
        this.context = context;
        this.hints = new EvaluationContext(
                parameters.values(), context.statementMicros(), context.zone(), context.functions());
        this.parameters = parameters;
        this.converter = converter;
    }

    @Override
    public void reduce(RexBuilder builder, List<RexNode> constants, List<RexNode> reduced) {
        for (RexNode constant : constants) {
            reduced.add(reduce(builder, constant));
        }
    }

    private RexNode reduce(RexBuilder builder, RexNode constant) {
        try {
            Object value = evaluate(converter.apply(constant), context);
            RelDataType type = constant.getType();
            if (value == null) {
                return type.isNullable() ? builder.makeNullLiteral(type) : constant;
            }
            RexNode literal = literal(builder, value, type);
            return literal == null ? constant : literal;
        } catch (VelariaException | ArithmeticException failure) {
            return constant;
        }
    }

    /**
     * Whether computing the expression may raise an error; true where that is not known. What depends on parameters
     * only, and does not fail for the values at hand, is from then on among the {@link #assumptions}.
     */
    public boolean canFail(RexNode expression) {
        try {
            Set<Expression> needed = new LinkedHashSet<>();
            boolean fails = Analysis.canFail(
                    converter.apply(expression), constant -> isComputable(constant) && needed.add(constant));
            if (!fails) {
                assumptions.addAll(needed);
            }
            return fails;
        } catch (VelariaException unsupported) {
            return true;
        }
    }

    private boolean isComputable(Expression constant) {
        if (!knows(constant) || !Analysis.isConstant(constant, context.functions())) {
            return false;
        }
        try {
            evaluate(constant, hints);
            return true;
        } catch (VelariaException | ArithmeticException failure) {
            return false;
        }
    }

    private boolean knows(Expression expression) {
        if (expression instanceof Parameter parameter) {
            return parameters.knows(parameter.index(), parameter.type());
        }
        return !(expression instanceof Call call) || call.operands().stream().allMatch(this::knows);
    }

    /** Expressions over parameters that plans were made to rely on: they must not fail. */
    public List<Expression> assumptions() {
        return List.copyOf(assumptions);
    }

    /** What an expression without columns gives for the parameters at hand, for estimates; null if that is unknown. */
    public Object hint(RexNode expression) {
        try {
            Expression converted = converter.apply(expression);
            return knows(converted) && Analysis.isConstant(converted, context.functions())
                    ? evaluate(converted, hints)
                    : null;
        } catch (VelariaException | ArithmeticException failure) {
            return null;
        }
    }

    /** The value in the form of a Literal; the expression must not read columns. */
    public static Object evaluate(Expression expression, EvaluationContext context) {
        ExpressionCompiler compiler = new ExpressionCompiler(context);
        return compiler.compile(expression).evaluate(ONE_ROW, null, 1).valueAt(0);
    }

    private static RexNode literal(RexBuilder builder, Object value, RelDataType type) {
        SqlType ours = TypeMapping.toSqlType(type);
        Object converted =
                switch (ours.kind()) {
                    case BOOLEAN -> (Long) value != 0;
                    case TINYINT, SMALLINT, INTEGER, BIGINT -> BigDecimal.valueOf((Long) value);
                    case DECIMAL -> new BigDecimal(unscaled(value), ours.scale());
                    case REAL, DOUBLE -> finite(((Number) value).doubleValue());
                    case VARCHAR -> value;
                    case DATE -> DateString.fromDaysSinceEpoch(Math.toIntExact((Long) value));
                    case TIME -> time((Long) value);
                    case TIMESTAMP -> timestamp((Long) value, ours);
                    case INTERVAL_MONTHS -> BigDecimal.valueOf((Long) value);
                    case INTERVAL_MICROS -> (Long) value % 1000 == 0 ? BigDecimal.valueOf((Long) value / 1000) : null;
                    default -> null;
                };
        return converted == null ? null : builder.makeLiteral(converted, type, true);
    }

    private static BigInteger unscaled(Object value) {
        return value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf((Long) value);
    }

    /** Infinities and NaN have no literal. */
    private static Object finite(double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
    }

    private static TimeString time(long micros) {
        TimeString whole = TimeString.fromMillisOfDay((int) (micros / 1000_000 * 1000));
        return whole.withNanos((int) (micros % 1_000_000 * 1000));
    }

    private static TimestampString timestamp(long value, SqlType type) {
        long perSecond = type.isNanos() ? NANOS : 1_000_000;
        long seconds = Math.floorDiv(value, perSecond);
        long nanos = Math.floorMod(value, perSecond) * (NANOS / perSecond);
        return TimestampString.fromMillisSinceEpoch(Math.multiplyExact(seconds, 1000))
                .withNanos((int) nanos);
    }
}
