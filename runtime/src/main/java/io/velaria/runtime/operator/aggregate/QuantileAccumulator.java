package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * MEDIAN and percentiles of numbers of up to 64 bits: values are kept as longs that order as they do, and of a group
 * only those at the wanted ranks are brought into their places. Where rows ask for different fractions it hands all over
 * to a {@link CollectAccumulator}.
 */
final class QuantileAccumulator extends Accumulator {
    private static final int CHUNK = 1 << 14;
    private static final long CHUNK_BYTES = 12L * CHUNK + 32;

    private final AggregateCall call;
    private final List<Field> input;
    private final QueryContext context;
    private final OrderedAggregate aggregate;
    private final int value; // column of the input
    private final int fraction; // column of the input, or -1
    private final SqlType valueType;
    private final boolean floating;
    private final boolean descending;
    private final MemoryReservation reservation;

    private final List<int[]> groupChunks = new ArrayList<>();
    private final List<long[]> valueChunks = new ArrayList<>();
    private int size; // in chunks, then arranged
    private int groupCount;
    private Vector commonFraction; // a constant of length 1; null until a row came, or if there is none
    private long[] arranged; // all values, those of a group together
    private int[] starts; // of each group in arranged
    private volatile CollectAccumulator general; // has all instead, if not null

    private long[] longs = {};
    private double[] doubles = {};

    private QuantileAccumulator(
            AggregateCall call,
            OrderedAggregate aggregate,
            int value,
            int fraction,
            boolean descending,
            List<Field> input,
            QueryContext context) {
        this.call = call;
        this.input = input;
        this.context = context;
        this.aggregate = aggregate;
        this.value = value;
        this.fraction = fraction;
        this.descending = descending;
        this.valueType = input.get(value).type();
        this.floating = valueType.kind().isApproximateNumeric();
        this.reservation = context.memory().reserve("Aggregate");
    }

    /** The accumulator for a call, or null if it is not such. */
    static Accumulator of(AggregateCall call, OrderedAggregate aggregate, List<Field> input, QueryContext context) {
        if (!aggregate.isQuantile() || call.distinct() || call.order().size() > 1) {
            return null;
        }
        List<Integer> columns = new ArrayList<>(call.arguments());
        call.order().forEach(key -> columns.add(key.column()));
        int value = columns.get(aggregate.valueColumn());
        int fraction = aggregate.fractionColumn() < 0 ? -1 : columns.get(aggregate.fractionColumn());
        boolean ordered = !call.order().isEmpty();
        PhysicalKind kind = input.get(value).type().carrier();
        boolean isNumber = kind.isLongLike() || kind == PhysicalKind.FLOAT32 || kind == PhysicalKind.FLOAT64;
        if (!isNumber || (ordered ? call.order().get(0).column() != value : !aggregate.sortsByValue())) {
            return null;
        }
        boolean descending = ordered && call.order().get(0).descending();
        return new QuantileAccumulator(call, aggregate, value, fraction, descending, input, context);
    }

    @Override
    void ensure(int groups) {
        groupCount = Math.max(groupCount, groups);
        if (general != null) {
            general.ensure(groups);
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        if (general != null) {
            general.add(batch, rows);
            return;
        }
        Vector vector = batch.column(value);
        rows.dropNulls(vector);
        int count = rows.count();
        if (count == 0) {
            return;
        }
        if (fraction >= 0 && !agrees(batch.column(fraction))) {
            generalise();
            general.add(batch, rows);
            return;
        }
        if (longs.length < count) {
            longs = new long[Math.max(count, Batch.MAX_ROWS)];
            doubles = floating ? new double[longs.length] : doubles;
        }
        if (floating) {
            Decoder.doubles(vector, rows.rows(), count, doubles);
            for (int i = 0; i < count; i++) {
                longs[i] = ordered(Double.doubleToLongBits(doubles[i]));
            }
        } else {
            Decoder.longs(vector, rows.rows(), count, longs);
        }
        if (descending) {
            for (int i = 0; i < count; i++) {
                longs[i] = ~longs[i];
            }
        }
        append(longs, 0, rows.groups(), 0, count);
    }

    /** Whether all rows ask for the fraction that all rows before have asked for. */
    private boolean agrees(Vector fractions) {
        if (!(fractions instanceof ConstantVector constant)) {
            return false;
        }
        if (commonFraction == null) {
            commonFraction = VectorBuilder.single(constant.type(), constant.valueAt(0));
        }
        return commonFraction.type().equals(constant.type())
                && Objects.equals(commonFraction.valueAt(0), constant.valueAt(0));
    }

    /** The bits of doubles in an order as of longs, NaN last, and back. */
    private static long ordered(long bits) {
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    /** @param groups for each value; null for all of {@code group} */
    private void append(long[] values, int from, int[] groups, int group, int count) {
        int done = 0;
        while (done < count) {
            int at = size & (CHUNK - 1);
            if (at == 0) {
                reservation.resize((valueChunks.size() + 1) * CHUNK_BYTES);
                valueChunks.add(new long[CHUNK]);
                groupChunks.add(new int[CHUNK]);
            }
            int run = Math.min(count - done, CHUNK - at);
            System.arraycopy(values, from + done, valueChunks.get(valueChunks.size() - 1), at, run);
            int[] target = groupChunks.get(groupChunks.size() - 1);
            if (groups == null) {
                Arrays.fill(target, at, at + run, group);
            } else {
                System.arraycopy(groups, done, target, at, run);
            }
            done += run;
            size += run;
        }
    }

    /** Puts the values of each group together. */
    private synchronized void arrange() {
        if (arranged != null) {
            return;
        }
        reservation.resize(valueChunks.size() * CHUNK_BYTES + 8L * size + 8L * groupCount);
        int[] next = new int[groupCount + 1];
        for (int chunk = 0; chunk < groupChunks.size(); chunk++) {
            int[] groups = groupChunks.get(chunk);
            int count = Math.min(CHUNK, size - chunk * CHUNK);
            for (int i = 0; i < count; i++) {
                next[groups[i] + 1]++;
            }
        }
        for (int group = 0; group < groupCount; group++) {
            next[group + 1] += next[group];
        }
        starts = next.clone();
        long[] all = new long[size];
        for (int chunk = 0; chunk < groupChunks.size(); chunk++) {
            int[] groups = groupChunks.get(chunk);
            long[] values = valueChunks.get(chunk);
            int count = Math.min(CHUNK, size - chunk * CHUNK);
            for (int i = 0; i < count; i++) {
                all[next[groups[i]]++] = values[i];
            }
        }
        valueChunks.clear();
        groupChunks.clear();
        reservation.resize(8L * size + 4L * groupCount);
        arranged = all;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        QuantileAccumulator theirs = (QuantileAccumulator) other;
        boolean agree =
                theirs.commonFraction == null || fraction < 0 || agrees(new ConstantVector(theirs.commonFraction, 1));
        if (general != null || theirs.general != null || !agree) {
            generalise();
            theirs.generalise();
            general.merge(theirs.general, from, to, count);
            return;
        }
        theirs.arrange();
        for (int i = 0; i < count; i++) {
            int start = theirs.starts[from[i]];
            append(theirs.arranged, start, null, to[i], theirs.starts[from[i] + 1] - start);
        }
    }

    /** Hands the rows so far, in any order, over to the general accumulator. */
    private synchronized void generalise() {
        if (general != null) {
            return;
        }
        arrange();
        CollectAccumulator target = new CollectAccumulator(call, OrderedAggregate.of(call), input, context);
        target.ensure(groupCount);
        Vector[] columns = new Vector[input.size()];
        Selected rows = new Selected();
        for (int group = 0; group < groupCount; group++) {
            for (int at = starts[group]; at < starts[group + 1]; at += Batch.MAX_ROWS) {
                int count = Math.min(Batch.MAX_ROWS, starts[group + 1] - at);
                columns[value] = values(at, count);
                if (fraction >= 0) {
                    columns[fraction] = new ConstantVector(commonFraction, count);
                }
                int[] groups = new int[count];
                Arrays.fill(groups, group);
                rows.set(null, groups, count);
                target.add(Batch.of(columns, count, 0), rows);
            }
        }
        general = target; // what is arranged stays: other tasks may be merging from it
    }

    /** Values as they came, from a place in the arranged ones on. */
    private Vector values(int from, int count) {
        long[] own = Arrays.copyOfRange(arranged, from, from + count);
        if (descending) {
            for (int i = 0; i < count; i++) {
                own[i] = ~own[i];
            }
        }
        if (!floating) {
            return Results.longs(valueType, own, null, count);
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Double.longBitsToDouble(ordered(own[i]));
        }
        return Results.doubles(valueType, numbers, null, count);
    }

    @Override
    void prepare() {
        if (general != null) {
            general.prepare();
        } else {
            arrange();
        }
    }

    @Override
    Vector result(int from, int count) {
        if (general != null) {
            return general.result(from, count);
        }
        VectorBuilder builder = VectorBuilder.create(call.type(), count);
        Vector[] columns = new Vector[call.arguments().size() + call.order().size()];
        for (int group = from; group < from + count; group++) {
            int start = starts[group];
            int rows = starts[group + 1] - start;
            if (rows == 0) {
                builder.appendNull();
                continue;
            }
            if (fraction >= 0) {
                columns[aggregate.fractionColumn()] = commonFraction;
            }
            int rank = aggregate.firstRank(columns, rows);
            Ranks.select(arranged, start, start + rows, start + rank);
            if (rank + 1 < rows) {
                Ranks.select(arranged, start + rank + 1, start + rows, start + rank + 1);
            }
            columns[aggregate.valueColumn()] = values(start, rows);
            aggregate.append(columns, rows, builder);
        }
        return builder.build();
    }

    @Override
    long bytes() {
        return 0; // all is reserved
    }

    @Override
    public void close() {
        reservation.close();
        if (general != null) {
            general.close();
        }
    }
}
