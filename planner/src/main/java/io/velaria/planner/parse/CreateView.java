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

/** {@code CREATE [OR REPLACE] [TEMP] VIEW [IF NOT EXISTS] v [(columns)] AS query}. */
public final class CreateView extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("CREATE VIEW", SqlKind.CREATE_VIEW);

    private final CreateFlags flags;
    private final SqlIdentifier name;
    private final SqlNodeList columns;
    private final SqlNode query;
    private final String querySql;

    public CreateView(
            SqlParserPos pos,
            CreateFlags flags,
            SqlIdentifier name,
            SqlNodeList columns,
            SqlNode query,
            String querySql) {
        super(OPERATOR, pos);
        this.flags = flags;
        this.name = name;
        this.columns = columns;
        this.query = query;
        this.querySql = querySql;
    }

    public CreateFlags flags() {
        return flags;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** Names of the columns; null where the query gives them. */
    public SqlNodeList columns() {
        return columns;
    }

    public SqlNode query() {
        return query;
    }

    /** The query as it was written. */
    public String querySql() {
        return querySql;
    }

    @Override
    List<SqlNode> children() {
        return Arrays.asList(name, columns, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        flags.unparseCreate(writer);
        writer.keyword("VIEW");
        flags.unparseIfNotExists(writer);
        name.unparse(writer, 0, 0);
        if (columns != null) {
            list(writer, columns);
        }
        writer.keyword("AS");
        query.unparse(writer, 0, 0);
    }
}
