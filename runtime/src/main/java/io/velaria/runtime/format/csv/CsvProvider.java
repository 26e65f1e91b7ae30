package io.velaria.runtime.format.csv;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.extension.BatchWriter;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** CSV files as tables: {@code USING csv}, a path in FROM, COPY. */
public final class CsvProvider implements TableProvider {
    private static final Pattern NAMES = Pattern.compile(".*\\.(csv|tsv|psv|tbl)(\\.gz)?");

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public boolean claims(String path) {
        return NAMES.matcher(path.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public ScanSource open(List<ColumnDefinition> declared, Map<String, String> options, FileAccess files) {
        return CsvDetection.detect(CsvOptions.parse(options), declared, files);
    }

    @Override
    public BatchWriter writer(List<Field> schema, String path, Map<String, String> options, FileAccess files) {
        Map<String, String> all = new HashMap<>(options);
        all.put("path", path);
        return new CsvWriter(schema, files.resolve(path), all);
    }
}
