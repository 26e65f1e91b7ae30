package io.velaria.planner.translate;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.Planner;
import io.velaria.planner.catalog.PlanningContext;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A catalog to plan against, without rows. */
final class TestDatabase implements PlanningContext {
    private final Planner planner = new Planner();
    private final Map<String, Double> rows = new HashMap<>();
    private CatalogState catalog = CatalogState.EMPTY;
    private long tables;
    private List<SqlType> bound = List.of();

    /** A source that only says what it is. */
    record NamedSource(String description, List<Field> schema) implements ScanSource {
        @Override
        public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
            throw VelariaException.unsupported(description);
        }
    }

    static Field column(String name, SqlType type) {
        return new Field(name, type);
    }

    static Field required(String name, SqlType type) {
        return new Field(name, type, false);
    }

    TestDatabase table(String name, double rowCount, Field... fields) {
        return table(name, rowCount, List.of(), fields);
    }

    TestDatabase table(String name, double rowCount, List<Integer> primaryKey, Field... fields) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (Field field : fields) {
            columns.add(new ColumnDefinition(field.name(), field.type(), field.nullable(), null, null));
        }
        List<UniqueKey> keys = primaryKey.isEmpty() ? List.of() : List.of(new UniqueKey("pk", primaryKey, true));
        rows.put(name, rowCount);
        catalog = catalog.with(new CatalogObject.Table(
                ++tables,
                new ObjectName("main", name),
                TableKind.BASE,
                columns,
                keys,
                null,
                Map.of(),
                new NamedSource(name, List.of(fields))));
        return this;
    }

    TestDatabase view(String name, String sql) {
        catalog = catalog.with(new CatalogObject.View(
                new ObjectName("main", name), planner.plan(sql, this).schema(), sql));
        return this;
    }

    TestDatabase bind(SqlType... types) {
        bound = List.of(types);
        return this;
    }

    PlannedStatement plan(String sql) {
        return planner.plan(sql, this);
    }

    /** The plan as an indented text, without estimates. */
    String explain(String sql) {
        StringBuilder text = new StringBuilder();
        print(plan(sql).plan(), 0, text);
        return text.toString();
    }

    private static void print(PhysicalPlan plan, int depth, StringBuilder text) {
        text.append("  ".repeat(depth)).append(plan.label());
        plan.details()
                .forEach((key, value) ->
                        text.append(' ').append(key).append("=[").append(value).append(']'));
        text.append('\n');
        plan.inputs().forEach(input -> print(input, depth + 1, text));
    }

    @Override
    public String databaseName() {
        return "test";
    }

    @Override
    public CatalogState catalog() {
        return catalog;
    }

    @Override
    public FunctionRegistry functions() {
        return TestFunctions.REGISTRY;
    }

    @Override
    public TableFunction tableFunction(String name) {
        return name.equalsIgnoreCase("numbers") ? new TestFunctions.Numbers() : null;
    }

    @Override
    public Collection<String> tableFunctionNames() {
        return List.of("numbers");
    }

    @Override
    public TableProvider provider(String name) {
        return null;
    }

    @Override
    public TableProvider providerOf(String path) {
        return path.endsWith(".csv") ? new TestFunctions.Files() : null;
    }

    @Override
    public FileAccess files() {
        return new FileAccess(true, Path.of(""));
    }

    @Override
    public Settings settings() {
        return Settings.EMPTY;
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }

    @Override
    public TableStatistics statistics(CatalogObject.Table table) {
        return TableStatistics.ofRows(rows.getOrDefault(table.name().name(), 1000.0));
    }

    @Override
    public SqlType boundType(int parameter) {
        return parameter < bound.size() ? bound.get(parameter) : null;
    }
}
