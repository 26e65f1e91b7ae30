package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;

/** Sums with the number of the values in them, of which SUM, $SUM0 and AVG are made. */
abstract class SumAccumulator extends Accumulator {
    private final String function;
    private final SqlType type;

    SumAccumulator(String function, SqlType type) {
        this.function = function;
        this.type = type;
    }

    static boolean isSum(String function) {
        return function.equals("SUM") || function.equals("$SUM0") || function.equals("AVG");
    }

    @Override
    final Vector result(int from, int count) {
        return result(function, type, from, count);
    }

    /** The sums of the groups from {@code from} on as results of SUM, $SUM0 or AVG. */
    abstract Vector result(String function, SqlType type, int from, int count);
}
