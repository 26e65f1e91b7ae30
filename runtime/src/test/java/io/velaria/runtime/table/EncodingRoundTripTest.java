package io.velaria.runtime.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is stored comes back, in whatever encoding it was kept. */
class EncodingRoundTripTest {
    private static final List<SqlType> TYPES = List.of(
            SqlType.BOOLEAN,
            SqlType.TINYINT,
            SqlType.SMALLINT,
            SqlType.INTEGER,
            SqlType.BIGINT,
            SqlType.decimal(9, 2),
            SqlType.decimal(38, 4),
            SqlType.REAL,
            SqlType.DOUBLE,
            SqlType.VARCHAR,
            SqlType.VARBINARY,
            SqlType.DATE,
            SqlType.TIMESTAMP,
            SqlType.vector(3),
            SqlType.array(SqlType.VARCHAR));

    /** Batches that tasks take in turn, some of them with a selection. */
    private record Rows(List<Field> schema, List<Batch> batches) implements ScanSource {
        private static final long serialVersionUID = 1L;

        @Override
        public String description() {
            return "rows";
        }

        @Override
        public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
            AtomicInteger taken = new AtomicInteger();
            return new SourceFactory() {
                @Override
                public Source create(TaskContext task) {
                    return new Source() {
                        private boolean finished;

                        @Override
                        public Batch next() {
                            int i = taken.getAndIncrement();
                            finished = i >= batches.size();
                            return finished ? null : batches.get(i);
                        }

                        @Override
                        public boolean isFinished() {
                            return finished;
                        }

                        @Override
                        public long position() {
                            return finished ? Long.MAX_VALUE : taken.get();
                        }
                    };
                }

                @Override
                public int parallelism() {
                    return 3;
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void storedRowsComeBack(long seed) {
        Random random = new Random(seed);
        List<Field> schema = IntStream.range(0, TYPES.size())
                .mapToObj(i -> new Field("c" + i, TYPES.get(i)))
                .toList();
        List<List<Object>> expected = new ArrayList<>();
        List<Batch> batches = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            batches.add(batch(schema, random, i, expected));
        }
        try (TestSession s = TestSession.open()) {
            List<Integer> columns = IntStream.range(0, TYPES.size()).boxed().toList();
            Scan input = new Scan(new Rows(schema, batches), columns, schema, List.of(), 1);
            s.createTableAs("t", input);
            assertRows(expected, s.rows("t"));
            s.insert("t", s.scan("t"));
            s.createTableAs("other", s.scan("t"));
            List<List<Object>> twice = new ArrayList<>(expected);
            twice.addAll(expected);
            assertRows(twice, s.rows("t"));
            assertRows(twice, s.rows("other"));
            TableVersion version =
                    (TableVersion) s.session.transaction().table(s.table("t").id());
            for (int i = 0; i < version.segmentCount(); i++) {
                checkZones(version.segment(i));
            }
            s.session.database().close();
        }
    }

    /** The rows of several tasks keep their order, and their chunks a fair size. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1500, 2080, 4100, 8300, 12_300})
    void chunksAreNeitherTinyNorOutOfOrder(int perOrdinal) {
        List<Field> schema = List.of(new Field("n", SqlType.BIGINT));
        List<Batch> batches = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        int number = 0;
        for (int ordinal = 0; ordinal < 20; ordinal++) {
            for (int left = perOrdinal; left > 0; left -= Math.min(left, 2048)) {
                int length = Math.min(left, 2048);
                VectorBuilder builder = VectorBuilder.create(SqlType.BIGINT, length);
                for (int i = 0; i < length; i++) {
                    expected.add(List.of((long) number));
                    builder.append((long) number++);
                }
                // Only a source that takes morsels whole may repeat ordinals.
                batches.add(Batch.of(new Vector[] {builder.build()}, length, batches.size()));
            }
        }
        try (TestSession s = TestSession.open()) {
            s.createTableAs("t", new Scan(new Rows(schema, batches), List.of(0), schema, List.of(), 1));
            assertRows(expected, s.rows("t"));
            TableVersion version =
                    (TableVersion) s.session.transaction().table(s.table("t").id());
            int chunks = 0;
            for (int i = 0; i < version.segmentCount(); i++) {
                chunks += version.segment(i).chunkCount();
            }
            assertTrue(chunks <= 2 + number / (Batch.MAX_ROWS / 2), chunks + " chunks of " + number + " rows");
            s.session.database().close();
        }
    }

    private static void assertRows(List<List<Object>> expected, List<List<Object>> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i).toArray(), actual.get(i).toArray(), "row " + i);
        }
    }

    /** Every value lies in the range that its chunk claims. */
    private static void checkZones(Segment segment) {
        for (int i = 0; i < segment.chunkCount(); i++) {
            Chunk chunk = segment.chunk(i);
            for (int column = 0; column < TYPES.size() && !chunk.isOpen(); column++) {
                int nulls = 0;
                for (int row = 0; row < chunk.rows(); row++) {
                    Vector vector = chunk.columns()[column];
                    if (vector.isNull(row)) {
                        nulls++;
                        continue;
                    }
                    long value =
                            switch (vector.kind()) {
                                case INT8, INT16, INT32, INT64 -> vector.longAt(row);
                                case FLOAT32, FLOAT64 -> ZoneMap.sortable(vector.doubleAt(row));
                                case BYTES ->
                                    ZoneMap.prefix(
                                            vector.stringBase(row), vector.stringOffset(row), vector.stringLength(row));
                                default -> 0;
                            };
                    assertTrue(chunk.zones().min(column) <= value
                            && value <= chunk.zones().max(column));
                    assertTrue(!vector.kind().isLongLike() || vector.least() <= value && value <= vector.greatest());
                }
                assertEquals(nulls, chunk.zones().nulls(column));
            }
        }
    }

    private static Batch batch(List<Field> schema, Random random, int ordinal, List<List<Object>> expected) {
        int length = random.nextInt(3) == 0 ? 1 + random.nextInt(50) : Batch.MAX_ROWS;
        Vector[] columns = new Vector[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            SqlType type = schema.get(i).type();
            int nulls = random.nextInt(3); // none, some, all
            int variety = random.nextInt(4); // one value, few, narrow, anything
            VectorBuilder builder = VectorBuilder.create(type, length);
            long salt = random.nextLong();
            for (int row = 0; row < length; row++) {
                boolean isNull = nulls == 2 && variety == 0 || nulls > 0 && random.nextInt(10) == 0;
                builder.append(isNull ? null : value(type, variety, salt, random));
            }
            columns[i] = builder.build();
        }
        Batch batch = Batch.of(columns, length, ordinal);
        if (random.nextBoolean()) {
            int[] selection = new int[length];
            int size = 0;
            for (int row = 0; row < length; row++) {
                if (random.nextInt(4) > 0) {
                    selection[size++] = row;
                }
            }
            batch = batch.select(selection, size);
        }
        for (int i = 0; i < batch.size(); i++) {
            List<Object> row = new ArrayList<>();
            for (Vector column : columns) {
                row.add(column.valueAt(batch.row(i)));
            }
            expected.add(row);
        }
        return batch;
    }

    private static Object value(SqlType type, int variety, long salt, Random random) {
        long number =
                switch (variety) {
                    case 0 -> salt;
                    case 1 -> random.nextInt(5);
                    case 2 -> random.nextInt(60_000) - 30_000;
                    default -> random.nextLong();
                };
        return switch (type.carrier()) {
            case INT8 -> type.kind() == TypeKind.BOOLEAN ? number & 1 : (long) (byte) number;
            case INT16 -> (long) (short) number;
            case INT32 -> (long) (int) number;
            case INT64 -> type.kind() == TypeKind.DECIMAL ? number % 1_000_000_000L : number;
            case INT128 -> variety == 3 ? (Object) new Int128(number >> 10 | 1L << 50, number) : (Object) number;
            case FLOAT32 -> (float) number;
            case FLOAT64 -> (double) number / 3;
            case BYTES -> {
                String text = "value " + number;
                yield type.kind() == TypeKind.VARCHAR ? text : text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
            case FLOAT_LIST -> new float[] {number, 1, random.nextInt(3)};
            case LIST -> List.of("a" + number, "b");
        };
    }
}
