package io.velaria.planner.parse;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SET name = value}, {@code PRAGMA name = value}, {@code RESET name}, {@code RESET ALL}. */
public final class SetStatement extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("SET", SqlKind.SET_OPTION);

    private final String name;
    private final String value;

    public SetStatement(SqlParserPos pos, String name, String value) {
        super(OPERATOR, pos);
        this.name = name;
        this.value = value;
    }

    /** As written; null for RESET ALL. */
    public String name() {
        return name;
    }

    /** Null for RESET. */
    public String value() {
        return value;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(value == null ? "RESET" : "SET");
        writer.literal(name == null ? "ALL" : name);
        if (value != null) {
            writer.keyword("=");
            string(writer, value);
        }
    }
}
