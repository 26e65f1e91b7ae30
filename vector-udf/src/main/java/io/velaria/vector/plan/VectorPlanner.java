package io.velaria.vector.plan;

import io.velaria.planner.spi.PlannerExtension;
import io.velaria.planner.spi.RelationTranslator;
import java.util.List;
import org.apache.calcite.sql.SqlOperator;

/** Makes VECTOR_SEARCH known to the planner, and {@code ORDER BY distance(..) LIMIT k} a search. */
public final class VectorPlanner implements PlannerExtension {
    @Override
    public String name() {
        return "vector";
    }

    @Override
    public List<SqlOperator> operators() {
        return List.of(VectorSearchOperator.INSTANCE);
    }

    @Override
    public List<RelationTranslator> translators() {
        return List.of(new VectorSearchTranslator(), new NearestFirstTranslator());
    }
}
