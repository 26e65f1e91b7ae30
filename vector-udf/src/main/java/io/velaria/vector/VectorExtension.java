package io.velaria.vector;

import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.extension.RuntimeExtension;
import java.util.List;

/** Distance functions; the search itself is a plan node that the planner side of this module makes. */
public final class VectorExtension implements RuntimeExtension {
    @Override
    public String name() {
        return "vector";
    }

    @Override
    public List<ScalarFunction> functions() {
        return VectorFunctions.all();
    }
}
