package io.velaria.tck.tpch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The rows of a result, comparable between engines: numbers by value within half a cent or a billionth of the value
 * (averages and quotients of decimals have different types in different engines), everything else as text.
 */
public record Answer(List<List<Object>> rows) {
    public static Answer read(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                Object value = result.getObject(i);
                if (value instanceof Number number) {
                    row.add(new BigDecimal(number.toString()));
                } else {
                    row.add(value == null ? null : value.toString().stripTrailing());
                }
            }
            rows.add(row);
        }
        return new Answer(rows);
    }

    /** The first difference in words, or null if the answers agree row by row. */
    public String difference(Answer expected) {
        if (rows.size() != expected.rows.size()) {
            return rows.size() + " rows instead of " + expected.rows.size();
        }
        for (int r = 0; r < rows.size(); r++) {
            List<Object> mine = rows.get(r);
            List<Object> other = expected.rows.get(r);
            if (mine.size() != other.size()) {
                return mine.size() + " columns instead of " + other.size();
            }
            for (int c = 0; c < mine.size(); c++) {
                if (!same(mine.get(c), other.get(c))) {
                    return "row " + (r + 1) + ", column " + (c + 1) + ": " + mine.get(c) + " instead of "
                            + other.get(c);
                }
            }
        }
        return null;
    }

    private static boolean same(Object a, Object b) {
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            BigDecimal tolerance = y.abs().multiply(new BigDecimal("1e-9")).max(new BigDecimal("0.005"));
            return x.subtract(y).abs().compareTo(tolerance) <= 0;
        }
        return Objects.equals(a, b);
    }

    /** The sum of all numbers, to keep a benchmark's reading from being optimised away. */
    public BigDecimal checksum() {
        BigDecimal sum = BigDecimal.ZERO;
        for (List<Object> row : rows) {
            for (Object value : row) {
                if (value instanceof BigDecimal number) {
                    sum = sum.add(number);
                }
            }
        }
        return sum.setScale(2, RoundingMode.HALF_UP);
    }
}
