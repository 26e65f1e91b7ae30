package io.velaria.runtime.command;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.table.SnapshotTransaction;

/** CREATE VIEW, INDEX and SCHEMA, and TRUNCATE. */
final class DefinitionCommands {
    private DefinitionCommands() {}

    static void createView(Command.CreateView create, SnapshotTransaction transaction) {
        ObjectName name = create.temporary()
                ? new ObjectName(ObjectName.TEMP_SCHEMA, create.name().name())
                : create.name();
        CatalogState catalog = transaction.catalog();
        Names.checkSchema(catalog, name);
        CatalogObject existing = catalog.find(name);
        if (existing != null) {
            if (create.ifNotExists()) {
                return;
            }
            if (!create.orReplace() || !(existing instanceof CatalogObject.View)) {
                throw Names.exists(name, existing);
            }
        }
        transaction.changeCatalog(catalog.with(new CatalogObject.View(name, create.columns(), create.sql())));
    }

    static void createIndex(Command.CreateIndex create, SnapshotTransaction transaction) {
        CatalogState catalog = transaction.catalog();
        CatalogObject.Table table = Names.storedTable(catalog, create.table());
        ObjectName name = new ObjectName(table.name().schema(), create.name());
        CatalogObject.Index existing = catalog.findIndex(name);
        if (existing != null) {
            if (create.ifNotExists()) {
                return;
            }
            throw Names.exists(name, existing);
        }
        CatalogObject.Index index = new CatalogObject.Index(name, table.id(), create.columns(), create.unique());
        transaction.createIndex(index);
        transaction.changeCatalog(catalog.with(index));
    }

    static void createSchema(Command.CreateSchema create, SnapshotTransaction transaction) {
        CatalogState catalog = transaction.catalog();
        if (catalog.hasSchema(create.name())) {
            if (create.ifNotExists()) {
                return;
            }
            throw VelariaException.of(SqlState.DUPLICATE_OBJECT, "schema \"" + create.name() + "\" exists already");
        }
        transaction.changeCatalog(catalog.withSchema(create.name()));
    }

    static void truncate(Command.Truncate truncate, SnapshotTransaction transaction) {
        transaction.truncate(
                Names.storedTable(transaction.catalog(), truncate.name()).id());
    }
}
