package io.velaria.runtime.expression;

import java.util.Set;

/**
 * Names of the operators that {@link ExpressionCompiler} knows without a {@link ScalarFunction}, and what the planner
 * promises about their operands.
 *
 * <ul>
 *   <li>Comparisons: both operands exact numeric (any width and scale, compared by value), or both of one kind (REAL
 *       and DOUBLE count as one, so do VARCHAR of any length). Dates and timestamps are cast to one type first;
 *       timestamps of different precision may meet.
 *   <li>Arithmetic: the call's type is the result's. Exact operands may differ in width and scale; with an approximate
 *       result the operands are of that type. Integer results out of range raise 22003, division by zero 22012.
 *   <li>Date arithmetic: {@code DATE + INTERVAL}, {@code TIMESTAMP + INTERVAL}, {@code TIME + INTERVAL}, the same with
 *       {@code -} (datetime first), {@code DATE - DATE} as INTEGER days or as an interval as the type says,
 *       {@code DATE + INTEGER} days, intervals with each other, interval times number.
 *   <li>AND and OR take two or more operands and are three-valued; CASE is condition, value, .., else; branches are
 *       evaluated only for their rows. COALESCE likewise.
 *   <li>IN: the value, then two or more candidates of a comparable type that are literals or parameters.
 *   <li>LIKE, ILIKE: value, pattern and optionally a one-character escape.
 * </ul>
 */
public final class Operators {
    public static final String PLUS = "+";
    public static final String MINUS = "-";
    public static final String TIMES = "*";
    public static final String DIVIDE = "/";
    public static final String MODULO = "%";
    public static final String NEGATE = "NEGATE";

    public static final String EQUAL = "=";
    public static final String NOT_EQUAL = "<>";
    public static final String LESS = "<";
    public static final String LESS_OR_EQUAL = "<=";
    public static final String GREATER = ">";
    public static final String GREATER_OR_EQUAL = ">=";
    public static final String IS_DISTINCT_FROM = "IS DISTINCT FROM";
    public static final String IS_NOT_DISTINCT_FROM = "IS NOT DISTINCT FROM";

    public static final String AND = "AND";
    public static final String OR = "OR";
    public static final String NOT = "NOT";
    public static final String IS_NULL = "IS NULL";
    public static final String IS_NOT_NULL = "IS NOT NULL";
    public static final String IS_TRUE = "IS TRUE";
    public static final String IS_NOT_TRUE = "IS NOT TRUE";
    public static final String IS_FALSE = "IS FALSE";
    public static final String IS_NOT_FALSE = "IS NOT FALSE";

    public static final String CASE = "CASE";
    public static final String COALESCE = "COALESCE";
    public static final String CAST = "CAST";
    public static final String TRY_CAST = "TRY_CAST";
    public static final String IN = "IN";
    public static final String LIKE = "LIKE";
    public static final String ILIKE = "ILIKE";
    public static final String CONCAT = "||";

    /** EXTRACT(unit as a VARCHAR literal in upper case, datetime or interval). */
    public static final String EXTRACT = "EXTRACT";

    /** CHECK_LENGTH(text) of type VARCHAR(n): the text, or 22001 where more than blanks is cut off. */
    public static final String CHECK_LENGTH = "CHECK_LENGTH";

    private static final Set<String> INFIX = Set.of(
            PLUS,
            MINUS,
            TIMES,
            DIVIDE,
            MODULO,
            EQUAL,
            NOT_EQUAL,
            LESS,
            LESS_OR_EQUAL,
            GREATER,
            GREATER_OR_EQUAL,
            IS_DISTINCT_FROM,
            IS_NOT_DISTINCT_FROM,
            AND,
            OR,
            LIKE,
            ILIKE,
            CONCAT);

    private Operators() {}

    static boolean isInfix(String name) {
        return INFIX.contains(name);
    }
}
