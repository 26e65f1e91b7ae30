package io.velaria.runtime.function;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Finds time zones by their names in any case, such as Europe/Berlin or utc. Keeps the last, so for one thread. */
final class ZoneNames {
    private String lastName;
    private ZoneId last;

    /**
     * The zone of that name.
     *
     * @throws VelariaException 22023 for anything else. A bare offset is refused: in PostgreSQL '+02' lies west of
     *     Greenwich, everywhere else east.
     */
    ZoneId zone(String name) {
        if (!name.equals(lastName)) {
            last = find(name.trim());
            lastName = name;
        }
        return last;
    }

    private static ZoneId find(String name) {
        boolean named = name.indexOf('+') < 0 && name.indexOf('-') < 0 || name.indexOf('/') > 0;
        if (named) {
            try {
                return ZoneId.of(name);
            } catch (DateTimeException notInThisCase) {
                for (String id : ZoneId.getAvailableZoneIds()) {
                    if (id.equalsIgnoreCase(name)) {
                        return ZoneId.of(id);
                    }
                }
            }
        }
        VelariaException error =
                VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" is not known");
        throw named ? error : error.hint("name a zone, such as Europe/Berlin, or Etc/GMT-2 for two hours east of UTC");
    }
}
