package io.velaria.planner.parse;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE [UNIQUE] INDEX [IF NOT EXISTS] [name] ON table [USING method] (columns)}. */
public final class CreateIndex extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("CREATE INDEX", SqlKind.CREATE_INDEX);

    private final CreateFlags flags;
    private final boolean unique;
    private final SqlIdentifier name;
    private final SqlIdentifier table;
    private final String method;
    private final SqlNodeList columns;

    public CreateIndex(
            SqlParserPos pos,
            CreateFlags flags,
            boolean unique,
            SqlIdentifier name,
            SqlIdentifier table,
            String method,
            SqlNodeList columns) {
        super(OPERATOR, pos);
        this.flags = flags;
        this.unique = unique;
        this.name = name;
        this.table = table;
        this.method = method;
        this.columns = columns;
    }

    public CreateFlags flags() {
        return flags;
    }

    public boolean unique() {
        return unique;
    }

    /** Null where none was given. */
    public SqlIdentifier name() {
        return name;
    }

    public SqlIdentifier table() {
        return table;
    }

    /** The method of USING in lower case; null for none. */
    public String method() {
        return method;
    }

    /** Each an identifier. */
    public SqlNodeList columns() {
        return columns;
    }

    @Override
    List<SqlNode> children() {
        return Arrays.asList(name, table, columns);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        flags.unparseCreate(writer);
        keywordIf(writer, unique, "UNIQUE");
        writer.keyword("INDEX");
        flags.unparseIfNotExists(writer);
        if (name != null) {
            name.unparse(writer, 0, 0);
        }
        writer.keyword("ON");
        table.unparse(writer, 0, 0);
        if (method != null) {
            writer.keyword("USING");
            writer.identifier(method, false);
        }
        list(writer, columns);
    }
}
