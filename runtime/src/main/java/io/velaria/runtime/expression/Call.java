package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An operator or function applied to operands. The names of the built-in operators are in {@link Operators}; every other
 * name is that of a {@link ScalarFunction}, in upper case.
 */
public record Call(String function, List<Expression> operands, SqlType type) implements Expression {
    public Call {
        Objects.requireNonNull(function);
        Objects.requireNonNull(type);
        operands = List.copyOf(operands);
    }

    public static Call of(String function, SqlType type, Expression... operands) {
        return new Call(function, List.of(operands), type);
    }

    public Expression operand(int index) {
        return operands.get(index);
    }

    @Override
    public String toString() {
        if (Operators.isInfix(function) && operands.size() >= 2) {
            return operands.stream().map(Object::toString).collect(Collectors.joining(" " + function + " ", "(", ")"));
        }
        if (function.equals(Operators.CAST) || function.equals(Operators.TRY_CAST)) {
            return function + "(" + operands.get(0) + " AS " + type + ")";
        }
        return function + operands.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
