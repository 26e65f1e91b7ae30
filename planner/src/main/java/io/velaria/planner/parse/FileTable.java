package io.velaria.planner.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A file where a table may stand: {@code FROM 'sales.csv'} is an identifier of two parts, this schema and the path. */
public final class FileTable {
    /** The schema of files in the syntax tree. */
    public static final String SCHEMA = "$file";

    private FileTable() {}

    public static SqlIdentifier of(String path, SqlParserPos pos) {
        return new SqlIdentifier(List.of(SCHEMA, path), null, pos, List.of(pos, pos));
    }

    /** A file's name gives it an alias where the statement gives none; any other table reference is left as it is. */
    public static SqlNode withAlias(SqlNode table) {
        String path = table instanceof SqlIdentifier identifier ? path(identifier) : null;
        if (path == null) {
            return table;
        }
        SqlParserPos pos = table.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(pos, table, new SqlIdentifier(alias(path), pos));
    }

    /** The path that the identifier stands for, or null where it is no file. */
    public static String path(SqlIdentifier identifier) {
        return identifier.names.size() == 2 && identifier.names.get(0).equals(SCHEMA) ? identifier.names.get(1) : null;
    }

    /** The name under which a file's columns can be qualified without AS: {@code sales} for {@code data/sales.csv}. */
    static String alias(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = name.indexOf('.');
        String stem = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[*?\\[\\]{}]", "");
        return stem.isEmpty() ? "files" : stem;
    }
}
