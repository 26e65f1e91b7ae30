package io.velaria.runtime.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.type.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonSubexpressionsTest {
    private static final Expression A = new InputRef(0, SqlType.BIGINT);
    private static final Expression B = new InputRef(1, SqlType.BIGINT);
    private static final Expression ONE = new Literal(1L, SqlType.BIGINT);

    private static CommonSubexpressions share(Expression... expressions) {
        return CommonSubexpressions.of(List.of(expressions), 2, Check.context().functions());
    }

    private static Call call(String operator, Expression... operands) {
        return Call.of(operator, SqlType.BIGINT, operands);
    }

    @Test
    void computesWhatIsMetTwiceOnce() {
        Call product = call("*", A, call("-", ONE, B));
        CommonSubexpressions shared = share(A, product, call("*", product, call("+", ONE, B)));
        assertEquals(List.of(product), shared.shared());
        Expression place = new InputRef(2, SqlType.BIGINT);
        assertEquals(List.of(A, place, call("*", place, call("+", ONE, B))), shared.expressions());
    }

    @Test
    void sharedExpressionsReadThoseBeforeThem() {
        Call inner = call("-", ONE, B);
        Call outer = call("*", A, inner);
        CommonSubexpressions shared = share(outer, outer, inner);
        Expression innerPlace = new InputRef(2, SqlType.BIGINT);
        Expression outerPlace = new InputRef(3, SqlType.BIGINT);
        assertEquals(List.of(inner, call("*", A, innerPlace)), shared.shared());
        assertEquals(List.of(outerPlace, outerPlace, innerPlace), shared.expressions());
    }

    @Test
    void takesNothingOutOfBranches() {
        Call quotient = call("/", A, B);
        Call guarded = call(
                Operators.CASE,
                Call.of(Operators.NOT_EQUAL, SqlType.BOOLEAN, B, ONE),
                quotient,
                call("+", quotient, ONE));
        assertEquals(List.of(), share(guarded, call("+", guarded.operand(1), A)).shared());
        // computed for every row by itself: then the branches may read it
        assertEquals(
                List.of(quotient),
                share(guarded, quotient, call("+", quotient, A)).shared());
    }

    @Test
    void leavesConstantsAndVolatileFunctionsAlone() {
        Call random = Call.of("RANDOM", SqlType.DOUBLE);
        Call constant = call("+", ONE, ONE);
        assertEquals(List.of(), share(random, random, constant, constant, A, A).shared());
    }
}
