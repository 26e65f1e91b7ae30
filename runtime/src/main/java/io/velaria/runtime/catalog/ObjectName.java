package io.velaria.runtime.catalog;

import java.io.Serializable;
import java.util.Locale;

/** The name of an object in a schema, as its creator wrote it. Names match in any case. */
public record ObjectName(String schema, String name) implements Serializable {
    public static final String DEFAULT_SCHEMA = "main";
    public static final String TEMP_SCHEMA = "temp";
    public static final String SYSTEM_SCHEMA = "velaria";
    public static final String INFORMATION_SCHEMA = "information_schema";

    /** The form in which names are compared. */
    public String key() {
        return schema.toLowerCase(Locale.ROOT) + "." + name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return schema.equalsIgnoreCase(DEFAULT_SCHEMA) ? name : schema + "." + name;
    }
}
