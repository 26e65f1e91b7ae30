package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXPLAIN [ANALYZE] [STREAM] [(FORMAT JSON)] statement}. */
public final class ExplainStatement extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("EXPLAIN", SqlKind.EXPLAIN);

    private final boolean analyze;
    private final boolean stream;
    private final String format;
    private final SqlNode statement;

    public ExplainStatement(SqlParserPos pos, boolean analyze, boolean stream, String format, SqlNode statement) {
        super(OPERATOR, pos);
        this.analyze = analyze;
        this.stream = stream;
        this.format = format;
        this.statement = statement;
    }

    public boolean analyze() {
        return analyze;
    }

    /** Whether the sections of a continuous query are asked for. */
    public boolean stream() {
        return stream;
    }

    /** TEXT or JSON. */
    public String format() {
        return format;
    }

    public SqlNode statement() {
        return statement;
    }

    @Override
    List<SqlNode> children() {
        return List.of(statement);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("EXPLAIN");
        keywordIf(writer, analyze, "ANALYZE");
        keywordIf(writer, stream, "STREAM");
        if (!format.equals("TEXT")) {
            writer.keyword("(FORMAT " + format + ")");
        }
        statement.unparse(writer, 0, 0);
    }
}
