package io.velaria.runtime.command;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import java.util.List;

/** Finds what commands name, and says clearly what is not there. */
final class Names {
    private Names() {}

    /** @throws VelariaException 42P01 with the nearest name */
    static VelariaException unknown(CatalogState catalog, String what, ObjectName name) {
        List<String> known = catalog.objects().stream()
                .filter(object -> object instanceof CatalogObject.Index == what.equals("index"))
                .map(object -> object.name().toString())
                .toList();
        VelariaException unknown = VelariaException.of(
                what.equals("index") ? SqlState.UNDEFINED_OBJECT : SqlState.UNDEFINED_TABLE,
                "there is no " + what + " \"" + name + "\"");
        String hint = Suggestion.didYouMean(name.toString(), known);
        return hint == null ? unknown : unknown.hint(hint);
    }

    /** @throws VelariaException 3F000 for a schema that is not there, 42501 for one that is the system's */
    static void checkSchema(CatalogState catalog, ObjectName name) {
        if (!catalog.hasSchema(name.schema())) {
            VelariaException unknown =
                    VelariaException.of(SqlState.INVALID_SCHEMA_NAME, "there is no schema \"" + name.schema() + "\"");
            String hint = Suggestion.didYouMean(name.schema(), List.copyOf(catalog.schemas()));
            throw hint == null ? unknown : unknown.hint(hint);
        }
        checkNotSystem(name.schema());
    }

    static void checkNotSystem(String schema) {
        if (schema.equalsIgnoreCase(ObjectName.SYSTEM_SCHEMA)
                || schema.equalsIgnoreCase(ObjectName.INFORMATION_SCHEMA)) {
            throw VelariaException.of(
                    SqlState.INSUFFICIENT_PRIVILEGE, "schema \"" + schema + "\" belongs to the system");
        }
    }

    /** @throws VelariaException 42P01 if it is not there, 42809 if it holds no rows of its own */
    static CatalogObject.Table storedTable(CatalogState catalog, ObjectName name) {
        CatalogObject object = catalog.find(name);
        if (object == null) {
            throw unknown(catalog, "table", name);
        }
        if (!(object instanceof CatalogObject.Table table) || table.kind() != TableKind.BASE) {
            throw VelariaException.of(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + name + "\" is no table that rows are stored in");
        }
        return table;
    }

    static VelariaException exists(ObjectName name, CatalogObject object) {
        String what = object instanceof CatalogObject.View
                ? "view"
                : object instanceof CatalogObject.Index ? "index" : "table";
        return VelariaException.of(
                object instanceof CatalogObject.Index ? SqlState.DUPLICATE_OBJECT : SqlState.DUPLICATE_TABLE,
                what + " \"" + name + "\" exists already");
    }
}
