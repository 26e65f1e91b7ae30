package io.velaria.runtime.extension;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Which files a connection may touch.
 *
 * @param allowed false switches off every access to files by statements
 * @param directory where relative paths start
 */
public record FileAccess(boolean allowed, Path directory) {
    /**
     * Refuses if access is switched off.
     *
     * @param what the path or source that a statement named
     * @throws VelariaException 42501
     */
    public void check(String what) {
        if (!allowed) {
            throw VelariaException.of(
                    SqlState.INSUFFICIENT_PRIVILEGE, "access to files is switched off for this connection: " + what);
        }
    }

    /**
     * The path that a statement named; may hold glob characters.
     *
     * @throws VelariaException 42501 if access is switched off, 22023 if it is no path
     */
    public Path resolve(String path) {
        check(path);
        try {
            return directory.resolve(path);
        } catch (InvalidPathException e) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "not a path: " + path, e);
        }
    }
}
