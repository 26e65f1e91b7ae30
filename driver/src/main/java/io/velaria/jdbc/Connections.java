package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Where the driver class hands over. */
public final class Connections {
    /** The version of this driver and of the database in it. */
    public static final Version VERSION = new Version(0, 1);

    private Connections() {}

    /** Major and minor number. */
    public record Version(int major, int minor) {
        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    public static boolean accepts(String url) {
        return ConnectUrl.accepts(url);
    }

    public static Connection open(String url, Properties info) throws SQLException {
        try {
            ConnectUrl parsed = ConnectUrl.parse(url, info);
            boolean files = switched(parsed, ConnectOption.FILES, true);
            boolean readOnly = switched(parsed, ConnectOption.READ_ONLY, false);
            Databases.OpenDatabase database = Databases.open(parsed);
            boolean opened = false;
            try {
                Session session = database.database()
                        .connect(new SessionOptions(new FileAccess(files, Path.of("")), Map.of(), readOnly));
                applySettings(session, parsed);
                opened = true;
                return new VelariaConnection(parsed, database, session, readOnly);
            } finally {
                if (!opened && parsed.name() == null) {
                    database.database().close();
                }
            }
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    private static boolean switched(ConnectUrl url, ConnectOption option, boolean byDefault) {
        String value = url.known().get(option);
        return value == null ? byDefault : option.asSwitch(value);
    }

    private static void applySettings(Session session, ConnectUrl url) {
        String zone = url.known().get(ConnectOption.TIMEZONE);
        if (zone != null) {
            session.set(ConnectOption.TIMEZONE.key, zone);
        }
        url.options().forEach((key, value) -> {
            try {
                session.set(key, value);
            } catch (VelariaException e) {
                throw e.state() == SqlState.UNDEFINED_OBJECT ? unknownOption(key, e) : e;
            }
        });
    }

    private static VelariaException unknownOption(String key, VelariaException unknownSetting) {
        VelariaException unknown = VelariaException.of(
                SqlState.UNDEFINED_OBJECT, "there is no option or setting \"" + key + "\"", unknownSetting);
        String nearest = Suggestion.didYouMean(key, ConnectOption.keys());
        String hint = nearest == null ? unknownSetting.hint() : nearest;
        return hint == null ? unknown : unknown.hint(hint);
    }

    /** The options with their values as the URL and the properties give them. */
    public static DriverPropertyInfo[] propertyInfo(String url, Properties info) throws SQLException {
        Map<ConnectOption, String> given;
        try {
            given = accepts(url) ? ConnectUrl.parse(url, info).known() : Map.of();
        } catch (VelariaException e) {
            if (e.state() != SqlState.FEATURE_NOT_SUPPORTED) {
                throw SqlErrors.of(e);
            }
            given = Map.of(); // tools ask while the URL is being typed
        }
        List<DriverPropertyInfo> properties = new ArrayList<>();
        for (ConnectOption option : ConnectOption.values()) {
            DriverPropertyInfo property = new DriverPropertyInfo(option.key, given.get(option));
            property.description = option.description;
            property.choices = option.choices.isEmpty() ? null : option.choices.toArray(String[]::new);
            properties.add(property);
        }
        return properties.toArray(DriverPropertyInfo[]::new);
    }
}
