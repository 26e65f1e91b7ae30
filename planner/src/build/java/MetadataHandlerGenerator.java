import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.janino.RelMetadataHandlerGeneratorUtil;

/**
 * Writes the metadata handlers that Calcite would otherwise generate and compile while it plans. A program of the build:
 * its only argument is the directory of sources to write.
 */
final class MetadataHandlerGenerator {
    private static final String PACKAGE = "io.velaria.planner.metadata.generated";

    /** Kinds of metadata whose default handlers are public classes; cost and percentage are written by hand. */
    private static final List<Class<? extends MetadataHandler<?>>> KINDS = List.of(
            BuiltInMetadata.AllPredicates.Handler.class,
            BuiltInMetadata.Collation.Handler.class,
            BuiltInMetadata.ColumnOrigin.Handler.class,
            BuiltInMetadata.ColumnUniqueness.Handler.class,
            BuiltInMetadata.DistinctRowCount.Handler.class,
            BuiltInMetadata.Distribution.Handler.class,
            BuiltInMetadata.ExplainVisibility.Handler.class,
            BuiltInMetadata.ExpressionLineage.Handler.class,
            BuiltInMetadata.FunctionalDependency.Handler.class,
            BuiltInMetadata.InputFieldsUsed.Handler.class,
            BuiltInMetadata.LowerBoundCost.Handler.class,
            BuiltInMetadata.MaxRowCount.Handler.class,
            BuiltInMetadata.Measure.Handler.class,
            BuiltInMetadata.Memory.Handler.class,
            BuiltInMetadata.MinRowCount.Handler.class,
            BuiltInMetadata.NodeTypes.Handler.class,
            BuiltInMetadata.Parallelism.Handler.class,
            BuiltInMetadata.PopulationSize.Handler.class,
            BuiltInMetadata.Predicates.Handler.class,
            BuiltInMetadata.RowCount.Handler.class,
            BuiltInMetadata.Selectivity.Handler.class,
            BuiltInMetadata.Size.Handler.class,
            BuiltInMetadata.TableReferences.Handler.class,
            BuiltInMetadata.UniqueKeys.Handler.class);

    /** Branches for nodes that never occur here; each would load its class for nothing. */
    private static final Pattern FOREIGN_BRANCH =
            Pattern.compile("\\(r instanceof org\\.apache\\.calcite\\.(adapter|interpreter|plan)\\.[\\w.$]+\\) \\{\\n"
                    + "\\s+return [^;]+;\\n\\s+\\} else if ");

    private MetadataHandlerGenerator() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0], PACKAGE.replace('.', '/'));
        Files.createDirectories(directory);
        for (Class<? extends MetadataHandler<?>> kind : KINDS) {
            List<? extends MetadataHandler<?>> handlers = DefaultRelMetadataProvider.INSTANCE.handlers(kind).stream()
                    .distinct()
                    .toList();
            RelMetadataHandlerGeneratorUtil.HandlerNameAndGeneratedCode code =
                    RelMetadataHandlerGeneratorUtil.generateHandler(kind, handlers);
            String name = kind.getEnclosingClass().getSimpleName() + "Dispatch";
            String oldName = code.getHandlerName().substring(code.getHandlerName().lastIndexOf('.') + 1);
            String text = code.getGeneratedCode()
                    .replace("package org.apache.calcite.rel.metadata.janino;", "package " + PACKAGE + ";")
                    .replace("public final class " + oldName, "@SuppressWarnings({\"rawtypes\", \"unchecked\", \"cast\", \"deprecation\"})\npublic final class " + name)
                    .replace("public " + oldName + "(", "public " + name + "(")
                    .replace('$', '.');
            text = FOREIGN_BRANCH.matcher(text).replaceAll("");
            Path file = directory.resolve(name + ".java");
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.writeString(file, text);
            }
        }
    }
}
