package io.velaria.planner.parse;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code value::type}, which is parsed as an operator and becomes a CAST. */
public final class InfixCast extends SqlBinaryOperator {
    public static final InfixCast OPERATOR = new InfixCast();

    private InfixCast() {
        // binds tighter than any arithmetic
        super("::", SqlKind.CAST, 94, true, null, null, null);
    }

    @Override
    public SqlCall createCall(SqlLiteral functionQualifier, SqlParserPos pos, SqlNode... operands) {
        return SqlStdOperatorTable.CAST.createCall(functionQualifier, pos, operands);
    }
}
