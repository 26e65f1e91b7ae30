package io.velaria.jdbc;

import io.velaria.runtime.expression.ArgumentKind;
import io.velaria.runtime.expression.ScalarFunction;
import java.util.List;

/** The groups that JDBC sorts functions into, told by what a function takes. */
enum FunctionClass {
    NUMERIC,
    STRING,
    TIME_DATE,
    SYSTEM;

    static FunctionClass of(ScalarFunction function) {
        List<ArgumentKind> parameters = function.signatures().isEmpty()
                ? List.of()
                : function.signatures().get(0).parameters();
        boolean dates = parameters.stream().anyMatch(kind -> switch (kind) {
            case DATE, TIME, TIMESTAMP, DATETIME, INTERVAL -> true;
            default -> false;
        });
        if (parameters.isEmpty()) {
            return SYSTEM;
        }
        if (dates) {
            return TIME_DATE;
        }
        return switch (parameters.get(0)) {
            case INTEGER, BIGINT, EXACT, NUMERIC, DOUBLE -> NUMERIC;
            case VARCHAR, TO_VARCHAR, TEXT_OR_BINARY -> STRING;
            default -> SYSTEM;
        };
    }
}
