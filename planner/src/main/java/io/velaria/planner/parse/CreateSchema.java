package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE SCHEMA [IF NOT EXISTS] name}. */
public final class CreateSchema extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("CREATE SCHEMA", SqlKind.CREATE_SCHEMA);

    private final CreateFlags flags;
    private final SqlIdentifier name;

    public CreateSchema(SqlParserPos pos, CreateFlags flags, SqlIdentifier name) {
        super(OPERATOR, pos);
        this.flags = flags;
        this.name = name;
    }

    public CreateFlags flags() {
        return flags;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    List<SqlNode> children() {
        return List.of(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        flags.unparseCreate(writer);
        writer.keyword("SCHEMA");
        flags.unparseIfNotExists(writer);
        name.unparse(writer, 0, 0);
    }
}
