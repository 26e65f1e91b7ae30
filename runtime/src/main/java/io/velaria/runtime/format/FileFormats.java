package io.velaria.runtime.format;

import io.velaria.runtime.extension.RuntimeExtension;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.format.csv.CsvProvider;
import io.velaria.runtime.format.csv.ReadCsv;
import java.util.List;

/** The file formats and table functions that every database has. */
public final class FileFormats implements RuntimeExtension {
    @Override
    public String name() {
        return "files";
    }

    @Override
    public List<TableFunction> tableFunctions() {
        return List.of(
                new ReadCsv(),
                new SeriesFunction("GENERATE_SERIES", true),
                new SeriesFunction("RANGE", false),
                new GlobFunction());
    }

    @Override
    public List<TableProvider> providers() {
        return List.of(new CsvProvider());
    }
}
