package io.velaria.runtime.extension;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/** Reads (and later writes) tables of one format: what USING names. */
public interface TableProvider {
    /** The name in lower case, such as {@code csv}. */
    String name();

    /** Whether a path in FROM, such as {@code data/*.csv.gz}, is for this provider. */
    boolean claims(String path);

    /**
     * A source for a table with these options.
     *
     * @param declared the declared columns, which then must match the data; empty to detect them
     * @param options keys in lower case
     * @throws io.velaria.runtime.error.VelariaException for unknown options, a missing file (58P01), or data that does
     *     not fit
     */
    ScanSource open(List<ColumnDefinition> declared, Map<String, String> options, FileAccess files);

    /**
     * A writer of a new file, for COPY .. TO.
     *
     * @param path as the statement named it
     * @param options keys in lower case
     * @throws io.velaria.runtime.error.VelariaException for unknown options, or a file that cannot be made (58030)
     */
    default BatchWriter writer(List<Field> schema, String path, Map<String, String> options, FileAccess files) {
        throw VelariaException.unsupported("writing " + name() + " files");
    }
}
