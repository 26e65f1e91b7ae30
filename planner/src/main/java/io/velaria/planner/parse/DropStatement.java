package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP TABLE | VIEW | INDEX | SCHEMA [IF EXISTS] name, .. [CASCADE | RESTRICT]}. */
public final class DropStatement extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("DROP", SqlKind.OTHER_DDL);

    private final String type;
    private final boolean ifExists;
    private final SqlNodeList names;
    private final boolean cascade;

    public DropStatement(SqlParserPos pos, String type, boolean ifExists, SqlNodeList names, boolean cascade) {
        super(OPERATOR, pos);
        this.type = type;
        this.ifExists = ifExists;
        this.names = names;
        this.cascade = cascade;
    }

    /** TABLE, VIEW, INDEX or SCHEMA. */
    public String type() {
        return type;
    }

    public boolean ifExists() {
        return ifExists;
    }

    /** Each an identifier; at least one. */
    public SqlNodeList names() {
        return names;
    }

    public boolean cascade() {
        return cascade;
    }

    @Override
    List<SqlNode> children() {
        return List.of(names);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("DROP " + type);
        keywordIf(writer, ifExists, "IF EXISTS");
        names.unparse(writer, 0, 0);
        keywordIf(writer, cascade, "CASCADE");
    }
}
