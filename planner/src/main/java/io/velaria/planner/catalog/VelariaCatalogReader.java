package io.velaria.planner.catalog;

import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.plan.ScanSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlMoniker;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Resolves names of tables in any case: in schema {@code temp}, then {@code main}, then with the schema given. Sources
 * that a statement brings along (files, bound table functions) stand in a schema of their own.
 */
public final class VelariaCatalogReader implements Prepare.CatalogReader {
    /** The schema of sources that exist for one statement only. */
    public static final String SOURCES = "$source";
    /** The schema in which the table that a statement changes also has its row id. */
    public static final String TARGETS = "$target";

    /** The schema in which files stand by their paths. */
    public static final String FILES = "$file";

    private final PlanningContext context;
    private final VelariaTypeFactory typeFactory;
    private final CalciteSchema root;
    private final SqlNameMatcher matcher = SqlNameMatchers.withCaseSensitive(false);
    private final Map<String, PlannerTable> tables = new HashMap<>();
    private final List<PlannerTable> sources = new ArrayList<>();
    private final Set<PlannerTable> used = new LinkedHashSet<>();

    public VelariaCatalogReader(PlanningContext context, VelariaTypeFactory typeFactory) {
        this.context = context;
        this.typeFactory = typeFactory;
        this.root = CalciteSchema.createRootSchema(false, false, context.databaseName(), new RootSchema(this));
    }

    public PlanningContext context() {
        return context;
    }

    /** Makes a source known to this statement; gives the name to select from. */
    public List<String> addSource(ScanSource source) {
        List<String> name = List.of(SOURCES, Integer.toString(sources.size()));
        sources.add(PlannerTable.of(this, name, source));
        return name;
    }

    /** Tables and views that the statement has named so far. */
    public Collection<PlannerTable> usedTables() {
        return used;
    }

    Collection<String> schemaNames() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(context.catalog().schemas());
        names.add(SOURCES);
        names.add(TARGETS);
        names.add(FILES);
        return names;
    }

    PlannerTable find(String schema, String name) {
        PlannerTable found;
        if (schema.equals(SOURCES)) {
            found = sources.get(Integer.parseInt(name));
        } else {
            found = tables.computeIfAbsent(key(schema, name), key -> read(schema, name));
        }
        if (found != null && used.add(found)) {
            ScanSource source = found.source();
            if (source != null && source.readsFiles()) {
                // A table over files may have been created by a connection that may read them.
                context.files().check(source.description());
            }
        }
        return found;
    }

    /** Names of files keep their case. */
    private static String key(String schema, String name) {
        String key = schema + "." + name;
        return schema.equals(FILES) ? key : key.toLowerCase(Locale.ROOT);
    }

    private PlannerTable read(String schema, String name) {
        if (schema.equals(TARGETS)) {
            int dot = name.indexOf('.');
            CatalogObject object =
                    context.catalog().find(new ObjectName(name.substring(0, dot), name.substring(dot + 1)));
            return PlannerTable.of(this, object, context, true);
        }
        if (schema.equals(FILES)) {
            return PlannerTable.of(this, List.of(FILES, name), open(name));
        }
        CatalogObject object = context.catalog().find(new ObjectName(schema, name));
        return object == null || object instanceof CatalogObject.Index
                ? null
                : PlannerTable.of(this, object, context, false);
    }

    private ScanSource open(String path) {
        TableProvider provider = context.providerOf(path);
        if (provider == null) {
            throw VelariaException.unsupported("reading files like '" + path + "'");
        }
        return provider.open(List.of(), Map.of("path", path), context.files());
    }

    /** Where names without a schema are looked up behind {@code temp}. */
    public String currentSchema() {
        return context.settings().get("schema", ObjectName.DEFAULT_SCHEMA);
    }

    /** The catalog's table or view that a name in a statement means, or null. */
    public CatalogObject resolve(List<String> names) {
        List<String> parts = names;
        if (parts.size() == 3 && parts.get(0).equalsIgnoreCase(context.databaseName())) {
            parts = parts.subList(1, 3);
        }
        if (parts.size() == 1) {
            CatalogObject temporary = context.catalog().find(new ObjectName(ObjectName.TEMP_SCHEMA, parts.get(0)));
            return temporary != null
                    ? temporary
                    : context.catalog().find(new ObjectName(currentSchema(), parts.get(0)));
        }
        return parts.size() == 2 ? context.catalog().find(new ObjectName(parts.get(0), parts.get(1))) : null;
    }

    /** A hint for a table's name that is not known, or null. */
    public String suggestTable(List<String> names) {
        List<String> known = new ArrayList<>();
        for (CatalogObject object : context.catalog().objects()) {
            if (!(object instanceof CatalogObject.Index)) {
                String schema = object.name().schema();
                boolean searched =
                        schema.equalsIgnoreCase(currentSchema()) || schema.equalsIgnoreCase(ObjectName.TEMP_SCHEMA);
                known.add(
                        searched && names.size() == 1
                                ? object.name().name()
                                : schema + "." + object.name().name());
            }
        }
        return Suggestion.didYouMean(String.join(".", names), known);
    }

    @Override
    public Prepare.PreparingTable getTable(List<String> names) {
        CalciteSchema.TableEntry entry = SqlValidatorUtil.getTableEntry(this, names);
        return entry == null ? null : ((SchemaTable) entry.getTable()).unwrap(Prepare.PreparingTable.class);
    }

    @Override
    public Prepare.PreparingTable getTableForMember(List<String> names) {
        return getTable(names);
    }

    @Override
    public RelDataTypeFactory getTypeFactory() {
        return typeFactory;
    }

    @Override
    public void registerRules(RelOptPlanner planner) {}

    @Override
    public RelDataType getNamedType(SqlIdentifier typeName) {
        return null;
    }

    @Override
    public List<SqlMoniker> getAllSchemaObjectNames(List<String> names) {
        return List.of();
    }

    @Override
    public List<List<String>> getSchemaPaths() {
        return List.of(List.of(ObjectName.TEMP_SCHEMA), List.of(currentSchema()), List.of());
    }

    @Override
    @SuppressWarnings("deprecation")
    public RelDataTypeField field(RelDataType rowType, String alias) {
        return matcher.field(rowType, alias);
    }

    @Override
    public SqlNameMatcher nameMatcher() {
        return matcher;
    }

    @Override
    @SuppressWarnings("deprecation")
    public boolean matches(String string, String name) {
        return matcher.matches(string, name);
    }

    @Override
    public RelDataType createTypeFromProjection(RelDataType type, List<String> columnNames) {
        return SqlValidatorUtil.createTypeFromProjection(type, columnNames, typeFactory, false);
    }

    @Override
    @SuppressWarnings("deprecation")
    public boolean isCaseSensitive() {
        return false;
    }

    @Override
    public CalciteSchema getRootSchema() {
        return root;
    }

    @Override
    public CalciteConnectionConfig getConfig() {
        return CalciteConnectionConfig.DEFAULT;
    }

    @Override
    public Prepare.CatalogReader withSchemaPath(List<String> schemaPath) {
        return this;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> operators,
            SqlNameMatcher nameMatcher) {}

    @Override
    public List<SqlOperator> getOperatorList() {
        return List.of();
    }

    @Override
    public <C> C unwrap(Class<C> wanted) {
        return wanted.isInstance(this) ? wanted.cast(this) : null;
    }
}
