package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Progress;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a source with several tasks that take turns, and writes its rows as text. */
final class CsvRows {
    private CsvRows() {}

    record Result(List<String> schema, List<String> rows, List<String> warnings) {}

    static CsvSource open(Path directory, Map<String, String> options) {
        return (CsvSource) new CsvProvider().open(List.of(), options, new FileAccess(true, directory));
    }

    static QueryContext context(List<String> warnings) {
        return new QueryContext(
                null,
                2,
                MemoryPool.root("test", 1L << 30),
                new Cancellation(),
                null,
                null,
                Settings.EMPTY,
                new Progress(),
                warnings,
                null);
    }

    static Result read(ScanSource source, int tasks, int... columns) {
        return read(source, PlainBlocks.BLOCK_BYTES, tasks, columns);
    }

    /** @param blockBytes how long the blocks of a CSV file are */
    static Result read(ScanSource source, int blockBytes, int tasks, int[] columns) {
        List<String> warnings = QueryContext.newWarnings();
        QueryContext context = context(warnings);
        int[] positions = columns.length > 0
                ? columns
                : IntStream.range(0, source.schema().size()).toArray();
        TreeMap<Long, List<String>> rows = new TreeMap<>();
        try (SourceFactory factory = source instanceof CsvSource csv
                ? new CsvScan(csv, csv.files(), context, positions, blockBytes)
                : source.open(context, positions, List.of())) {
            List<Source> open = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                open.add(factory.create(new TaskContext(context, i, tasks)));
            }
            while (!open.stream().allMatch(Source::isFinished)) {
                for (Source task : open) {
                    long position = task.position();
                    Batch batch = task.next();
                    if (batch != null) {
                        if (batch.ordinal() < position) {
                            throw new AssertionError("ordinal " + batch.ordinal() + " after " + position);
                        }
                        rows.computeIfAbsent(batch.ordinal(), ignored -> new ArrayList<>())
                                .addAll(texts(batch));
                    }
                }
            }
            open.forEach(Source::close);
        }
        return new Result(
                source.schema().stream().map(CsvRows::text).toList(),
                rows.values().stream().flatMap(List::stream).toList(),
                warnings);
    }

    private static String text(Field field) {
        return field.name() + ":" + field.type().toString().replace(" ", "");
    }

    static List<String> texts(Batch batch) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int row = batch.row(i);
            texts.add(IntStream.range(0, batch.columnCount())
                    .mapToObj(column -> text(batch.column(column), row))
                    .collect(Collectors.joining("|")));
        }
        return texts;
    }

    private static String text(Vector vector, int row) {
        Object value = vector.valueAt(row);
        return value instanceof String text
                ? text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
                : new Literal(value, vector.type()).toString().replaceAll("^(DATE|TIME|TIMESTAMP) '(.*)'$", "$2");
    }
}
