package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.avatica.ConnectStringParser;

/**
 * A connection's URL and properties, taken apart. {@code jdbc:velaria:} is a private database in memory,
 * {@code jdbc:velaria:mem:NAME} one that all connections of the JVM share; anything else is the path of a database on
 * disk. Options follow as {@code ;key=value}, with values quoted where they hold a semicolon; those of the URL win over
 * the same ones in the properties.
 *
 * @param url as given, without the options
 * @param name of the shared database, or null for a private one
 * @param options by name in lower case, except that {@link ConnectOption}s are left in {@code known}
 */
record ConnectUrl(String url, String name, Map<ConnectOption, String> known, Map<String, String> options) {
    static final String PREFIX = "jdbc:velaria:";

    ConnectUrl {
        known = Collections.unmodifiableMap(known);
        options = Collections.unmodifiableMap(options);
    }

    static boolean accepts(String url) {
        return url != null && url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** @throws VelariaException 08001 for a URL that cannot be read, 0A000 for a database on disk */
    static ConnectUrl parse(String url, Properties info) {
        int semicolon = url.indexOf(';');
        String base = semicolon < 0 ? url : url.substring(0, semicolon);
        String location = base.substring(PREFIX.length());
        Map<ConnectOption, String> known = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        if (info != null) {
            for (String key : info.stringPropertyNames()) {
                put(key, info.getProperty(key), known, settings);
            }
        }
        if (semicolon >= 0) {
            Properties parsed = parseOptions(url, semicolon);
            for (String key : parsed.stringPropertyNames()) {
                put(key, parsed.getProperty(key), known, settings);
            }
        }
        return new ConnectUrl(base, databaseName(location), known, settings);
    }

    private static Properties parseOptions(String url, int semicolon) {
        try {
            return ConnectStringParser.parse(url.substring(semicolon + 1));
        } catch (SQLException e) {
            throw VelariaException.of(
                    SqlState.CLIENT_UNABLE_TO_CONNECT,
                    "options in " + url + " are not of the form ;key=value: " + e.getMessage(),
                    e);
        }
    }

    private static void put(String key, String value, Map<ConnectOption, String> known, Map<String, String> settings) {
        ConnectOption option = ConnectOption.find(key);
        if (option != null) {
            known.put(option, value);
        } else {
            settings.put(key.toLowerCase(Locale.ROOT), value);
        }
    }

    private static String databaseName(String location) {
        if (location.isEmpty()) {
            return null;
        }
        if (location.regionMatches(true, 0, "mem:", 0, 4)) {
            String name = location.substring(4);
            return name.isEmpty() ? null : name;
        }
        if (location.equalsIgnoreCase("mem")) {
            return null;
        }
        throw VelariaException.of(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "databases on disk come later; cannot open \"" + location + "\"")
                .hint("jdbc:velaria: and jdbc:velaria:mem:NAME are databases in memory");
    }
}
