package io.velaria.runtime.operator;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows in batches of various sizes, encodings and selections, each batch a morsel. */
public final class MemoryTable implements ScanSource {
    private static final long serialVersionUID = 1L;

    private final List<Field> schema;
    private final transient List<Batch> batches;

    private MemoryTable(List<Field> schema, List<Batch> batches) {
        this.schema = schema;
        this.batches = batches;
    }

    public static Scan scan(List<Field> schema, List<List<Object>> rows, Random random) {
        return scan(schema, rows, random, 40);
    }

    /** @param most most rows of a batch */
    public static Scan scan(List<Field> schema, List<List<Object>> rows, Random random, int most) {
        List<Batch> batches = new ArrayList<>();
        Dictionary[] dictionaries = new Dictionary[schema.size()];
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i] = new Dictionary(schema.get(i).type());
        }
        int at = 0;
        while (at < rows.size()) {
            int size = Math.min(rows.size() - at, 1 + random.nextInt(most));
            batches.add(batch(schema, rows.subList(at, at + size), dictionaries, random, batches.size()));
            at += size;
        }
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            columns.add(i);
        }
        return new Scan(new MemoryTable(schema, batches), columns, schema, List.of(), rows.size());
    }

    private static Batch batch(
            List<Field> schema, List<List<Object>> rows, Dictionary[] dictionaries, Random random, long ordinal) {
        boolean selected = random.nextInt(3) == 0;
        List<List<Object>> all = new ArrayList<>();
        int[] selection = new int[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            while (selected && random.nextInt(3) == 0) {
                all.add(rows.get(random.nextInt(rows.size()))); // a row that is not meant
            }
            selection[i] = all.size();
            all.add(rows.get(i));
        }
        Vector[] columns = new Vector[schema.size()];
        for (int c = 0; c < columns.length; c++) {
            List<Object> values = new ArrayList<>();
            for (List<Object> row : all) {
                values.add(row.get(c));
            }
            columns[c] = encode(schema.get(c).type(), values, dictionaries[c], random);
        }
        Batch batch = Batch.of(columns, all.size(), ordinal);
        return selected ? batch.select(selection, selection.length) : batch;
    }

    /** The values in an encoding chosen at random among those that can hold them. */
    public static Vector encode(SqlType type, List<Object> values, Dictionary dictionary, Random random) {
        int length = values.size();
        if (length > 0
                && random.nextInt(3) > 0
                && values.stream().allMatch(v -> Objects.deepEquals(v, values.get(0)))) {
            return VectorBuilder.constant(type, values.get(0), length);
        }
        VectorBuilder builder = VectorBuilder.create(type, length);
        values.forEach(builder::append);
        Vector flat = builder.build();
        int choice = random.nextInt(4);
        if (choice == 0) {
            return flat;
        }
        if (choice == 1) { // a gather
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                places.add(i);
            }
            Collections.shuffle(places, random);
            VectorBuilder shuffled = VectorBuilder.create(type, length);
            int[] codes = new int[length];
            for (int i = 0; i < length; i++) {
                shuffled.append(values.get(places.get(i)));
                codes[places.get(i)] = i;
            }
            return new DictionaryVector(new IntVector(SqlType.INTEGER, codes, null, length), shuffled.build(), null);
        }
        if (type.kind() == TypeKind.VARCHAR) {
            byte[] codes = new byte[length];
            for (int i = 0; i < length; i++) {
                byte[] text =
                        values.get(i) == null ? new byte[0] : ((String) values.get(i)).getBytes(StandardCharsets.UTF_8);
                codes[i] = (byte) dictionary.code(text, 0, text.length, true);
                if (dictionary.size() > 200) {
                    return flat;
                }
            }
            return new DictionaryVector(
                    new ByteVector(SqlType.INTEGER, codes, flat.validity(), length), dictionary.values(), dictionary);
        }
        return type.kind().isExactNumeric() || type.kind() == TypeKind.DATE ? otherWidth(flat, random) : flat;
    }

    private static Vector otherWidth(Vector flat, Random random) {
        int length = flat.length();
        long[] high = new long[length];
        long[] values = new long[length];
        long least = 0;
        long most = 0;
        for (int i = 0; i < length; i++) {
            if (!Validity.isNull(flat.validity(), i)) {
                high[i] = flat.highAt(i);
                values[i] = flat.lowAt(i);
                if (high[i] != values[i] >> 63) {
                    return flat;
                }
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
        }
        int width = random.nextInt(5);
        if (width == 0 && least >= Byte.MIN_VALUE && most <= Byte.MAX_VALUE) {
            byte[] narrow = new byte[length];
            for (int i = 0; i < length; i++) {
                narrow[i] = (byte) values[i];
            }
            return new ByteVector(flat.type(), narrow, flat.validity(), length);
        }
        if (width <= 1 && least >= Short.MIN_VALUE && most <= Short.MAX_VALUE) {
            short[] narrow = new short[length];
            for (int i = 0; i < length; i++) {
                narrow[i] = (short) values[i];
            }
            return new ShortVector(flat.type(), narrow, flat.validity(), length);
        }
        if (width <= 2 && least >= Integer.MIN_VALUE && most <= Integer.MAX_VALUE) {
            int[] narrow = new int[length];
            for (int i = 0; i < length; i++) {
                narrow[i] = (int) values[i];
            }
            return new IntVector(flat.type(), narrow, flat.validity(), length);
        }
        return width == 3 && flat.type().kind() == TypeKind.DECIMAL
                ? new Int128Vector(flat.type(), high, values, flat.validity(), length)
                : new LongVector(flat.type(), values, flat.validity(), length);
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
        AtomicInteger next = new AtomicInteger();
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                return new Source() {
                    private int morsel = -1;

                    @Override
                    public Batch next() {
                        morsel = next.getAndIncrement();
                        return morsel < batches.size() ? batches.get(morsel) : null;
                    }

                    @Override
                    public boolean isFinished() {
                        return morsel >= batches.size();
                    }

                    @Override
                    public long position() {
                        return morsel + 1;
                    }
                };
            }

            @Override
            public int parallelism() {
                return 8;
            }
        };
    }
}
