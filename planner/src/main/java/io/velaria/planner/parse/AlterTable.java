package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER TABLE [IF EXISTS] t action}. */
public final class AlterTable extends VelariaStatement {
    private static final SqlOperator OPERATOR = operator("ALTER TABLE", SqlKind.ALTER_TABLE);

    /** What changes. */
    public sealed interface Action {
        void unparse(SqlWriter writer);
    }

    /** {@code ADD [COLUMN] [IF NOT EXISTS] column}; the elements hold the column and the constraints written at it. */
    public record AddColumn(TableElements elements, boolean ifNotExists) implements Action {
        @Override
        public void unparse(SqlWriter writer) {
            writer.keyword("ADD COLUMN");
            VelariaStatement.keywordIf(writer, ifNotExists, "IF NOT EXISTS");
            elements.columns().get(0).unparse(writer);
        }
    }

    /** {@code DROP [COLUMN] [IF EXISTS] column}. */
    public record DropColumn(SqlIdentifier column, boolean ifExists) implements Action {
        @Override
        public void unparse(SqlWriter writer) {
            writer.keyword("DROP COLUMN");
            VelariaStatement.keywordIf(writer, ifExists, "IF EXISTS");
            column.unparse(writer, 0, 0);
        }
    }

    /** {@code RENAME [COLUMN] column TO name}. */
    public record RenameColumn(SqlIdentifier column, SqlIdentifier newName) implements Action {
        @Override
        public void unparse(SqlWriter writer) {
            writer.keyword("RENAME COLUMN");
            column.unparse(writer, 0, 0);
            writer.keyword("TO");
            newName.unparse(writer, 0, 0);
        }
    }

    /** {@code RENAME TO name}. */
    public record RenameTable(SqlIdentifier newName) implements Action {
        @Override
        public void unparse(SqlWriter writer) {
            writer.keyword("RENAME TO");
            newName.unparse(writer, 0, 0);
        }
    }

    /** {@code ALTER [COLUMN] column TYPE type}. */
    public record ChangeType(SqlIdentifier column, SqlDataTypeSpec type) implements Action {
        @Override
        public void unparse(SqlWriter writer) {
            writer.keyword("ALTER COLUMN");
            column.unparse(writer, 0, 0);
            writer.keyword("TYPE");
            type.unparse(writer, 0, 0);
        }
    }

    /** {@code ALTER [COLUMN] column SET DEFAULT value}, or DROP DEFAULT with null. */
    public record ChangeDefault(SqlIdentifier column, SqlNode value, String valueSql) implements Action {
        @Override
        public void unparse(SqlWriter writer) {
            writer.keyword("ALTER COLUMN");
            column.unparse(writer, 0, 0);
            if (value == null) {
                writer.keyword("DROP DEFAULT");
            } else {
                writer.keyword("SET DEFAULT");
                value.unparse(writer, 0, 0);
            }
        }
    }

    /** {@code ALTER [COLUMN] column SET | DROP NOT NULL}. */
    public record ChangeNotNull(SqlIdentifier column, boolean notNull) implements Action {
        @Override
        public void unparse(SqlWriter writer) {
            writer.keyword("ALTER COLUMN");
            column.unparse(writer, 0, 0);
            writer.keyword(notNull ? "SET NOT NULL" : "DROP NOT NULL");
        }
    }

    private final SqlIdentifier name;
    private final boolean ifExists;
    private final Action action;

    public AlterTable(SqlParserPos pos, SqlIdentifier name, boolean ifExists, Action action) {
        super(OPERATOR, pos);
        this.name = name;
        this.ifExists = ifExists;
        this.action = action;
    }

    public SqlIdentifier name() {
        return name;
    }

    public boolean ifExists() {
        return ifExists;
    }

    public Action action() {
        return action;
    }

    @Override
    List<SqlNode> children() {
        return List.of(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("ALTER TABLE");
        keywordIf(writer, ifExists, "IF EXISTS");
        name.unparse(writer, 0, 0);
        action.unparse(writer);
    }
}
