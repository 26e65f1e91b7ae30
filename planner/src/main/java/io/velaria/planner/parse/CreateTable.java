package io.velaria.planner.parse;

import io.velaria.runtime.catalog.TableKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE [OR REPLACE] [TEMP] [SOURCE | SINK] TABLE t (..) [USING provider OPTIONS(..)] [AS query]}. */
public final class CreateTable extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("CREATE TABLE", SqlKind.CREATE_TABLE);

    private final TableKind kind;
    private final CreateFlags flags;
    private final SqlIdentifier name;
    private final TableElements elements;
    private final String provider;
    private final Map<String, String> options;
    private final SqlNode query;
    private final boolean withData;

    public CreateTable(
            SqlParserPos pos,
            TableKind kind,
            CreateFlags flags,
            SqlIdentifier name,
            TableElements elements,
            String provider,
            Map<String, String> options,
            SqlNode query,
            boolean withData) {
        super(OPERATOR, pos);
        this.kind = kind;
        this.flags = flags;
        this.name = name;
        this.elements = elements;
        this.provider = provider;
        this.options = options;
        this.query = query;
        this.withData = withData;
    }

    /** BASE or EXTERNAL (by USING), SOURCE or SINK. */
    public TableKind kind() {
        return kind;
    }

    public CreateFlags flags() {
        return flags;
    }

    public SqlIdentifier name() {
        return name;
    }

    public TableElements elements() {
        return elements;
    }

    /** In lower case; null without USING. */
    public String provider() {
        return provider;
    }

    /** Keys in lower case, in the order written. */
    public Map<String, String> options() {
        return options;
    }

    /** Null without AS. */
    public SqlNode query() {
        return query;
    }

    /** False for AS query WITH NO DATA. */
    public boolean withData() {
        return withData;
    }

    @Override
    List<SqlNode> children() {
        return Arrays.asList(name, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        flags.unparseCreate(writer);
        keywordIf(writer, kind == TableKind.SOURCE, "SOURCE");
        keywordIf(writer, kind == TableKind.SINK, "SINK");
        writer.keyword("TABLE");
        flags.unparseIfNotExists(writer);
        name.unparse(writer, 0, 0);
        if (!elements.isEmpty()) {
            elements.unparse(writer);
        }
        if (provider != null) {
            writer.keyword("USING");
            writer.identifier(provider, false);
        }
        if (!options.isEmpty()) {
            writer.keyword("OPTIONS");
            options(writer, options);
        }
        if (query != null) {
            writer.keyword("AS");
            query.unparse(writer, 0, 0);
            keywordIf(writer, !withData, "WITH NO DATA");
        }
    }
}
