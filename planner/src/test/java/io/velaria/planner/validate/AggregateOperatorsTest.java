package io.velaria.planner.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.function.AggregateFunctions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AggregateOperatorsTest {
    @Test
    void eachIsDescribed() {
        Set<String> known = new TreeSet<>();
        AggregateOperators.all().forEach(operator -> known.add(operator.getName()));
        Set<String> described = new TreeSet<>();
        AggregateFunctions.all().forEach(function -> described.add(function.name()));
        assertEquals(known, described);
    }
}
