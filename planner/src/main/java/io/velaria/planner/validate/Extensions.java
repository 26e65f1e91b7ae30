package io.velaria.planner.validate;

import io.velaria.planner.rewrite.PlannerPhase;
import io.velaria.planner.spi.PlannerExtension;
import io.velaria.planner.spi.RelationTranslator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.sql.SqlOperator;

/** The extensions of a planner, their parts put together. */
public final class Extensions {
    private final List<PlannerExtension> all;
    private final Map<PlannerPhase, List<RelOptRule>> rules = new EnumMap<>(PlannerPhase.class);
    private final List<RelationTranslator> translators = new ArrayList<>();
    private final List<SqlOperator> operators = new ArrayList<>();

    public Extensions(List<PlannerExtension> all) {
        this.all = List.copyOf(all);
        for (PlannerExtension extension : all) {
            extension.rules().forEach((phase, added) -> rules.computeIfAbsent(phase, key -> new ArrayList<>())
                    .addAll(added));
            translators.addAll(extension.translators());
            operators.addAll(extension.operators());
        }
    }

    /** Those that the planner's own class loader finds. */
    public static Extensions load() {
        List<PlannerExtension> found = new ArrayList<>();
        ServiceLoader.load(PlannerExtension.class, Extensions.class.getClassLoader())
                .forEach(found::add);
        return new Extensions(found);
    }

    public List<PlannerExtension> all() {
        return all;
    }

    public Map<PlannerPhase, List<RelOptRule>> rules() {
        return rules;
    }

    public List<RelationTranslator> translators() {
        return translators;
    }

    public List<SqlOperator> operators() {
        return operators;
    }
}
