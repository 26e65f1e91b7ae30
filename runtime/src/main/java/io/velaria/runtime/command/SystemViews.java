package io.velaria.runtime.command;

import static io.velaria.runtime.catalog.ObjectName.SYSTEM_SCHEMA;
import static io.velaria.runtime.type.SqlType.BIGINT;
import static io.velaria.runtime.type.SqlType.BOOLEAN;
import static io.velaria.runtime.type.SqlType.DOUBLE;
import static io.velaria.runtime.type.SqlType.INTEGER;
import static io.velaria.runtime.type.SqlType.VARCHAR;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.command.SystemView.Input;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.extension.RuntimeExtension;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.function.AggregateFunctions;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.plan.TableStatistics.ColumnStatistics;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.Setting;
import io.velaria.runtime.table.TableVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The views in schema {@code velaria}, beside those of {@link InformationSchema}. */
public final class SystemViews {
    private static final Map<String, SystemView> VIEWS = new HashMap<>();

    static {
        List<SystemView> all = new ArrayList<>(InformationSchema.views());
        all.add(SystemView.of(
                SYSTEM_SCHEMA,
                "settings",
                SystemViews::settings,
                "name",
                VARCHAR,
                "value",
                VARCHAR,
                "default_value",
                VARCHAR,
                "type",
                VARCHAR,
                "description",
                VARCHAR));
        all.add(SystemView.of(
                SYSTEM_SCHEMA,
                "functions",
                SystemViews::functions,
                "name",
                VARCHAR,
                "kind",
                VARCHAR,
                "parameters",
                VARCHAR,
                "description",
                VARCHAR));
        all.add(SystemView.of(
                SYSTEM_SCHEMA,
                "tables",
                SystemViews::tables,
                "schema_name",
                VARCHAR,
                "table_name",
                VARCHAR,
                "kind",
                VARCHAR,
                "row_count",
                BIGINT,
                "column_count",
                INTEGER,
                "segment_count",
                INTEGER,
                "bytes",
                BIGINT));
        all.add(SystemView.of(
                SYSTEM_SCHEMA,
                "columns",
                SystemViews::columns,
                "schema_name",
                VARCHAR,
                "table_name",
                VARCHAR,
                "column_name",
                VARCHAR,
                "position",
                INTEGER,
                "type",
                VARCHAR,
                "nullable",
                BOOLEAN,
                "default_value",
                VARCHAR,
                "distinct_values",
                DOUBLE,
                "null_fraction",
                DOUBLE,
                "least",
                VARCHAR,
                "greatest",
                VARCHAR));
        all.add(SystemView.of(
                SYSTEM_SCHEMA,
                "indexes",
                SystemViews::indexes,
                "schema_name",
                VARCHAR,
                "index_name",
                VARCHAR,
                "table_name",
                VARCHAR,
                "columns",
                VARCHAR,
                "is_unique",
                BOOLEAN,
                "is_primary",
                BOOLEAN));
        all.add(SystemView.of(
                SYSTEM_SCHEMA,
                "sessions",
                SystemViews::sessions,
                "id",
                BIGINT,
                "open_statements",
                INTEGER,
                "auto_commit",
                BOOLEAN,
                "in_transaction",
                BOOLEAN,
                "is_current",
                BOOLEAN));
        all.add(SystemView.of(
                SYSTEM_SCHEMA,
                "memory",
                SystemViews::memory,
                "pool",
                VARCHAR,
                "reserved_bytes",
                BIGINT,
                "peak_bytes",
                BIGINT,
                "limit_bytes",
                BIGINT));
        all.add(SystemView.of(SYSTEM_SCHEMA, "extensions", SystemViews::extensions, "name", VARCHAR));
        all.add(SystemView.of(SYSTEM_SCHEMA, "rules", SystemViews::rules, "name", VARCHAR, "description", VARCHAR));
        all.forEach(view -> VIEWS.put(view.name().key(), view));
    }

    private SystemViews() {}

    static SystemView find(ObjectName name) {
        return VIEWS.get(name.key());
    }

    /** The catalog with all system views. */
    public static CatalogState addTo(CatalogState catalog) {
        CatalogState result = catalog;
        long id = 0;
        for (SystemView view : new TreeMap<>(VIEWS).values()) {
            result = result.with(view.table(--id));
        }
        return result;
    }

    private static List<List<Object>> settings(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (Setting setting : input.session().database().settings().all()) {
            rows.add(Arrays.asList(
                    setting.name(),
                    input.session().settings().get(setting.name(), setting.defaultValue()),
                    setting.defaultValue(),
                    setting.type().name().toLowerCase(java.util.Locale.ROOT),
                    setting.description()));
        }
        return rows;
    }

    private static List<List<Object>> functions(Input input) {
        Database database = input.session().database();
        Map<String, List<Object>> rows = new TreeMap<>();
        for (ScalarFunction function : database.functions().functions()) {
            List<Object> row = new ArrayList<>(Arrays.asList(
                    function.name(),
                    "scalar",
                    function.signatures().stream().map(SystemViews::parameters).collect(Collectors.joining(" | ")),
                    function.description()));
            rows.put(function.name(), row);
            for (String alias : function.aliases()) {
                List<Object> other = new ArrayList<>(row);
                other.set(0, alias);
                rows.put(alias, other);
            }
        }
        for (AggregateFunctions.Described function : AggregateFunctions.all()) {
            rows.put(
                    function.name() + " (" + function.kind() + ")",
                    Arrays.asList(function.name(), function.kind(), function.parameters(), function.description()));
        }
        for (TableFunction function : database.tableFunctions().values()) {
            rows.put(
                    function.name() + " (table)",
                    Arrays.asList(
                            function.name(),
                            "table",
                            function.parameters().stream()
                                    .map(parameter ->
                                            parameter.name() + (parameter.type() == null ? "" : " " + parameter.type()))
                                    .collect(Collectors.joining(", ")),
                            function.description()));
        }
        return new ArrayList<>(rows.values());
    }

    private static String parameters(Signature signature) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < signature.parameters().size(); i++) {
            text.append(i == 0 ? "" : ", ").append(signature.parameters().get(i));
            text.append(i >= signature.required() ? "?" : "");
        }
        return text.append(signature.variadic() ? " ..)" : ")").toString();
    }

    private static List<CatalogObject.Table> allTables(Input input) {
        return input.transaction().catalog().objects().stream()
                .filter(object -> object instanceof CatalogObject.Table table && table.kind() != TableKind.SYSTEM)
                .map(CatalogObject.Table.class::cast)
                .toList();
    }

    private static List<List<Object>> tables(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject.Table table : allTables(input)) {
            TableVersion version =
                    table.kind() == TableKind.BASE ? input.transaction().table(table.id()) : null;
            rows.add(Arrays.asList(
                    table.name().schema(),
                    table.name().name(),
                    table.kind().name(),
                    version == null ? null : (Object) version.rowCount(),
                    (long) table.columns().size(),
                    version == null ? null : (Object) (long) version.segmentCount(),
                    version == null ? null : (Object) version.sizeInBytes()));
        }
        return rows;
    }

    private static List<List<Object>> columns(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject.Table table : allTables(input)) {
            TableStatistics statistics = table.kind() == TableKind.BASE
                    ? input.transaction().table(table.id()).statistics()
                    : TableStatistics.UNKNOWN;
            for (int i = 0; i < table.columns().size(); i++) {
                ColumnDefinition column = table.columns().get(i);
                ColumnStatistics known = statistics.columns().isEmpty()
                        ? new ColumnStatistics(Double.NaN, Double.NaN, null, null)
                        : statistics.columns().get(i);
                rows.add(Arrays.asList(
                        table.name().schema(),
                        table.name().name(),
                        column.name(),
                        i + 1L,
                        column.type().toString(),
                        column.nullable() ? 1L : 0L,
                        column.defaultSql(),
                        Double.isNaN(known.distinct()) ? null : (Object) known.distinct(),
                        Double.isNaN(known.nullFraction()) ? null : (Object) known.nullFraction(),
                        text(known.min(), column),
                        text(known.max(), column)));
            }
        }
        return rows;
    }

    private static String text(Object bound, ColumnDefinition column) {
        return bound == null ? null : new Literal(bound, column.type()).toString();
    }

    private static List<List<Object>> indexes(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject.Table table : allTables(input)) {
            for (UniqueKey key : table.keys()) {
                rows.add(index(table, key.name(), key.columns(), true, key.primary()));
            }
            for (CatalogObject.Index index : input.transaction().catalog().indexes(table.id())) {
                rows.add(index(table, index.name().name(), index.columns(), index.unique(), false));
            }
        }
        return rows;
    }

    private static List<Object> index(
            CatalogObject.Table table, String name, List<Integer> columns, boolean unique, boolean primary) {
        return Arrays.asList(
                table.name().schema(),
                name,
                table.name().name(),
                columns.stream()
                        .map(column -> table.columns().get(column).name())
                        .collect(Collectors.joining(", ")),
                unique ? 1L : 0L,
                primary ? 1L : 0L);
    }

    private static List<List<Object>> sessions(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (Session session : input.session().database().sessions()) {
            rows.add(Arrays.asList(
                    session.id(),
                    (long) session.openStatements(),
                    session.isAutoCommit() ? 1L : 0L,
                    session.isInTransaction() ? 1L : 0L,
                    session == input.session() ? 1L : 0L));
        }
        return rows;
    }

    private static List<List<Object>> memory(Input input) {
        Database database = input.session().database();
        Runtime heap = Runtime.getRuntime();
        long stored = 0;
        for (CatalogObject.Table table : allTables(input)) {
            if (table.kind() == TableKind.BASE) {
                stored += input.transaction().table(table.id()).sizeInBytes();
            }
        }
        long temporaryLimit = database.memory().temporaryFiles().limit();
        return List.of(
                Arrays.asList(
                        "operators",
                        database.memory().reserved(),
                        database.memory().peak(),
                        database.memory().limit()),
                Arrays.asList(
                        "temporary files",
                        database.memory().temporaryFiles().bytes(),
                        database.memory().temporaryFiles().peak(),
                        temporaryLimit == Long.MAX_VALUE ? null : temporaryLimit),
                Arrays.asList("tables", stored, null, null),
                Arrays.asList("heap", heap.totalMemory() - heap.freeMemory(), null, heap.maxMemory()));
    }

    private static List<List<Object>> extensions(Input input) {
        return input.session().database().extensions().stream()
                .map(RuntimeExtension::name)
                .sorted()
                .map(List::<Object>of)
                .toList();
    }

    private static List<List<Object>> rules(Input input) {
        return new TreeMap<>(input.session().database().rules())
                .entrySet().stream()
                        .map(rule -> List.<Object>of(rule.getKey(), rule.getValue()))
                        .toList();
    }
}
