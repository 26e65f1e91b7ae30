package io.velaria.runtime.format.csv;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.FileSet;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CSV files with their dialect and columns. Which files a pattern or directory names is looked up when reading starts.
 *
 * @param path as the statement gave it
 * @param directory where relative paths start
 * @param fileSchema columns of the files
 * @param filename name of a further column that holds each row's file, or null
 * @param recordBytes average length of a record, for estimates
 */
public record CsvSource(
        String path,
        String directory,
        CsvDialect dialect,
        CsvLayout layout,
        List<Field> fileSchema,
        String filename,
        CsvOptions.OnError onError,
        double recordBytes)
        implements ScanSource {
    private static final double TYPICAL_GZIP_RATIO = 4;

    public CsvSource {
        fileSchema = List.copyOf(fileSchema);
    }

    @Override
    public List<Field> schema() {
        if (filename == null) {
            return fileSchema;
        }
        List<Field> schema = new ArrayList<>(fileSchema);
        schema.add(new Field(filename, SqlType.VARCHAR, false));
        return schema;
    }

    @Override
    public String description() {
        return "csv '" + path + "'";
    }

    /** The files as they are now. */
    FileSet files() {
        return FileSet.resolve(path, new FileAccess(true, Path.of(directory)));
    }

    @Override
    public boolean readsFiles() {
        return true;
    }

    @Override
    public String identity() {
        try {
            return files().identity();
        } catch (VelariaException e) {
            return e.reason(); // reading will say so
        }
    }

    @Override
    public TableStatistics statistics() {
        double bytes = 0;
        try {
            for (FileSet.Entry file : files().entries()) {
                boolean packed = dialect.compression() == ByteInput.Compression.GZIP
                        || file.path().toString().endsWith(".gz");
                bytes += file.size() * (packed ? TYPICAL_GZIP_RATIO : 1);
            }
        } catch (VelariaException e) {
            return TableStatistics.UNKNOWN;
        }
        return TableStatistics.ofRows(Math.rint(bytes / Math.max(1, recordBytes)));
    }

    @Override
    public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
        for (int column : columns) {
            if (column == ROW_ID) {
                throw VelariaException.unsupported("a row id of a csv file");
            }
        }
        return new CsvScan(this, files(), context, columns, PlainBlocks.BLOCK_BYTES);
    }
}
