package io.velaria.planner.parse;

import org.apache.calcite.sql.parser.SqlParserPos;

/** Finds the text that a node was parsed from. */
public final class SourceText {
    private SourceText() {}

    /** The part of the statement that a position spans. */
    public static String of(String sql, SqlParserPos pos) {
        return sql.substring(
                offset(sql, pos.getLineNum(), pos.getColumnNum()),
                offset(sql, pos.getEndLineNum(), pos.getEndColumnNum()) + 1);
    }

    /** Lines and columns count from 1; a line ends with LF, CR or both. */
    static int offset(String sql, int line, int column) {
        int i = 0;
        for (int n = 1; n < line; n++) {
            while (sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
                i++;
            }
            i += sql.startsWith("\r\n", i) ? 2 : 1;
        }
        return i + column - 1;
    }
}
