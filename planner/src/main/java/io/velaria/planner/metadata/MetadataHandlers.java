package io.velaria.planner.metadata;

import io.velaria.planner.metadata.generated.AllPredicatesDispatch;
import io.velaria.planner.metadata.generated.CollationDispatch;
import io.velaria.planner.metadata.generated.ColumnOriginDispatch;
import io.velaria.planner.metadata.generated.ColumnUniquenessDispatch;
import io.velaria.planner.metadata.generated.DistinctRowCountDispatch;
import io.velaria.planner.metadata.generated.DistributionDispatch;
import io.velaria.planner.metadata.generated.ExplainVisibilityDispatch;
import io.velaria.planner.metadata.generated.ExpressionLineageDispatch;
import io.velaria.planner.metadata.generated.FunctionalDependencyDispatch;
import io.velaria.planner.metadata.generated.InputFieldsUsedDispatch;
import io.velaria.planner.metadata.generated.LowerBoundCostDispatch;
import io.velaria.planner.metadata.generated.MaxRowCountDispatch;
import io.velaria.planner.metadata.generated.MeasureDispatch;
import io.velaria.planner.metadata.generated.MemoryDispatch;
import io.velaria.planner.metadata.generated.MinRowCountDispatch;
import io.velaria.planner.metadata.generated.NodeTypesDispatch;
import io.velaria.planner.metadata.generated.ParallelismDispatch;
import io.velaria.planner.metadata.generated.PopulationSizeDispatch;
import io.velaria.planner.metadata.generated.PredicatesDispatch;
import io.velaria.planner.metadata.generated.RowCountDispatch;
import io.velaria.planner.metadata.generated.SelectivityDispatch;
import io.velaria.planner.metadata.generated.SizeDispatch;
import io.velaria.planner.metadata.generated.TableReferencesDispatch;
import io.velaria.planner.metadata.generated.UniqueKeysDispatch;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMdAllPredicates;
import org.apache.calcite.rel.metadata.RelMdCollation;
import org.apache.calcite.rel.metadata.RelMdColumnOrigins;
import org.apache.calcite.rel.metadata.RelMdColumnUniqueness;
import org.apache.calcite.rel.metadata.RelMdDistribution;
import org.apache.calcite.rel.metadata.RelMdExplainVisibility;
import org.apache.calcite.rel.metadata.RelMdExpressionLineage;
import org.apache.calcite.rel.metadata.RelMdFunctionalDependency;
import org.apache.calcite.rel.metadata.RelMdInputFieldsUsed;
import org.apache.calcite.rel.metadata.RelMdLowerBoundCost;
import org.apache.calcite.rel.metadata.RelMdMaxRowCount;
import org.apache.calcite.rel.metadata.RelMdMeasure;
import org.apache.calcite.rel.metadata.RelMdMemory;
import org.apache.calcite.rel.metadata.RelMdMinRowCount;
import org.apache.calcite.rel.metadata.RelMdNodeTypes;
import org.apache.calcite.rel.metadata.RelMdParallelism;
import org.apache.calcite.rel.metadata.RelMdPopulationSize;
import org.apache.calcite.rel.metadata.RelMdSize;
import org.apache.calcite.rel.metadata.RelMdTableReferences;
import org.apache.calcite.rel.metadata.RelMdUniqueKeys;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * Answers the planner's questions about nodes (rows, keys, predicates ..) by classes that the build generates from
 * Calcite's handlers, and by estimates of our own. Nothing is generated, compiled or looked up while a query is planned.
 */
public final class MetadataHandlers implements MetadataHandlerProvider {
    private static final MetadataHandlers INSTANCE = new MetadataHandlers();

    private final Map<Class<?>, MetadataHandler<?>> handlers = new HashMap<>();

    private MetadataHandlers() {
        add(BuiltInMetadata.RowCount.Handler.class, new RowCountDispatch(new EstimatedRowCount()));
        add(BuiltInMetadata.Selectivity.Handler.class, new SelectivityDispatch(new EstimatedSelectivity()));
        add(
                BuiltInMetadata.DistinctRowCount.Handler.class,
                new DistinctRowCountDispatch(new EstimatedDistinctRowCount()));
        add(BuiltInMetadata.CumulativeCost.Handler.class, new UnusedMetadata.CumulativeCost());
        add(BuiltInMetadata.NonCumulativeCost.Handler.class, new UnusedMetadata.NonCumulativeCost());
        add(BuiltInMetadata.PercentageOriginalRows.Handler.class, new UnusedMetadata.PercentageOriginalRows());
        add(BuiltInMetadata.AllPredicates.Handler.class, new AllPredicatesDispatch((RelMdAllPredicates)
                only(RelMdAllPredicates.SOURCE, BuiltInMetadata.AllPredicates.Handler.class)));
        add(BuiltInMetadata.Collation.Handler.class, new CollationDispatch((RelMdCollation)
                only(RelMdCollation.SOURCE, BuiltInMetadata.Collation.Handler.class)));
        add(BuiltInMetadata.ColumnOrigin.Handler.class, new ColumnOriginDispatch((RelMdColumnOrigins)
                only(RelMdColumnOrigins.SOURCE, BuiltInMetadata.ColumnOrigin.Handler.class)));
        add(BuiltInMetadata.ColumnUniqueness.Handler.class, new ColumnUniquenessDispatch((RelMdColumnUniqueness)
                only(RelMdColumnUniqueness.SOURCE, BuiltInMetadata.ColumnUniqueness.Handler.class)));
        add(BuiltInMetadata.Distribution.Handler.class, new DistributionDispatch((RelMdDistribution)
                only(RelMdDistribution.SOURCE, BuiltInMetadata.Distribution.Handler.class)));
        add(BuiltInMetadata.ExplainVisibility.Handler.class, new ExplainVisibilityDispatch((RelMdExplainVisibility)
                only(RelMdExplainVisibility.SOURCE, BuiltInMetadata.ExplainVisibility.Handler.class)));
        add(BuiltInMetadata.ExpressionLineage.Handler.class, new ExpressionLineageDispatch((RelMdExpressionLineage)
                only(RelMdExpressionLineage.SOURCE, BuiltInMetadata.ExpressionLineage.Handler.class)));
        add(
                BuiltInMetadata.FunctionalDependency.Handler.class,
                new FunctionalDependencyDispatch((RelMdFunctionalDependency)
                        only(RelMdFunctionalDependency.SOURCE, BuiltInMetadata.FunctionalDependency.Handler.class)));
        add(BuiltInMetadata.InputFieldsUsed.Handler.class, new InputFieldsUsedDispatch((RelMdInputFieldsUsed)
                only(RelMdInputFieldsUsed.SOURCE, BuiltInMetadata.InputFieldsUsed.Handler.class)));
        add(BuiltInMetadata.LowerBoundCost.Handler.class, new LowerBoundCostDispatch((RelMdLowerBoundCost)
                only(RelMdLowerBoundCost.SOURCE, BuiltInMetadata.LowerBoundCost.Handler.class)));
        add(BuiltInMetadata.MaxRowCount.Handler.class, new MaxRowCountDispatch((RelMdMaxRowCount)
                only(RelMdMaxRowCount.SOURCE, BuiltInMetadata.MaxRowCount.Handler.class)));
        add(BuiltInMetadata.Measure.Handler.class, new MeasureDispatch((RelMdMeasure)
                only(RelMdMeasure.SOURCE, BuiltInMetadata.Measure.Handler.class)));
        add(BuiltInMetadata.Memory.Handler.class, new MemoryDispatch((RelMdMemory)
                only(RelMdMemory.SOURCE, BuiltInMetadata.Memory.Handler.class)));
        add(BuiltInMetadata.MinRowCount.Handler.class, new MinRowCountDispatch((RelMdMinRowCount)
                only(RelMdMinRowCount.SOURCE, BuiltInMetadata.MinRowCount.Handler.class)));
        add(BuiltInMetadata.NodeTypes.Handler.class, new NodeTypesDispatch((RelMdNodeTypes)
                only(RelMdNodeTypes.SOURCE, BuiltInMetadata.NodeTypes.Handler.class)));
        add(BuiltInMetadata.Parallelism.Handler.class, new ParallelismDispatch((RelMdParallelism)
                only(RelMdParallelism.SOURCE, BuiltInMetadata.Parallelism.Handler.class)));
        add(BuiltInMetadata.PopulationSize.Handler.class, new PopulationSizeDispatch((RelMdPopulationSize)
                only(RelMdPopulationSize.SOURCE, BuiltInMetadata.PopulationSize.Handler.class)));
        add(BuiltInMetadata.Predicates.Handler.class, new PredicatesDispatch(new PulledUpPredicates()));
        add(BuiltInMetadata.Size.Handler.class, new SizeDispatch((RelMdSize)
                only(RelMdSize.SOURCE, BuiltInMetadata.Size.Handler.class)));
        add(BuiltInMetadata.TableReferences.Handler.class, new TableReferencesDispatch((RelMdTableReferences)
                only(RelMdTableReferences.SOURCE, BuiltInMetadata.TableReferences.Handler.class)));
        add(BuiltInMetadata.UniqueKeys.Handler.class, new UniqueKeysDispatch((RelMdUniqueKeys)
                only(RelMdUniqueKeys.SOURCE, BuiltInMetadata.UniqueKeys.Handler.class)));
    }

    /** Makes the cluster ask these handlers. To be called right after the cluster is made. */
    public static void install(RelOptCluster cluster) {
        cluster.setMetadataQuerySupplier(() -> new RelMetadataQuery(INSTANCE));
    }

    private <H extends MetadataHandler<?>> void add(Class<H> kind, H handler) {
        handlers.put(kind, handler);
    }

    /** Calcite's handler of a kind: most have no public constructor, but each stands in a public provider. */
    private static MetadataHandler<?> only(RelMetadataProvider source, Class<? extends MetadataHandler<?>> kind) {
        return source.handlers(kind).get(0);
    }

    @Override
    public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
        return kind.cast(handlers.get(kind));
    }
}
