package io.velaria.planner.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code COPY table [(columns)] FROM 'path'}, or {@code COPY table [(columns)] | (query) TO 'path'}, with options. */
public final class CopyStatement extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("COPY", SqlKind.OTHER);

    private final boolean from;
    private final SqlNode subject;
    private final SqlNodeList columns;
    private final String path;
    private final Map<String, String> options;

    public CopyStatement(
            SqlParserPos pos,
            boolean from,
            SqlNode subject,
            SqlNodeList columns,
            String path,
            Map<String, String> options) {
        super(OPERATOR, pos);
        this.from = from;
        this.subject = subject;
        this.columns = columns;
        this.path = path;
        this.options = options;
    }

    /** Whether it reads the file into the table; else it writes the file. */
    public boolean from() {
        return from;
    }

    /** A table's identifier, or for TO also a query. */
    public SqlNode subject() {
        return subject;
    }

    /** Columns of the table; null for all. */
    public SqlNodeList columns() {
        return columns;
    }

    public String path() {
        return path;
    }

    /** Keys in lower case, in the order written; an option without a value is {@code true}. */
    public Map<String, String> options() {
        return options;
    }

    @Override
    List<SqlNode> children() {
        return Arrays.asList(subject, columns);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("COPY");
        if (subject.isA(SqlKind.QUERY)) {
            SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SUB_QUERY, "(", ")");
            subject.unparse(writer, 0, 0);
            writer.endList(frame);
        } else {
            subject.unparse(writer, 0, 0);
        }
        if (columns != null) {
            list(writer, columns);
        }
        writer.keyword(from ? "FROM" : "TO");
        string(writer, path);
        if (!options.isEmpty()) {
            writer.keyword("WITH");
            options(writer, options);
        }
    }
}
