package io.velaria.runtime.session;

import io.velaria.runtime.extension.FileAccess;
import java.nio.file.Path;
import java.util.Map;

/**
 * How to open a session.
 *
 * @param settings initial values of settings, by name in lower case
 */
public record SessionOptions(FileAccess files, Map<String, String> settings, boolean readOnly) {
    public static SessionOptions defaults() {
        return new SessionOptions(new FileAccess(true, Path.of("")), Map.of(), false);
    }
}
