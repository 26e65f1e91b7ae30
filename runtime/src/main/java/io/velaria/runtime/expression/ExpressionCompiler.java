package io.velaria.runtime.expression;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.function.BuiltInFunctions;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Makes expressions ready to run for one task. */
public final class ExpressionCompiler {
    private final EvaluationContext context;
    /** Whether what is compiled runs once for each entry of a dictionary already. */
    private boolean perEntry;

    public ExpressionCompiler(EvaluationContext context) {
        this.context = context;
    }

    public EvaluationContext context() {
        return context;
    }

    public Evaluator compile(Expression expression) {
        if (expression instanceof InputRef input) {
            int index = input.index();
            return (batch, selection, count) -> batch.column(index);
        }
        if (expression instanceof Literal literal) {
            return ConstantEvaluator.of(literal.type(), literal.value());
        }
        if (expression instanceof Parameter parameter) {
            return ConstantEvaluator.of(parameter.type(), context.parameters()[parameter.index()]);
        }
        Call call = (Call) expression;
        int column = perEntry ? -1 : textColumn(call);
        if (column >= 0 && call.type().kind() != TypeKind.BOOLEAN) {
            perEntry = true;
            try {
                return PerEntry.evaluator(column, call.type(), compileCall(call));
            } finally {
                perEntry = false;
            }
        }
        Evaluator evaluator = compileCall(call);
        return Analysis.isConstant(call, context.functions()) ? new FoldedEvaluator(evaluator, call.type()) : evaluator;
    }

    /** The one text column that a call reads, where it always gives the same for the same text; else -1. */
    private int textColumn(Call call) {
        int column = Analysis.onlyColumn(call);
        return column >= 0 && Analysis.readsText(call) && !Analysis.isVolatile(call, context.functions()) ? column : -1;
    }

    private Evaluator compileCall(Call call) {
        return switch (call.function()) {
            case Operators.PLUS, Operators.MINUS, Operators.TIMES, Operators.DIVIDE, Operators.MODULO ->
                arithmetic(call);
            case Operators.NEGATE -> negate(call);
            case Operators.EQUAL,
                    Operators.NOT_EQUAL,
                    Operators.LESS,
                    Operators.LESS_OR_EQUAL,
                    Operators.GREATER,
                    Operators.GREATER_OR_EQUAL -> comparison(call);
            case Operators.AND, Operators.OR ->
                new Connective(
                        call.function().equals(Operators.AND),
                        call.operands().stream().map(this::compile).toArray(Evaluator[]::new));
            case Operators.NOT -> new Predicates.Not(compile(call.operand(0)));
            case Operators.IS_NULL,
                    Operators.IS_NOT_NULL,
                    Operators.IS_TRUE,
                    Operators.IS_NOT_TRUE,
                    Operators.IS_FALSE,
                    Operators.IS_NOT_FALSE,
                    Operators.IS_DISTINCT_FROM,
                    Operators.IS_NOT_DISTINCT_FROM ->
                // A predicate of constants is their value as a vector: not to be asked for from here again.
                new Predicates.AsVector(
                        Analysis.isConstant(call, context.functions()) ? predicateOf(call) : predicate(call));
            case Operators.CAST, Operators.TRY_CAST ->
                cast(
                        compile(call.operand(0)),
                        call.operand(0).type(),
                        call.type(),
                        call.function().equals(Operators.TRY_CAST));
            case Operators.CASE -> caseOf(call);
            case Operators.COALESCE ->
                new CoalesceEvaluator(
                        call.type(),
                        call.operands().stream().map(o -> as(o, call.type())).toArray(Evaluator[]::new));
            case Operators.IN -> in(call);
            case Operators.LIKE, Operators.ILIKE -> like(call);
            case Operators.CONCAT -> concat(call);
            case Operators.EXTRACT ->
                new ExtractEvaluator(
                        DateTimeField.of((String) ((Literal) call.operand(0)).value()),
                        call.type(),
                        call.operand(1).type(),
                        compile(call.operand(1)),
                        context.zone());
            case Operators.CHECK_LENGTH -> TextCasts.checkLength(compile(call.operand(0)), call.type());
            default -> function(call);
        };
    }

    /** An operand in the form of the type that a value of several branches has. */
    private Evaluator as(Expression operand, SqlType type) {
        SqlType own = operand.type();
        boolean same = own.kind() == type.kind()
                && own.scale() == type.scale()
                && own.isNanos() == type.isNanos()
                && (own.kind() != TypeKind.ARRAY || own.equals(type));
        return same ? compile(operand) : cast(compile(operand), own, type, false);
    }

    private Evaluator caseOf(Call call) {
        int branches = call.operands().size() / 2;
        Predicate[] conditions = new Predicate[branches];
        Evaluator[] values = new Evaluator[branches + 1];
        for (int i = 0; i < branches; i++) {
            conditions[i] = predicate(call.operand(2 * i));
            values[i] = as(call.operand(2 * i + 1), call.type());
        }
        values[branches] = call.operands().size() % 2 == 0
                ? ConstantEvaluator.of(call.type(), null)
                : as(call.operand(2 * branches), call.type());
        return new CaseEvaluator(call.type(), conditions, values);
    }

    private StrictTest like(Call call) {
        return new LikeTest(
                call.function().equals(Operators.ILIKE),
                call.operands().stream().map(this::compile).toArray(Evaluator[]::new));
    }

    private Evaluator concat(Call call) {
        if (call.type().kind() == TypeKind.ARRAY) {
            throw VelariaException.unsupported("|| of arrays");
        }
        List<Evaluator> operands = call.operands().stream()
                .map(o -> o.type().kind().isText() ? compile(o) : cast(compile(o), o.type(), SqlType.VARCHAR, false))
                .toList();
        return new RowEvaluator(call.type(), operands, true, true, (args, row, out) -> {
            for (Vector argument : args) {
                out.text().write(argument.stringBase(row), argument.stringOffset(row), argument.stringLength(row));
            }
            out.endText(row);
        });
    }

    private Evaluator in(Call call) {
        List<Object> candidates = new ArrayList<>();
        List<SqlType> types = new ArrayList<>();
        boolean nulls = false;
        Expression value = call.operand(0);
        for (Expression operand : call.operands().subList(1, call.operands().size())) {
            if (!(operand instanceof Literal) && !(operand instanceof Parameter)) {
                return inAsEqualities(call);
            }
            Object candidate = operand instanceof Literal literal
                    ? literal.value()
                    : context.parameters()[((Parameter) operand).index()];
            nulls |= candidate == null;
            if (candidate != null) {
                candidates.add(candidate);
                types.add(operand.type());
            }
        }
        StrictTest test = InTest.of(compile(value), value.type(), candidates, types);
        return nulls
                ? new Connective(false, new Evaluator[] {test, ConstantEvaluator.of(SqlType.BOOLEAN, null)})
                : test;
    }

    private Evaluator inAsEqualities(Call call) {
        List<Expression> equalities = new ArrayList<>();
        for (Expression candidate : call.operands().subList(1, call.operands().size())) {
            equalities.add(Call.of(Operators.EQUAL, SqlType.BOOLEAN, call.operand(0), candidate));
        }
        return equalities.size() == 1
                ? compile(equalities.get(0))
                : compile(new Call(Operators.OR, equalities, SqlType.BOOLEAN));
    }

    private Evaluator function(Call call) {
        ScalarFunction function = BuiltInFunctions.withSyntax().find(call.function());
        if (function == null) {
            function = context.functions().find(call.function());
        }
        if (function == null) {
            throw VelariaException.of(SqlState.UNDEFINED_FUNCTION, "no function is named " + call.function())
                    .hint(Suggestion.didYouMean(
                            call.function(), context.functions().names()));
        }
        return function.bind(call, call.operands().stream().map(this::compile).toList(), context);
    }

    private Evaluator arithmetic(Call call) {
        Expression left = call.operand(0);
        Expression right = call.operand(1);
        TypeKind kind = call.type().kind();
        boolean numeric = left.type().kind().isNumeric() && right.type().kind().isNumeric();
        if (numeric && kind.isInteger()) {
            return new IntegerArithmetic(call.function(), call.type(), compile(left), compile(right));
        }
        if (numeric && kind == TypeKind.DECIMAL) {
            return new DecimalArithmetic(call.function(), call.type(), left, compile(left), right, compile(right));
        }
        if (numeric && kind.isApproximateNumeric()) {
            return new FloatingArithmetic(
                    call.function(),
                    call.type(),
                    cast(compile(left), left.type(), call.type(), false),
                    cast(compile(right), right.type(), call.type(), false));
        }
        RowFunction dates =
                DateTimeArithmetic.of(call.function(), left.type(), right.type(), call.type(), context.zone());
        if (dates == null) {
            throw VelariaException.unsupported(left.type() + " " + call.function() + " " + right.type());
        }
        return new RowEvaluator(call.type(), List.of(compile(left), compile(right)), true, true, dates);
    }

    private Evaluator negate(Call call) {
        Expression operand = call.operand(0);
        if (operand.type().kind().isApproximateNumeric()) {
            // times -1 keeps the sign of zero, which 0 - x loses
            return new FloatingArithmetic(
                    Operators.TIMES, call.type(), compile(operand), ConstantEvaluator.of(operand.type(), -1.0));
        }
        Literal zero = new Literal(0L, operand.type());
        if (operand.type().kind() == TypeKind.DECIMAL) {
            return new DecimalArithmetic(Operators.MINUS, call.type(), zero, compile(zero), operand, compile(operand));
        }
        return new IntegerArithmetic(Operators.MINUS, call.type(), compile(zero), compile(operand));
    }

    private StrictTest comparison(Call call) {
        return comparison(
                Comparison.of(call.function()),
                call.operand(0).type(),
                compile(call.operand(0)),
                call.operand(1).type(),
                compile(call.operand(1)));
    }

    static StrictTest comparison(
            Comparison comparison, SqlType leftType, Evaluator left, SqlType rightType, Evaluator right) {
        SqlType type = leftType.kind() == TypeKind.NULL ? rightType : leftType;
        return switch (type.carrier()) {
            case INT8, INT16, INT32, INT64, INT128 -> new ExactComparison(comparison, leftType, left, rightType, right);
            case FLOAT32, FLOAT64 -> new FloatingComparison(comparison, left, right);
            case BYTES -> new TextComparison(comparison, left, right);
            case FLOAT_LIST, LIST -> throw VelariaException.unsupported("comparison of " + leftType);
        };
    }

    /** An evaluator's values as another type, NULL where that fails if {@code lenient}. */
    public Evaluator cast(Evaluator source, SqlType from, SqlType to, boolean lenient) {
        if (from.equals(to)) {
            return source;
        }
        TypeKind kind = from.kind();
        if (kind == TypeKind.NULL) {
            return ConstantEvaluator.of(to, null);
        }
        boolean numbers = (kind.isNumeric() || kind == TypeKind.BOOLEAN)
                && (to.kind().isNumeric() || to.kind() == TypeKind.BOOLEAN);
        if (numbers && !(kind.isApproximateNumeric() && to.kind() == TypeKind.BOOLEAN)) {
            return NumericCasts.compile(source, from, to, lenient);
        }
        if (to.kind() == TypeKind.VARCHAR) {
            return TextCasts.toText(source, from, to, context.zone());
        }
        if (kind == TypeKind.VARCHAR) {
            return TextCasts.fromText(source, to, lenient, context.zone());
        }
        if (kind == TypeKind.ARRAY
                && to.kind() == TypeKind.VECTOR
                && from.element().kind().isNumeric()) {
            return TextCasts.arrayToVector(source, from, to, lenient);
        }
        if (kind == TypeKind.VECTOR
                && to.kind() == TypeKind.ARRAY
                && to.element().kind().isApproximateNumeric()) {
            return TextCasts.vectorToArray(source, to);
        }
        if (kind == to.kind() && kind != TypeKind.ARRAY && kind != TypeKind.VECTOR) {
            if (!kind.isDateTime() || kind == TypeKind.DATE) {
                return Retype.evaluator(source, to);
            }
        }
        RowFunction dates = DateTimes.cast(from, to, context.zone());
        if (dates == null) {
            throw VelariaException.of(SqlState.CANNOT_COERCE, "cannot cast " + from + " to " + to);
        }
        return RowEvaluator.strict(to, source, lenient ? TextCasts.orNull(dates) : dates);
    }

    public Predicate predicate(Expression condition) {
        if (condition instanceof Literal literal) {
            return !literal.isNull() && (Long) literal.value() != 0 ? Predicates.ALWAYS : Predicates.NEVER;
        }
        if (!(condition instanceof Call call)) {
            return Predicates.isTrue(compile(condition));
        }
        if (Analysis.isConstant(call, context.functions())) {
            return Predicates.isTrue(compile(call));
        }
        int column = perEntry ? -1 : textColumn(call);
        boolean nullTest =
                call.function().equals(Operators.IS_NULL) || call.function().equals(Operators.IS_NOT_NULL);
        if (column >= 0 && !(nullTest && call.operand(0) instanceof InputRef)) {
            perEntry = true;
            try {
                return PerEntry.predicate(column, predicateOf(call));
            } finally {
                perEntry = false;
            }
        }
        return predicateOf(call);
    }

    private Predicate predicateOf(Call call) {
        return switch (call.function()) {
            case Operators.AND -> new ConjunctionCompiler(this).compile(call.operands(), List.of());
            case Operators.OR ->
                new Disjunction(call.operands().stream().map(this::predicate).toArray(Predicate[]::new));
            case Operators.NOT -> negation(call.operand(0));
            case Operators.IS_NULL -> Predicates.isNull(compile(call.operand(0)), true);
            case Operators.IS_NOT_NULL -> Predicates.isNull(compile(call.operand(0)), false);
            case Operators.IS_TRUE -> predicate(call.operand(0));
            case Operators.IS_NOT_TRUE -> new Predicates.Complement(predicate(call.operand(0)));
            case Operators.IS_FALSE -> negation(call.operand(0));
            case Operators.IS_NOT_FALSE -> new Predicates.Complement(negation(call.operand(0)));
            case Operators.IS_NOT_DISTINCT_FROM -> notDistinct(call);
            case Operators.IS_DISTINCT_FROM -> new Predicates.Complement(notDistinct(call));
            case Operators.EQUAL,
                    Operators.NOT_EQUAL,
                    Operators.LESS,
                    Operators.LESS_OR_EQUAL,
                    Operators.GREATER,
                    Operators.GREATER_OR_EQUAL -> comparison(call);
            case Operators.LIKE, Operators.ILIKE -> like(call);
            case Operators.IN -> {
                Evaluator in = in(call);
                yield in instanceof StrictTest test ? test : Predicates.isTrue(in);
            }
            default -> Predicates.isTrue(compile(call));
        };
    }

    /**
     * A condition and further predicates that can not fail. They are asked in the order that drops most rows soonest, but
     * after whatever can fail: of the rows that come here, which raise an error does not hang on them.
     */
    public Predicate conjunction(Expression condition, List<Predicate> further) {
        if (further.isEmpty()) {
            return predicate(condition);
        }
        List<Expression> conditions = new ArrayList<>();
        addConjuncts(condition, conditions);
        return new ConjunctionCompiler(this).compile(conditions, further);
    }

    private static void addConjuncts(Expression condition, List<Expression> conjuncts) {
        if (condition instanceof Call call && call.function().equals(Operators.AND)) {
            call.operands().forEach(operand -> addConjuncts(operand, conjuncts));
        } else if (!Literal.TRUE.equals(condition)) {
            conjuncts.add(condition);
        }
    }

    private Predicate notDistinct(Call call) {
        SqlType left = call.operand(0).type();
        SqlType right = call.operand(1).type();
        return new NullSafeEquality(
                compile(call.operand(0)),
                compile(call.operand(1)),
                (a, b) -> comparison(Comparison.EQUAL, left, a, right, b));
    }

    /** The rows where a condition is FALSE: NOT is pushed towards the leaves. */
    private Predicate negation(Expression condition) {
        if (condition instanceof Call call) {
            Comparison comparison = Comparison.of(call.function());
            if (comparison != null) {
                return predicate(new Call(comparison.negated().operator(), call.operands(), call.type()));
            }
            switch (call.function()) {
                case Operators.AND, Operators.OR -> {
                    List<Expression> negated = call.operands().stream()
                            .<Expression>map(operand -> Call.of(Operators.NOT, SqlType.BOOLEAN, operand))
                            .toList();
                    boolean and = call.function().equals(Operators.AND);
                    return predicate(new Call(and ? Operators.OR : Operators.AND, negated, call.type()));
                }
                case Operators.NOT -> {
                    return predicate(call.operand(0));
                }
                case Operators.IS_NULL,
                        Operators.IS_NOT_NULL,
                        Operators.IS_TRUE,
                        Operators.IS_NOT_TRUE,
                        Operators.IS_FALSE,
                        Operators.IS_NOT_FALSE,
                        Operators.IS_DISTINCT_FROM,
                        Operators.IS_NOT_DISTINCT_FROM -> {
                    return new Predicates.Complement(predicate(call)); // never NULL
                }
                default -> {}
            }
        }
        return Predicates.isTrue(new Predicates.Not(compile(condition)));
    }
}
