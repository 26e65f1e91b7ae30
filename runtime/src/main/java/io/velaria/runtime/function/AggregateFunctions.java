package io.velaria.runtime.function;

import java.util.ArrayList;
import java.util.List;

/** The aggregate and window functions, for {@code velaria.functions} and SHOW FUNCTIONS. */
public final class AggregateFunctions {
    private static final String[][] AGGREGATES = {
        {"ANY_VALUE", "value", "Any of the values that are not NULL."},
        {"APPROX_COUNT_DISTINCT", "value", "About how many different values there are, within some 2 %."},
        {"ARG_MAX", "value, by", "The value of the row in which the second is greatest."},
        {"ARG_MIN", "value, by", "The value of the row in which the second is least."},
        {"ARRAY_AGG", "value", "An array of the values, in the order given."},
        {"AVG", "number", "The mean."},
        {"BIT_AND", "integer", "The bits that are set in all."},
        {"BIT_OR", "integer", "The bits that are set in any."},
        {"BIT_XOR", "integer", "The bits that are set in an odd number of them."},
        {"BOOL_AND", "condition", "Whether the condition is true for all."},
        {"BOOL_OR", "condition", "Whether the condition is true for any."},
        {"CORR", "y, x", "The coefficient of correlation."},
        {"COUNT", "[value]", "How many rows there are, or how many of them have a value."},
        {"COVAR_POP", "y, x", "The covariance of the population."},
        {"COVAR_SAMP", "y, x", "The covariance of a sample."},
        {"EVERY", "condition", "Whether the condition is true for all."},
        {"FIRST", "value", "The value of the first row in the order given."},
        {"GROUPING", "key, ..", "A bit for each key that the row's grouping set lacks."},
        {"LAST", "value", "The value of the last row in the order given."},
        {"LISTAGG", "text [, separator]", "The texts one after the other, in the order given."},
        {"MAX", "value", "The greatest value."},
        {"MAX_BY", "value, by", "The value of the row in which the second is greatest."},
        {"MEDIAN", "number", "The value in the middle, or between the two there."},
        {"MIN", "value", "The least value."},
        {"MIN_BY", "value, by", "The value of the row in which the second is least."},
        {"MODE", "value", "The most frequent value."},
        {"PERCENTILE_CONT", "fraction", "The value at that place of the order given, between two where there is none."},
        {"PERCENTILE_DISC", "fraction", "The first value at or behind that place of the order given."},
        {"SINGLE_VALUE", "value", "The only value; more than one row is an error."},
        {"STDDEV", "number", "The standard deviation of a sample."},
        {"STDDEV_POP", "number", "The standard deviation of the population."},
        {"STDDEV_SAMP", "number", "The standard deviation of a sample."},
        {"STRING_AGG", "text [, separator]", "The texts one after the other, in the order given."},
        {"SUM", "number", "The sum; of integers in a wider type."},
        {"VARIANCE", "number", "The variance of a sample."},
        {"VAR_POP", "number", "The variance of the population."},
        {"VAR_SAMP", "number", "The variance of a sample."}
    };

    private static final String[][] WINDOW = {
        {"CUME_DIST", "", "The share of the partition's rows up to this one and its peers."},
        {"DENSE_RANK", "", "The rank without gaps."},
        {"FIRST_VALUE", "value", "The value of the frame's first row."},
        {"LAG", "value [, rows [, default]]", "The value of a row before."},
        {"LAST_VALUE", "value", "The value of the frame's last row."},
        {"LEAD", "value [, rows [, default]]", "The value of a row behind."},
        {"NTH_VALUE", "value, n", "The value of the frame's n-th row."},
        {"NTILE", "buckets", "The number of the row's bucket, all about equally large."},
        {"PERCENT_RANK", "", "The rank from 0 to 1."},
        {"RANK", "", "The number of the first of the row's peers."},
        {"ROW_NUMBER", "", "The row's number in its partition."}
    };

    private AggregateFunctions() {}

    /** @param kind aggregate or window */
    public record Described(String name, String kind, String parameters, String description) {}

    /** All of them, by name within each kind. */
    public static List<Described> all() {
        List<Described> all = new ArrayList<>();
        for (String[] function : AGGREGATES) {
            all.add(new Described(function[0], "aggregate", "(" + function[1] + ")", function[2]));
        }
        for (String[] function : WINDOW) {
            all.add(new Described(function[0], "window", "(" + function[1] + ")", function[2]));
        }
        return all;
    }
}
