package io.velaria.planner.parse;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SHOW TABLES | VIEWS | SCHEMAS | FUNCTIONS [FROM s], SHOW COLUMNS FROM t, SHOW setting, SHOW ALL}. */
public final class ShowStatement extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("SHOW", SqlKind.OTHER);

    /** What is shown. */
    public enum Kind {
        TABLES,
        VIEWS,
        SCHEMAS,
        FUNCTIONS,
        COLUMNS,
        /** Every setting. */
        ALL,
        /** One setting. */
        SETTING
    }

    private final Kind kind;
    private final String setting;
    private final SqlIdentifier in;

    private ShowStatement(SqlParserPos pos, Kind kind, String setting, SqlIdentifier in) {
        super(OPERATOR, pos);
        this.kind = kind;
        this.setting = setting;
        this.in = in;
    }

    public static ShowStatement all(SqlParserPos pos) {
        return new ShowStatement(pos, Kind.ALL, null, null);
    }

    public static ShowStatement setting(SqlParserPos pos, String name) {
        return new ShowStatement(pos, Kind.SETTING, name, null);
    }

    /** @param in of FROM or IN; null for none */
    public static ShowStatement of(SqlParserPos pos, SqlIdentifier what, SqlIdentifier in) {
        if (what.isSimple()) {
            for (Kind kind : List.of(Kind.TABLES, Kind.VIEWS, Kind.SCHEMAS, Kind.FUNCTIONS, Kind.COLUMNS)) {
                boolean complete = kind != Kind.COLUMNS || in != null;
                if (complete && kind.name().equalsIgnoreCase(what.getSimple())) {
                    return new ShowStatement(pos, kind, null, in);
                }
            }
        }
        return new ShowStatement(pos, Kind.SETTING, what.toString(), in);
    }

    public Kind kind() {
        return kind;
    }

    /** The setting's name as written; null but for SETTING. */
    public String setting() {
        return setting;
    }

    /** The schema, or for COLUMNS the table; null for none. */
    public SqlIdentifier in() {
        return in;
    }

    @Override
    List<SqlNode> children() {
        return Arrays.asList((SqlNode) in);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("SHOW");
        if (kind == Kind.SETTING) {
            writer.literal(setting);
        } else {
            writer.keyword(kind.name());
        }
        if (in != null) {
            writer.keyword("FROM");
            in.unparse(writer, 0, 0);
        }
    }
}
