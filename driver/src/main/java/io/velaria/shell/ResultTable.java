package io.velaria.shell;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints a result as a table: numbers to the right, everything else to the left, and the number of rows below. Widths
 * come from the first rows, which are printed together; a wider value later pushes its own line out.
 */
final class ResultTable {
    private static final int MEASURED_ROWS = 1000;
    private static final int MAX_WIDTH = 120;

    private final ResultSet result;
    private final PrintStream out;
    private final int columns;
    private final String[] labels;
    private final boolean[] right;
    private final int[] widths;

    ResultTable(ResultSet result, PrintStream out) throws SQLException {
        this.result = result;
        this.out = out;
        ResultSetMetaData metadata = result.getMetaData();
        this.columns = metadata.getColumnCount();
        this.labels = new String[columns];
        this.right = new boolean[columns];
        this.widths = new int[columns];
        for (int i = 0; i < columns; i++) {
            labels[i] = metadata.getColumnLabel(i + 1);
            right[i] = isNumber(metadata.getColumnType(i + 1));
            widths[i] = width(labels[i]);
        }
    }

    private static boolean isNumber(int type) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> true;
            default -> false;
        };
    }

    void print(ProgressLine progress) throws SQLException {
        List<String[]> first = new ArrayList<>();
        boolean more = result.next();
        while (more && first.size() < MEASURED_ROWS) {
            String[] row = row();
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
            first.add(row);
            more = result.next();
        }
        progress.stop();
        printLine(labels, true);
        printRule();
        for (String[] row : first) {
            printLine(row, false);
        }
        long count = first.size();
        while (more) {
            printLine(row(), false);
            count++;
            more = result.next();
        }
        out.println("(" + count + (count == 1 ? " row)" : " rows)"));
    }

    private String[] row() throws SQLException {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
            String text = result.getString(i + 1);
            row[i] = text == null ? "NULL" : columns == 1 ? text : oneLine(text);
        }
        return row;
    }

    /** A lone column keeps its line breaks: plans and scripts are read in it. */
    private static String oneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\t') < 0
                ? text
                : text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }

    private void printLine(String[] values, boolean heading) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            String value = values[i];
            String padding = " ".repeat(Math.max(0, Math.min(widths[i], MAX_WIDTH) - width(value)));
            boolean last = i == columns - 1;
            line.append(i == 0 ? " " : " | ");
            if (right[i]) {
                line.append(padding).append(value);
            } else {
                line.append(value).append(last && !heading ? "" : padding);
            }
        }
        out.println(line.toString().stripTrailing());
    }

    private void printRule() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            line.append(i == 0 ? "-" : "-+-").append("-".repeat(Math.min(widths[i], MAX_WIDTH)));
        }
        out.println(line.append('-'));
    }

    /** Columns that the text takes: its longest line, with wide (East Asian) characters counted twice. */
    private static int width(String text) {
        int widest = 0;
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '\n') {
                widest = Math.max(widest, width);
                width = 0;
            } else {
                width += isWide(c) ? 2 : 1;
            }
        }
        return Math.max(widest, width);
    }

    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || (c >= 0x2e80 && c <= 0xa4cf)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60)
                        || (c >= 0x1f300 && c <= 0x1faff)
                        || (c >= 0x20000 && c <= 0x3fffd));
    }
}
