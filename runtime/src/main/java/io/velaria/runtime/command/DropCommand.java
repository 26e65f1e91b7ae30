package io.velaria.runtime.command;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.table.SnapshotTransaction;
import java.util.List;
import java.util.Locale;

/** DROP TABLE, VIEW, INDEX and SCHEMA. */
final class DropCommand {
    private DropCommand() {}

    static void run(Command.Drop drop, SnapshotTransaction transaction) {
        switch (drop.type().toUpperCase(Locale.ROOT)) {
            case "TABLE", "VIEW" -> dropRelation(drop, transaction);
            case "INDEX" -> dropIndex(drop, transaction);
            case "SCHEMA" -> dropSchema(drop, transaction);
            default -> throw VelariaException.unsupported("DROP " + drop.type());
        }
    }

    private static void dropRelation(Command.Drop drop, SnapshotTransaction transaction) {
        boolean table = drop.type().equalsIgnoreCase("TABLE");
        CatalogObject object = transaction.catalog().find(drop.name());
        if (object == null) {
            if (drop.ifExists()) {
                return;
            }
            throw Names.unknown(transaction.catalog(), table ? "table" : "view", drop.name());
        }
        if (table != object instanceof CatalogObject.Table) {
            throw VelariaException.of(
                            SqlState.WRONG_OBJECT_TYPE,
                            "\"" + drop.name() + "\" is a " + (table ? "view, no table" : "table, no view"))
                    .hint("use DROP " + (table ? "VIEW" : "TABLE"));
        }
        Names.checkNotSystem(object.name().schema());
        drop(object, transaction);
    }

    /** Removes a table with its rows and indexes, or a view. */
    static void drop(CatalogObject object, SnapshotTransaction transaction) {
        CatalogState catalog = transaction.catalog();
        if (object instanceof CatalogObject.Table table) {
            for (CatalogObject.Index index : catalog.indexes(table.id())) {
                catalog = catalog.without(index);
            }
            if (table.kind() == TableKind.BASE) {
                transaction.dropTable(table.id());
            }
        }
        transaction.changeCatalog(catalog.without(object));
    }

    private static void dropIndex(Command.Drop drop, SnapshotTransaction transaction) {
        CatalogState catalog = transaction.catalog();
        CatalogObject.Index index = catalog.findIndex(drop.name());
        if (index == null) {
            if (drop.ifExists()) {
                return;
            }
            throw Names.unknown(catalog, "index", drop.name());
        }
        transaction.dropIndex(index);
        transaction.changeCatalog(catalog.without(index));
    }

    private static void dropSchema(Command.Drop drop, SnapshotTransaction transaction) {
        CatalogState catalog = transaction.catalog();
        // The planner resolves names to a schema; the schema itself is the name's last part.
        String schema = drop.name().name();
        if (!catalog.hasSchema(schema)) {
            if (drop.ifExists()) {
                return;
            }
            VelariaException unknown =
                    VelariaException.of(SqlState.INVALID_SCHEMA_NAME, "there is no schema \"" + schema + "\"");
            String hint = Suggestion.didYouMean(schema, List.copyOf(catalog.schemas()));
            throw hint == null ? unknown : unknown.hint(hint);
        }
        Names.checkNotSystem(schema);
        if (schema.equalsIgnoreCase(ObjectName.DEFAULT_SCHEMA) || schema.equalsIgnoreCase(ObjectName.TEMP_SCHEMA)) {
            throw VelariaException.of(SqlState.INSUFFICIENT_PRIVILEGE, "schema \"" + schema + "\" cannot be dropped");
        }
        List<CatalogObject> content = catalog.relations(schema);
        if (!content.isEmpty() && !drop.cascade()) {
            throw VelariaException.of(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "schema \"" + schema + "\" is not empty: it holds \""
                                    + content.get(0).name().name() + "\"")
                    .hint("use CASCADE to drop what it holds");
        }
        content.forEach(object -> drop(object, transaction));
        transaction.changeCatalog(transaction.catalog().withoutSchema(schema));
    }
}
