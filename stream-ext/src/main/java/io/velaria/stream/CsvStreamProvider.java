package io.velaria.stream;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.format.csv.CsvTail;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code CREATE SOURCE TABLE .. USING csv OPTIONS(path '/dir')}: a directory of CSV files that grows. */
final class CsvStreamProvider implements TableProvider {
    private static final long DEFAULT_POLL_MILLIS = 50;
    private static final long DEFAULT_SETTLE_MILLIS = 2000;

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public boolean claims(String path) {
        return false;
    }

    @Override
    public ScanSource open(List<ColumnDefinition> declared, Map<String, String> options, FileAccess files) {
        if (declared.isEmpty()) {
            throw VelariaException.of(
                    SqlState.SYNTAX_ERROR, "a source table names its columns, for its files may be still to come");
        }
        Map<String, String> csv = new HashMap<>(options);
        long poll = millis(csv, "poll_interval_ms", DEFAULT_POLL_MILLIS, 1);
        long settle = millis(csv, "settle_ms", DEFAULT_SETTLE_MILLIS, 0);
        List<Field> fields = declared.stream().map(ColumnDefinition::field).toList();
        CsvTail.check(csv, fields);
        String path = csv.remove("path");
        if (path == null) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "option path is missing");
        }
        files.resolve(path); // refuses where files may not be read
        return new StreamTable(path, files.directory().toString(), csv, fields, poll, settle, null);
    }

    private static long millis(Map<String, String> options, String name, long defaultValue, long least) {
        String text = options.remove(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw VelariaException.of(
                SqlState.INVALID_PARAMETER_VALUE,
                "option " + name + " must be milliseconds from " + least + ", not '" + text + "'");
    }
}
