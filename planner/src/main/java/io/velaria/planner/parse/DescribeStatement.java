package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DESCRIBE t | query} gives the columns, {@code SUMMARIZE t | query} statistics of their values. */
public final class DescribeStatement extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("DESCRIBE", SqlKind.OTHER);

    private final boolean summarize;
    private final SqlNode subject;

    public DescribeStatement(SqlParserPos pos, boolean summarize, SqlNode subject) {
        super(OPERATOR, pos);
        this.summarize = summarize;
        this.subject = subject;
    }

    public boolean summarize() {
        return summarize;
    }

    /** A table's identifier (a file's too) or a query. */
    public SqlNode subject() {
        return subject;
    }

    @Override
    List<SqlNode> children() {
        return List.of(subject);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(summarize ? "SUMMARIZE" : "DESCRIBE");
        subject.unparse(writer, 0, 0);
    }
}
