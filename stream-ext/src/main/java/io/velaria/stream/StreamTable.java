package io.velaria.stream;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.format.FileSet;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * CSV files in a directory that grows. As a table it holds what is there when reading starts; as a stream, with a
 * strategy, reading goes on with what comes.
 *
 * @param path a directory, a pattern or a file, as the statement gave it; it need not be there yet
 * @param directory where relative paths start
 * @param csvOptions the options that say how to read a file
 * @param pollMillis how often to look for something new
 * @param settleMillis how long a file must rest before its last line counts without a line end
 * @param strategy how a continuous query runs; null for a table
 */
public record StreamTable(
        String path,
        String directory,
        Map<String, String> csvOptions,
        List<Field> schema,
        long pollMillis,
        long settleMillis,
        StreamStrategy strategy)
        implements ScanSource {
    public StreamTable {
        csvOptions = Map.copyOf(csvOptions);
        schema = List.copyOf(schema);
    }

    /** The same files, read without end. */
    StreamTable continuous(StreamStrategy chosen) {
        return new StreamTable(path, directory, csvOptions, schema, pollMillis, settleMillis, chosen);
    }

    @Override
    public boolean isBounded() {
        return strategy == null;
    }

    @Override
    public boolean readsFiles() {
        return true;
    }

    @Override
    public String description() {
        return "csv directory '" + path + "'";
    }

    /** The files that are there, in the order in which they were last changed, then by name. */
    List<FileSet.Entry> files() {
        FileSet files;
        try {
            files = FileSet.resolve(path, new FileAccess(true, Path.of(directory)));
        } catch (VelariaException e) {
            if (e.state() == SqlState.UNDEFINED_FILE) {
                return List.of(); // nothing has come yet
            }
            throw e;
        }
        return files.entries().stream()
                .sorted(Comparator.comparingLong(FileSet.Entry::modifiedMillis)
                        .thenComparing(entry -> entry.path().toString()))
                .toList();
    }

    @Override
    public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
        for (int column : columns) {
            if (column == ROW_ID) {
                throw VelariaException.unsupported("a row id of a stream");
            }
        }
        StreamMetrics metrics = null;
        if (strategy != null) {
            metrics = new StreamMetrics(strategy);
            context.progress().report(metrics);
        }
        return DirectorySource.factory(this, context, columns, metrics);
    }
}
