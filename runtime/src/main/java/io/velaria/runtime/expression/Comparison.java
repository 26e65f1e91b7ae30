package io.velaria.runtime.expression;

/** The six comparisons. */
enum Comparison {
    EQUAL(Operators.EQUAL),
    NOT_EQUAL(Operators.NOT_EQUAL),
    LESS(Operators.LESS),
    LESS_OR_EQUAL(Operators.LESS_OR_EQUAL),
    GREATER(Operators.GREATER),
    GREATER_OR_EQUAL(Operators.GREATER_OR_EQUAL);

    private final String operator;

    Comparison(String operator) {
        this.operator = operator;
    }

    String operator() {
        return operator;
    }

    /** The comparison of that name, or null. */
    static Comparison of(String operator) {
        for (Comparison comparison : values()) {
            if (comparison.operator.equals(operator)) {
                return comparison;
            }
        }
        return null;
    }

    /** The one that is TRUE where this is FALSE. */
    Comparison negated() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case LESS -> GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> GREATER;
            case GREATER -> LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> LESS;
        };
    }

    /** The same with the operands exchanged. */
    Comparison swapped() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            default -> this;
        };
    }

    /** Whether an order as of {@link Comparable#compareTo} satisfies this. */
    boolean accepts(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
