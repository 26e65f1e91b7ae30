package io.velaria.planner.parse;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;

/** What stands between the parentheses of CREATE TABLE; filled by the parser. */
public final class TableElements {
    private final List<Column> columns = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Watermark> watermarks = new ArrayList<>();

    /**
     * A column.
     *
     * @param type null where a query gives it
     * @param defaultValue null for none
     * @param defaultSql the default as it was written; null for none
     */
    public record Column(
            SqlIdentifier name, SqlDataTypeSpec type, boolean notNull, SqlNode defaultValue, String defaultSql) {
        void unparse(SqlWriter writer) {
            name.unparse(writer, 0, 0);
            if (type != null) {
                type.unparse(writer, 0, 0);
            }
            VelariaStatement.keywordIf(writer, notNull, "NOT NULL");
            if (defaultValue != null) {
                writer.keyword("DEFAULT");
                defaultValue.unparse(writer, 0, 0);
            }
        }
    }

    /**
     * PRIMARY KEY or UNIQUE, whether it was written at a column or for the table.
     *
     * @param name of CONSTRAINT; null for none
     */
    public record Key(String name, List<SqlIdentifier> columns, boolean primary) {
        public Key {
            columns = List.copyOf(columns);
        }
    }

    /**
     * CHECK.
     *
     * @param name of CONSTRAINT; null for none
     * @param sql the condition as it was written
     */
    public record Check(String name, SqlNode condition, String sql) {}

    /** {@code WATERMARK FOR column AS expression}. */
    public record Watermark(SqlIdentifier column, SqlNode expression) {}

    public void add(Column column) {
        columns.add(column);
    }

    public void add(Key key) {
        keys.add(key);
    }

    public void add(Check check) {
        checks.add(check);
    }

    public void add(Watermark watermark) {
        watermarks.add(watermark);
    }

    public List<Column> columns() {
        return columns;
    }

    public List<Key> keys() {
        return keys;
    }

    public List<Check> checks() {
        return checks;
    }

    public List<Watermark> watermarks() {
        return watermarks;
    }

    boolean isEmpty() {
        return columns.isEmpty() && keys.isEmpty() && checks.isEmpty() && watermarks.isEmpty();
    }

    void unparse(SqlWriter writer) {
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (Column column : columns) {
            writer.sep(",");
            column.unparse(writer);
        }
        for (Key key : keys) {
            writer.sep(",");
            constraint(writer, key.name());
            writer.keyword(key.primary() ? "PRIMARY KEY" : "UNIQUE");
            SqlWriter.Frame names = writer.startList("(", ")");
            for (SqlIdentifier column : key.columns()) {
                writer.sep(",");
                column.unparse(writer, 0, 0);
            }
            writer.endList(names);
        }
        for (Check check : checks) {
            writer.sep(",");
            constraint(writer, check.name());
            writer.keyword("CHECK");
            SqlWriter.Frame condition = writer.startList("(", ")");
            check.condition().unparse(writer, 0, 0);
            writer.endList(condition);
        }
        for (Watermark watermark : watermarks) {
            writer.sep(",");
            writer.keyword("WATERMARK FOR");
            watermark.column().unparse(writer, 0, 0);
            writer.keyword("AS");
            watermark.expression().unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }

    private static void constraint(SqlWriter writer, String name) {
        if (name != null) {
            writer.keyword("CONSTRAINT");
            writer.identifier(name, false);
        }
    }
}
