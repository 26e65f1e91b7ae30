package io.velaria.runtime.command;

import static io.velaria.runtime.catalog.ObjectName.INFORMATION_SCHEMA;
import static io.velaria.runtime.type.SqlType.INTEGER;
import static io.velaria.runtime.type.SqlType.VARCHAR;

import io.velaria.runtime.catalog.CatalogMerge;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.command.SystemView.Input;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The views of the SQL standard's INFORMATION_SCHEMA that clients read. */
final class InformationSchema {
    private InformationSchema() {}

    static List<SystemView> views() {
        return List.of(
                SystemView.of(
                        INFORMATION_SCHEMA,
                        "schemata",
                        InformationSchema::schemata,
                        "catalog_name",
                        VARCHAR,
                        "schema_name",
                        VARCHAR),
                SystemView.of(
                        INFORMATION_SCHEMA,
                        "tables",
                        InformationSchema::tables,
                        "table_catalog",
                        VARCHAR,
                        "table_schema",
                        VARCHAR,
                        "table_name",
                        VARCHAR,
                        "table_type",
                        VARCHAR),
                SystemView.of(
                        INFORMATION_SCHEMA,
                        "columns",
                        InformationSchema::columns,
                        "table_catalog",
                        VARCHAR,
                        "table_schema",
                        VARCHAR,
                        "table_name",
                        VARCHAR,
                        "column_name",
                        VARCHAR,
                        "ordinal_position",
                        INTEGER,
                        "column_default",
                        VARCHAR,
                        "is_nullable",
                        VARCHAR,
                        "data_type",
                        VARCHAR,
                        "character_maximum_length",
                        INTEGER,
                        "numeric_precision",
                        INTEGER,
                        "numeric_scale",
                        INTEGER,
                        "datetime_precision",
                        INTEGER),
                SystemView.of(
                        INFORMATION_SCHEMA,
                        "table_constraints",
                        InformationSchema::constraints,
                        "constraint_catalog",
                        VARCHAR,
                        "constraint_schema",
                        VARCHAR,
                        "constraint_name",
                        VARCHAR,
                        "table_catalog",
                        VARCHAR,
                        "table_schema",
                        VARCHAR,
                        "table_name",
                        VARCHAR,
                        "constraint_type",
                        VARCHAR),
                SystemView.of(
                        INFORMATION_SCHEMA,
                        "key_column_usage",
                        InformationSchema::keyColumns,
                        "constraint_catalog",
                        VARCHAR,
                        "constraint_schema",
                        VARCHAR,
                        "constraint_name",
                        VARCHAR,
                        "table_catalog",
                        VARCHAR,
                        "table_schema",
                        VARCHAR,
                        "table_name",
                        VARCHAR,
                        "column_name",
                        VARCHAR,
                        "ordinal_position",
                        INTEGER),
                SystemView.of(
                        INFORMATION_SCHEMA,
                        "views",
                        InformationSchema::viewDefinitions,
                        "table_catalog",
                        VARCHAR,
                        "table_schema",
                        VARCHAR,
                        "table_name",
                        VARCHAR,
                        "view_definition",
                        VARCHAR));
    }

    private static String catalog(Input input) {
        return input.session().database().name();
    }

    private static List<List<Object>> schemata(Input input) {
        return input.transaction().catalog().schemas().stream()
                .map(schema -> List.<Object>of(catalog(input), schema))
                .toList();
    }

    private static List<CatalogObject> relations(Input input) {
        return input.transaction().catalog().objects().stream()
                .filter(object -> !(object instanceof CatalogObject.Index))
                .toList();
    }

    private static List<List<Object>> tables(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : relations(input)) {
            rows.add(List.of(
                    catalog(input), object.name().schema(), object.name().name(), type(object)));
        }
        return rows;
    }

    private static String type(CatalogObject object) {
        if (!(object instanceof CatalogObject.Table table) || table.kind() == TableKind.SYSTEM) {
            return "VIEW";
        }
        if (table.kind() != TableKind.BASE) {
            return "FOREIGN";
        }
        return CatalogMerge.isTemporary(object) ? "LOCAL TEMPORARY" : "BASE TABLE";
    }

    private static List<List<Object>> columns(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : relations(input)) {
            CatalogObject.Table table = object instanceof CatalogObject.Table known ? known : null;
            List<Field> fields = table == null ? ((CatalogObject.View) object).columns() : table.fields();
            for (int i = 0; i < fields.size(); i++) {
                SqlType type = fields.get(i).type();
                rows.add(Arrays.asList(
                        catalog(input),
                        object.name().schema(),
                        object.name().name(),
                        fields.get(i).name(),
                        i + 1L,
                        table == null ? null : table.columns().get(i).defaultSql(),
                        fields.get(i).nullable() ? "YES" : "NO",
                        type.toString(),
                        type.kind().isText() && type.precision() > 0 ? (Object) (long) type.precision() : null,
                        numericPrecision(type),
                        type.kind().isExactNumeric() ? (Object) (long) type.scale() : null,
                        type.kind().isDateTime() ? (Object) (long) type.precision() : null));
            }
        }
        return rows;
    }

    private static Long numericPrecision(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 3L;
            case SMALLINT -> 5L;
            case INTEGER -> 10L;
            case BIGINT -> 19L;
            case DECIMAL -> (long) type.precision();
            case REAL -> 24L;
            case DOUBLE -> 53L;
            default -> null;
        };
    }

    private static List<List<Object>> constraints(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : relations(input)) {
            if (object instanceof CatalogObject.Table table) {
                for (UniqueKey key : table.keys()) {
                    rows.add(List.of(
                            catalog(input),
                            table.name().schema(),
                            key.name(),
                            catalog(input),
                            table.name().schema(),
                            table.name().name(),
                            key.primary() ? "PRIMARY KEY" : "UNIQUE"));
                }
            }
        }
        return rows;
    }

    private static List<List<Object>> keyColumns(Input input) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : relations(input)) {
            if (object instanceof CatalogObject.Table table) {
                for (UniqueKey key : table.keys()) {
                    for (int i = 0; i < key.columns().size(); i++) {
                        rows.add(List.of(
                                catalog(input),
                                table.name().schema(),
                                key.name(),
                                catalog(input),
                                table.name().schema(),
                                table.name().name(),
                                table.columns().get(key.columns().get(i)).name(),
                                i + 1L));
                    }
                }
            }
        }
        return rows;
    }

    private static List<List<Object>> viewDefinitions(Input input) {
        return relations(input).stream()
                .filter(CatalogObject.View.class::isInstance)
                .map(CatalogObject.View.class::cast)
                .map(view -> List.<Object>of(
                        catalog(input), view.name().schema(), view.name().name(), view.sql()))
                .toList();
    }
}
