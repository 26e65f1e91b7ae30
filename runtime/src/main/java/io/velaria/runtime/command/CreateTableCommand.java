package io.velaria.runtime.command;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.table.SnapshotTransaction;
import io.velaria.runtime.table.StoredTableSource;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CREATE TABLE, with AS or USING. */
final class CreateTableCommand {
    private CreateTableCommand() {}

    static void run(Command.CreateTable create, CommandContext context) {
        SnapshotTransaction transaction = context.transaction();
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
            if (!create.orReplace() || !(existing instanceof CatalogObject.Table)) {
                throw Names.exists(name, existing);
            }
        }
        long id = transaction.newTableId();
        CatalogObject.Table table =
                create.provider() == null ? stored(create, name, id) : external(create, name, id, context);
        if (table.kind() == TableKind.BASE) {
            transaction.createTable(table);
        }
        if (create.query() != null) {
            TableModify insert = new TableModify(TableModify.Kind.INSERT, id, name.toString(), create.query());
            try (Cursor cursor = context.open(insert)) {
                while (cursor.next() != null) {
                    // the count is of no interest
                }
            }
        }
        if (existing != null) {
            DropCommand.drop(existing, transaction); // after its rows may have been read
        }
        transaction.changeCatalog(transaction.catalog().with(table));
    }

    private static CatalogObject.Table stored(Command.CreateTable create, ObjectName name, long id) {
        if (create.kind() != TableKind.BASE) {
            throw VelariaException.of(
                    SqlState.SYNTAX_ERROR, "a " + create.kind() + " table needs USING to say where its rows are");
        }
        List<ColumnDefinition> columns = new ArrayList<>(create.columns());
        if (columns.isEmpty() && create.query() != null) {
            for (Field field : create.query().schema()) {
                SqlType type = field.type().kind() == TypeKind.NULL ? SqlType.VARCHAR : field.type();
                columns.add(new ColumnDefinition(field.name(), type, true, null, null));
            }
        }
        checkColumns(columns, name);
        for (UniqueKey key : create.keys()) {
            for (int column : key.columns()) {
                ColumnDefinition old = columns.get(column);
                if (key.primary() && old.nullable()) {
                    columns.set(
                            column,
                            new ColumnDefinition(old.name(), old.type(), false, old.defaultValue(), old.defaultSql()));
                }
            }
        }
        List<Field> fields = columns.stream().map(ColumnDefinition::field).toList();
        return new CatalogObject.Table(
                id,
                name,
                TableKind.BASE,
                columns,
                named(create.keys(), columns, name),
                null,
                create.options(),
                new StoredTableSource(id, name.toString(), fields));
    }

    private static void checkColumns(List<ColumnDefinition> columns, ObjectName name) {
        if (columns.isEmpty()) {
            throw VelariaException.of(SqlState.SYNTAX_ERROR, "table \"" + name + "\" needs at least one column");
        }
        Set<String> names = new HashSet<>();
        for (ColumnDefinition column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw VelariaException.of(
                        SqlState.DUPLICATE_COLUMN,
                        "column \"" + column.name() + "\" of table \"" + name + "\" is there twice");
            }
        }
    }

    /** Keys with names of their own, the primary one first. */
    private static List<UniqueKey> named(List<UniqueKey> keys, List<ColumnDefinition> columns, ObjectName table) {
        List<UniqueKey> named = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (UniqueKey key : keys) {
            if (key.primary() && !named.isEmpty() && named.get(0).primary()) {
                throw VelariaException.of(
                        SqlState.SYNTAX_ERROR, "table \"" + table + "\" has more than one primary key");
            }
            String name = key.name() == null ? constraintName(key, columns, table) : key.name();
            while (!names.add(name.toLowerCase(Locale.ROOT))) {
                name += "1";
            }
            named.add(key.primary() ? 0 : named.size(), new UniqueKey(name, key.columns(), key.primary()));
        }
        return named;
    }

    /** As PostgreSQL names them: {@code t_pkey}, {@code t_a_b_key}. */
    private static String constraintName(UniqueKey key, List<ColumnDefinition> columns, ObjectName table) {
        if (key.primary()) {
            return table.name() + "_pkey";
        }
        StringBuilder name = new StringBuilder(table.name());
        for (int column : key.columns()) {
            name.append('_').append(columns.get(column).name());
        }
        return name.append("_key").toString();
    }

    private static CatalogObject.Table external(
            Command.CreateTable create, ObjectName name, long id, CommandContext context) {
        Database database = context.session().database();
        if (create.kind() == TableKind.SINK) {
            throw VelariaException.unsupported("CREATE SINK TABLE");
        }
        boolean stream = create.kind() == TableKind.SOURCE;
        if (stream && database.streamProviders().isEmpty()) {
            throw VelariaException.unsupported("CREATE SOURCE TABLE without the module for streams");
        }
        TableProvider provider =
                stream ? database.streamProvider(create.provider()) : database.provider(create.provider());
        if (provider == null) {
            VelariaException unknown = VelariaException.of(
                    SqlState.UNDEFINED_OBJECT,
                    "there is no " + (stream ? "stream source" : "table provider") + " \"" + create.provider() + "\"");
            String hint = Suggestion.didYouMean(
                    create.provider(),
                    (stream ? database.streamProviders() : database.providers())
                            .stream().map(TableProvider::name).toList());
            throw hint == null ? unknown : unknown.hint(hint);
        }
        if (create.query() != null) {
            throw VelariaException.unsupported("CREATE TABLE .. USING .. AS");
        }
        ScanSource source = provider.open(
                create.columns(), create.options(), context.session().files());
        List<ColumnDefinition> columns = create.columns().isEmpty()
                ? source.schema().stream()
                        .map(field -> new ColumnDefinition(field.name(), field.type(), field.nullable(), null, null))
                        .toList()
                : create.columns();
        TableKind kind = create.kind() == TableKind.BASE ? TableKind.EXTERNAL : create.kind();
        return new CatalogObject.Table(
                id,
                name,
                kind,
                columns,
                named(create.keys(), columns, name),
                create.provider(),
                create.options(),
                source);
    }
}
