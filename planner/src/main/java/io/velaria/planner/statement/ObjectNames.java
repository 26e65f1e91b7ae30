package io.velaria.planner.statement;

import io.velaria.planner.catalog.PlanningContext;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** Says which object a name in a statement means: temporary ones first, then the session's schema. */
final class ObjectNames {
    private final CatalogState catalog;
    private final String schema;
    private final String database;

    ObjectNames(PlanningContext context) {
        this.catalog = context.catalog();
        this.schema = context.settings().get("schema", ObjectName.DEFAULT_SCHEMA);
        this.database = context.databaseName();
    }

    static String last(SqlIdentifier identifier) {
        return identifier.names.get(identifier.names.size() - 1);
    }

    String schema() {
        return schema;
    }

    CatalogState catalog() {
        return catalog;
    }

    /** The name of an object to be made. */
    ObjectName created(SqlIdentifier identifier, boolean temporary) {
        List<String> names = identifier.names;
        if (names.size() == 1) {
            return new ObjectName(temporary ? ObjectName.TEMP_SCHEMA : schema, names.get(0));
        }
        return qualified(identifier);
    }

    /** The name of an object that should be there; it need not be. */
    ObjectName existing(SqlIdentifier identifier) {
        if (identifier.names.size() == 1) {
            ObjectName temporary = new ObjectName(ObjectName.TEMP_SCHEMA, identifier.names.get(0));
            return catalog.find(temporary) != null ? temporary : new ObjectName(schema, identifier.names.get(0));
        }
        return qualified(identifier);
    }

    private ObjectName qualified(SqlIdentifier identifier) {
        List<String> names = identifier.names;
        if (names.size() > 3 || names.size() == 3 && !names.get(0).equalsIgnoreCase(database)) {
            throw at(
                    VelariaException.of(SqlState.INVALID_SCHEMA_NAME, "unknown database in " + identifier), identifier);
        }
        return new ObjectName(names.get(names.size() - 2), last(identifier));
    }

    /** @throws VelariaException 42P01 if there is no table of that name, 42809 if it is a view */
    CatalogObject.Table table(SqlIdentifier identifier) {
        CatalogObject found = relation(identifier);
        if (found instanceof CatalogObject.Table table) {
            return table;
        }
        throw at(VelariaException.of(SqlState.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is a view"), identifier);
    }

    /** @throws VelariaException 42P01 if there is no table or view of that name */
    CatalogObject relation(SqlIdentifier identifier) {
        ObjectName name = existing(identifier);
        CatalogObject found = catalog.find(name);
        if (found != null) {
            return found;
        }
        VelariaException missing =
                VelariaException.of(SqlState.UNDEFINED_TABLE, "table \"" + name + "\" does not exist");
        String hint = Suggestion.didYouMean(
                name.name(),
                catalog.relations(name.schema()).stream()
                        .map(object -> object.name().name())
                        .toList());
        throw at(hint == null ? missing : missing.hint(hint), identifier);
    }

    /** @throws VelariaException 42703 if the table has no such column */
    int column(CatalogObject.Table table, SqlIdentifier identifier) {
        String name = last(identifier);
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        VelariaException missing = VelariaException.of(
                SqlState.UNDEFINED_COLUMN, "table \"" + table.name() + "\" has no column \"" + name + "\"");
        String hint = Suggestion.didYouMean(
                name, table.columns().stream().map(column -> column.name()).toList());
        throw at(hint == null ? missing : missing.hint(hint), identifier);
    }

    static VelariaException at(VelariaException error, SqlIdentifier identifier) {
        return error.at(
                identifier.getParserPosition().getLineNum(),
                identifier.getParserPosition().getColumnNum());
    }
}
