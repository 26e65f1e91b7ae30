package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code TRUNCATE [TABLE] name}. */
public final class TruncateTable extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("TRUNCATE TABLE", SqlKind.TRUNCATE_TABLE);

    private final SqlIdentifier name;

    public TruncateTable(SqlParserPos pos, SqlIdentifier name) {
        super(OPERATOR, pos);
        this.name = name;
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
        writer.keyword("TRUNCATE TABLE");
        name.unparse(writer, 0, 0);
    }
}
