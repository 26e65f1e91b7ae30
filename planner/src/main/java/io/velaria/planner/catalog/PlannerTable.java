package io.velaria.planner.catalog;

import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.util.ImmutableBitSet;

/** Something that FROM names and a scan reads: a table, a file, a bound table function, or a view to expand. */
public final class PlannerTable extends Prepare.AbstractPreparingTable {
    /** The hidden last column of a table that a statement changes. */
    public static final String ROW_ID = "$rowid";

    private static final double UNKNOWN_ROWS = 1000;

    private final RelOptSchema schema;
    private final List<String> name;
    private final List<Field> fields;
    private final RelDataType rowType;
    private final CatalogObject.Table table;
    private final CatalogObject.View view;
    private final ScanSource source;
    private final Supplier<TableStatistics> statisticsSupplier;
    private TableStatistics statistics;

    private PlannerTable(
            RelOptSchema schema,
            List<String> name,
            List<Field> fields,
            RelDataType rowType,
            CatalogObject object,
            ScanSource source,
            Supplier<TableStatistics> statistics) {
        this.schema = schema;
        this.name = List.copyOf(name);
        this.fields = fields;
        this.rowType = rowType;
        this.table = object instanceof CatalogObject.Table given ? given : null;
        this.view = object instanceof CatalogObject.View given ? given : null;
        this.source = source;
        this.statisticsSupplier = statistics;
    }

    static PlannerTable of(RelOptSchema schema, CatalogObject object, PlanningContext context, boolean withRowId) {
        List<String> name = List.of(object.name().schema(), object.name().name());
        if (object instanceof CatalogObject.View view) {
            return new PlannerTable(
                    schema,
                    name,
                    view.columns(),
                    rowType(schema, view.columns(), false),
                    view,
                    null,
                    () -> TableStatistics.UNKNOWN);
        }
        CatalogObject.Table table = (CatalogObject.Table) object;
        List<Field> fields = table.kind() == TableKind.BASE ? table.fields() : nullable(table.fields());
        return new PlannerTable(
                schema,
                withRowId ? List.of(VelariaCatalogReader.TARGETS, name.get(0) + "." + name.get(1)) : name,
                fields,
                rowType(schema, fields, withRowId),
                table,
                table.source(),
                () -> context.statistics(table));
    }

    /** Nobody checks what is declared about rows that others write. */
    private static List<Field> nullable(List<Field> declared) {
        return declared.stream()
                .map(field -> new Field(field.name(), field.type(), true))
                .toList();
    }

    static PlannerTable of(RelOptSchema schema, List<String> name, ScanSource source) {
        return new PlannerTable(
                schema,
                name,
                source.schema(),
                rowType(schema, source.schema(), false),
                null,
                source,
                source::statistics);
    }

    private static RelDataType rowType(RelOptSchema schema, List<Field> fields, boolean withRowId) {
        VelariaTypeFactory factory = (VelariaTypeFactory) schema.getTypeFactory();
        var builder = factory.builder();
        for (Field field : fields) {
            builder.add(field.name(), TypeMapping.toColumnType(field.type(), field.nullable(), factory));
        }
        if (withRowId) {
            builder.add(ROW_ID, TypeMapping.toRelType(io.velaria.runtime.type.SqlType.BIGINT, false, factory));
        }
        return builder.build();
    }

    /** Declared columns; a hidden row id is not among them. */
    public List<Field> fields() {
        return fields;
    }

    /** What a scan reads; null for a view. */
    public ScanSource source() {
        return source;
    }

    /** The catalog's table, or null for a view, a file or a table function. */
    public CatalogObject.Table catalogTable() {
        return table;
    }

    /** The catalog's view, or null. */
    public CatalogObject.View view() {
        return view;
    }

    /** Estimates as of this planning. */
    public TableStatistics statistics() {
        if (statistics == null) {
            statistics = statisticsSupplier.get();
        }
        return statistics;
    }

    @Override
    public double getRowCount() {
        double rows = statistics().rows();
        return Double.isNaN(rows) ? UNKNOWN_ROWS : rows;
    }

    @Override
    public List<String> getQualifiedName() {
        return name;
    }

    @Override
    public RelDataType getRowType() {
        return rowType;
    }

    @Override
    public RelOptSchema getRelOptSchema() {
        return schema;
    }

    @Override
    public RelNode toRel(ToRelContext context) {
        if (view == null) {
            return LogicalTableScan.create(context.getCluster(), this, List.of());
        }
        return context.expandView(rowType, view.sql(), name, name).rel;
    }

    @Override
    public List<RelCollation> getCollationList() {
        return List.of();
    }

    @Override
    public RelDistribution getDistribution() {
        return RelDistributions.ANY;
    }

    @Override
    public boolean isKey(ImmutableBitSet columns) {
        return getKeys().stream().anyMatch(columns::contains);
    }

    /** Keys of stored tables, which are enforced, whose columns cannot be NULL. */
    @Override
    public List<ImmutableBitSet> getKeys() {
        List<ImmutableBitSet> keys = new ArrayList<>();
        if (table != null && table.kind() == TableKind.BASE) {
            for (UniqueKey key : table.keys()) {
                if (key.columns().stream()
                        .noneMatch(column -> fields.get(column).nullable())) {
                    keys.add(ImmutableBitSet.of(key.columns()));
                }
            }
        }
        return keys;
    }

    @Override
    public List<RelReferentialConstraint> getReferentialConstraints() {
        return List.of();
    }

    @Override
    public Expression getExpression(Class clazz) {
        return null;
    }

    @Override
    public boolean supportsModality(SqlModality modality) {
        return true;
    }

    @Override
    public boolean isTemporal() {
        return false;
    }

    @Override
    public SqlMonotonicity getMonotonicity(String columnName) {
        return SqlMonotonicity.NOT_MONOTONIC;
    }

    @Override
    public SqlAccessType getAllowedAccess() {
        return SqlAccessType.ALL;
    }

    @Override
    protected RelOptTable extend(Table extendedTable) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <C> C unwrap(Class<C> wanted) {
        if (wanted.isInstance(this)) {
            return wanted.cast(this);
        }
        if (wanted == TableStatistics.class) {
            return wanted.cast(statistics());
        }
        return wanted.isAssignableFrom(SchemaTable.class) ? wanted.cast(new SchemaTable(this)) : null;
    }

    @Override
    public String toString() {
        return String.join(".", name);
    }
}
