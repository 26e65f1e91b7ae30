package io.velaria.planner.parse;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code query EMIT CHANGES}: a call of one operand, the query whose changes are wanted. */
public final class EmitChanges {
    public static final SqlOperator OPERATOR =
            new SqlPostfixOperator("EMIT CHANGES", SqlKind.OTHER, 2, null, null, null);

    private EmitChanges() {}

    public static SqlNode of(SqlNode query, SqlParserPos pos) {
        return OPERATOR.createCall(pos, query);
    }

    /** The query whose changes are wanted, or null where the node is no EMIT CHANGES. */
    public static SqlNode query(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() == OPERATOR ? call.operand(0) : null;
    }
}
