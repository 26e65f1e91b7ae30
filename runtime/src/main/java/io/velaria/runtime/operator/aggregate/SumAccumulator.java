package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;

/** Sums with the number of the values in them, of which SUM, $SUM0 and AVG are made. */
abstract class SumAccumulator extends Accumulator {
    private final String function;
    private final SqlType type;
    final GroupStates states;
    final TakenRows taken;

    SumAccumulator(String function, SqlType type, GroupStates states) {
        this.function = function;
        this.type = type;
        this.states = states;
        this.taken = function.equals("AVG") ? TakenRows.counted(states) : TakenRows.any(states);
    }

    /** Says, before there are groups, that results of another function will be asked for. */
    final void share(String otherFunction) {
        if (otherFunction.equals("AVG")) {
            taken.count();
        }
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
