package io.velaria.planner.parse;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableNullableList;

/**
 * A statement that Calcite's grammar lacks. Immutable; its parts are read by the accessors of the subclass, never as
 * operands to be replaced. Unparsed it is SQL that parses to the same again.
 */
public abstract class VelariaStatement extends SqlCall {
    private final SqlOperator operator;

    VelariaStatement(SqlOperator operator, SqlParserPos pos) {
        super(pos);
        this.operator = operator;
    }

    static SqlOperator operator(String name, SqlKind kind) {
        return new SqlSpecialOperator(name, kind);
    }

    @Override
    public final SqlOperator getOperator() {
        return operator;
    }

    @Override
    public final List<SqlNode> getOperandList() {
        return ImmutableNullableList.copyOf(children());
    }

    /** The nodes inside this one; elements may be null. */
    List<SqlNode> children() {
        return List.of();
    }

    static void keywordIf(SqlWriter writer, boolean condition, String keyword) {
        if (condition) {
            writer.keyword(keyword);
        }
    }

    static void string(SqlWriter writer, String value) {
        writer.literal("'" + value.replace("'", "''") + "'");
    }

    static void options(SqlWriter writer, Map<String, String> options) {
        SqlWriter.Frame frame = writer.startList("(", ")");
        options.forEach((name, value) -> {
            writer.sep(",");
            string(writer, name);
            string(writer, value);
        });
        writer.endList(frame);
    }

    static void list(SqlWriter writer, SqlNodeList nodes) {
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (SqlNode node : nodes) {
            writer.sep(",");
            node.unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }
}
