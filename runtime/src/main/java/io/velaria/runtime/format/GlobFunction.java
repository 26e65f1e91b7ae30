package io.velaria.runtime.format;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code GLOB(pattern)}: the files that a pattern or directory names, with size and time of the last change. */
final class GlobFunction implements TableFunction {
    private static final List<Field> SCHEMA = List.of(
            new Field("file", SqlType.VARCHAR, false),
            new Field("size", SqlType.BIGINT, false),
            new Field("modified", SqlType.TIMESTAMP_TZ, false));

    @Override
    public String name() {
        return "GLOB";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("pattern", SqlType.VARCHAR, true));
    }

    @Override
    public String description() {
        return "The files that a pattern or directory names";
    }

    @Override
    public ScanSource bind(Map<String, Object> arguments, FileAccess files) {
        Object pattern = arguments.get("pattern");
        String text = String.valueOf(pattern instanceof Literal literal ? literal.value() : pattern);
        files.resolve(text); // refuses where files may not be read
        return new Files(text, files.directory().toString());
    }

    /** Looked up when reading starts. */
    private record Files(String pattern, String directory) implements ScanSource {
        @Override
        public List<Field> schema() {
            return SCHEMA;
        }

        @Override
        public String description() {
            return "glob '" + pattern + "'";
        }

        @Override
        public boolean readsFiles() {
            return true;
        }

        private FileSet find() {
            try {
                return FileSet.resolve(pattern, new FileAccess(true, Path.of(directory)));
            } catch (VelariaException e) {
                return new FileSet(List.of()); // a pattern without files has no rows
            }
        }

        @Override
        public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
            List<FileSet.Entry> entries = find().entries();
            return new SourceFactory() {
                @Override
                public Source create(TaskContext task) {
                    return new Rows(entries, columns);
                }

                @Override
                public int parallelism() {
                    return 1;
                }
            };
        }
    }

    private static final class Rows implements Source {
        private final List<FileSet.Entry> entries;
        private final int[] columns;
        private int done;

        Rows(List<FileSet.Entry> entries, int[] columns) {
            this.entries = entries;
            this.columns = columns;
        }

        @Override
        public Batch next() {
            if (isFinished()) {
                return null;
            }
            List<FileSet.Entry> rows = entries.subList(done, Math.min(entries.size(), done + Batch.MAX_ROWS));
            Vector[] vectors = new Vector[columns.length];
            for (int i = 0; i < columns.length; i++) {
                VectorBuilder builder =
                        VectorBuilder.create(SCHEMA.get(columns[i]).type(), rows.size());
                for (FileSet.Entry entry : rows) {
                    switch (columns[i]) {
                        case 0 -> builder.append(entry.path().toString());
                        case 1 -> builder.appendLong(entry.size());
                        default -> builder.appendLong(entry.modifiedMillis() * 1000);
                    }
                }
                vectors[i] = builder.build();
            }
            Batch batch = Batch.of(vectors, rows.size(), position());
            done += rows.size();
            return batch;
        }

        @Override
        public boolean isFinished() {
            return done == entries.size();
        }

        @Override
        public long position() {
            return done;
        }
    }
}
