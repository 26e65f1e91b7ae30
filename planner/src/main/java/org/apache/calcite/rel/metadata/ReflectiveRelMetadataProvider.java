package org.apache.calcite.rel.metadata;

import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.Multimap;
import java.lang.reflect.Method;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/**
 * Holds one metadata handler. Takes the place of Calcite's class of this name, which looks up a thousand methods by
 * reflection as soon as a RelOptCluster is made, and needs half a dozen libraries for it; our handlers are dispatched by
 * classes generated in the build, so nothing here is ever asked for a method.
 */
public class ReflectiveRelMetadataProvider implements RelMetadataProvider {
    private final Class<? extends MetadataHandler<?>> handlerClass;
    private final List<MetadataHandler<?>> handlers;

    private ReflectiveRelMetadataProvider(
            MetadataHandler<?> handler, Class<? extends MetadataHandler<?>> handlerClass) {
        this.handlerClass = handlerClass;
        this.handlers = List.of(handler);
    }

    /** A provider of the given handler; called by the static initialiser of each of Calcite's handlers. */
    public static <M extends Metadata> RelMetadataProvider reflectiveSource(
            MetadataHandler<? extends M> handler, Class<? extends MetadataHandler<M>> handlerClass) {
        return new ReflectiveRelMetadataProvider(handler, handlerClass);
    }

    @Override
    public List<MetadataHandler<?>> handlers(Class<? extends MetadataHandler<?>> kind) {
        return handlerClass.isAssignableFrom(kind) ? handlers : List.of();
    }

    @Override
    @Deprecated
    public <M extends Metadata> UnboundMetadata<M> apply(
            Class<? extends RelNode> relClass, Class<? extends M> metadataClass) {
        throw new UnsupportedOperationException("metadata by reflection");
    }

    @Override
    @Deprecated
    public <M extends Metadata> Multimap<Method, MetadataHandler<M>> handlers(MetadataDef<M> definition) {
        return ImmutableMultimap.of();
    }
}
