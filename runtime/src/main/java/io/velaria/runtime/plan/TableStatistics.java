package io.velaria.runtime.plan;

import java.util.List;

/**
 * Estimates of a table for the planner.
 *
 * @param rows number of rows, NaN if unknown
 * @param columns per column, or empty if unknown
 */
public record TableStatistics(double rows, List<ColumnStatistics> columns) {
    public static final TableStatistics UNKNOWN = new TableStatistics(Double.NaN, List.of());

    public static TableStatistics ofRows(double rows) {
        return new TableStatistics(rows, List.of());
    }

    /**
     * Estimates of a column.
     *
     * @param distinct number of distinct values, NaN if unknown
     * @param nullFraction share of NULLs
     * @param min least value as a {@code Literal} holds it, or null
     * @param max greatest value, or null
     */
    public record ColumnStatistics(double distinct, double nullFraction, Object min, Object max) {}
}
