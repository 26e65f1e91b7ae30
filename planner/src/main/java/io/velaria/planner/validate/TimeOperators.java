package io.velaria.planner.validate;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/** The statement's clock reading, in microseconds: an instant, or the session's local time. */
final class TimeOperators {
    static final SqlFunction CURRENT_TIMESTAMP =
            new Clock("CURRENT_TIMESTAMP", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, SqlSyntax.FUNCTION_ID);
    static final SqlFunction LOCALTIMESTAMP = new Clock("LOCALTIMESTAMP", SqlTypeName.TIMESTAMP, SqlSyntax.FUNCTION_ID);
    static final SqlFunction NOW = new Clock("NOW", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, SqlSyntax.FUNCTION);

    private TimeOperators() {}

    private static final class Clock extends SqlFunction {
        private final SqlSyntax syntax;

        Clock(String name, SqlTypeName type, SqlSyntax syntax) {
            super(
                    name,
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.explicit(type),
                    null,
                    OperandTypes.NILADIC,
                    SqlFunctionCategory.TIMEDATE);
            this.syntax = syntax;
        }

        @Override
        public SqlSyntax getSyntax() {
            return syntax;
        }

        /** Its value is that of the execution, not of the planning. */
        @Override
        public boolean isDynamicFunction() {
            return true;
        }
    }
}
