package io.velaria.planner.parse;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE or ROLLBACK TO. */
public final class TransactionStatement extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("TRANSACTION", SqlKind.OTHER);

    private final String kind;
    private final String savepoint;

    public TransactionStatement(SqlParserPos pos, String kind, String savepoint) {
        super(OPERATOR, pos);
        this.kind = kind;
        this.savepoint = savepoint;
    }

    /** As {@code Command.TransactionControl} names it. */
    public String kind() {
        return kind;
    }

    /** Null where none is named. */
    public String savepoint() {
        return savepoint;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(kind);
        if (savepoint != null) {
            writer.identifier(savepoint, false);
        }
    }
}
