package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code x AT TIME ZONE zone}, which is parsed as an operator and becomes {@code TIMEZONE(zone, x)}. */
public final class AtTimeZone extends SqlBinaryOperator {
    public static final AtTimeZone OPERATOR = new AtTimeZone();

    private AtTimeZone() {
        // binds tighter than arithmetic, but not than a sign
        super("AT TIME ZONE", SqlKind.OTHER, 70, true, null, null, null);
    }

    @Override
    public SqlCall createCall(SqlLiteral functionQualifier, SqlParserPos pos, SqlNode... operands) {
        return TimeUnits.call("TIMEZONE", List.of(operands[1], operands[0]), pos);
    }

    /** {@code TIMESTAMP WITH TIME ZONE '..'}: no literal, as text without a zone is of the session's. */
    public static SqlNode instant(String text, SqlParserPos pos) {
        SqlDataTypeSpec type =
                new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, pos), pos);
        return SqlStdOperatorTable.CAST.createCall(pos, SqlLiteral.createCharString(text, pos), type);
    }
}
