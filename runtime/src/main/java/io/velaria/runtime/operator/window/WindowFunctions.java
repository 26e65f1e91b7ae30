package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.operator.aggregate.FrameAggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.plan.Window.Bound;
import io.velaria.runtime.plan.Window.Exclude;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.PhysicalKind;
import java.util.List;

/** The value of one window function for every row of a block. */
final class WindowFunctions {
    private final Window plan;
    private final QueryContext context;

    WindowFunctions(Window plan, QueryContext context) {
        this.plan = plan;
        this.context = context;
    }

    Vector compute(Window.Call call, WindowBlock block) {
        AggregateCall aggregate = call.aggregate();
        return switch (aggregate.function()) {
            case "ROW_NUMBER", "RANK", "DENSE_RANK" -> number(aggregate, block);
            case "NTILE" -> tiles(aggregate, block);
            case "PERCENT_RANK", "CUME_DIST" -> share(aggregate, block);
            case "LAG" -> shifted(call, block, -1);
            case "LEAD" -> shifted(call, block, 1);
            case "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE" -> valueOfFrame(call, block);
            default -> aggregate(call, block);
        };
    }

    private static Vector number(AggregateCall call, WindowBlock block) {
        int count = block.count();
        int[] starts = block.partitionStarts();
        int[] peers = block.peerStarts();
        long[] numbers = new long[count];
        switch (call.function()) {
            case "ROW_NUMBER" -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = i - starts[i] + 1L;
                }
            }
            case "RANK" -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = peers[i] - starts[i] + 1L;
                }
            }
            default -> {
                long dense = 0;
                for (int i = 0; i < count; i++) {
                    dense = i == starts[i] ? 1 : i == peers[i] ? dense + 1 : dense;
                    numbers[i] = dense;
                }
            }
        }
        if (call.type().carrier() == PhysicalKind.INT64) {
            return new LongVector(call.type(), numbers, null, count);
        }
        VectorBuilder result = VectorBuilder.create(call.type(), count);
        for (long number : numbers) {
            result.appendLong(number);
        }
        return result.build();
    }

    private static Vector tiles(AggregateCall call, WindowBlock block) {
        VectorBuilder result = VectorBuilder.create(call.type(), block.count());
        Vector buckets = block.column(call.arguments().get(0));
        for (int i = 0; i < block.count(); i++) {
            int start = block.partitionStarts()[i];
            if (buckets.isNull(start)) {
                result.appendNull();
            } else {
                result.appendLong(bucket(buckets.longAt(start), i - start, block.partitionEnds()[i] - start));
            }
        }
        return result.build();
    }

    /** NTILE: the first {@code size % buckets} buckets have one row more than the others. */
    private static long bucket(long buckets, long row, long size) {
        if (buckets <= 0) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "NTILE needs a number of buckets greater than 0, not " + buckets);
        }
        long each = size / buckets;
        long larger = size % buckets;
        return row < larger * (each + 1) ? row / (each + 1) + 1 : larger + (row - larger * (each + 1)) / each + 1;
    }

    private static Vector share(AggregateCall call, WindowBlock block) {
        VectorBuilder result = VectorBuilder.create(call.type(), block.count());
        for (int i = 0; i < block.count(); i++) {
            int start = block.partitionStarts()[i];
            double size = block.partitionEnds()[i] - start;
            if (call.function().equals("CUME_DIST")) {
                result.appendDouble((block.peerEnds()[i] - start) / size);
            } else {
                result.appendDouble(size == 1 ? 0 : (block.peerStarts()[i] - start) / (size - 1));
            }
        }
        return result.build();
    }

    private static Vector shifted(Window.Call call, WindowBlock block, int direction) {
        List<Integer> arguments = call.aggregate().arguments();
        Vector values = block.column(arguments.get(0));
        Vector offsets = arguments.size() > 1 ? block.column(arguments.get(1)) : null;
        Vector defaults = arguments.size() > 2 ? block.column(arguments.get(2)) : null;
        VectorBuilder result = VectorBuilder.create(call.aggregate().type(), block.count());
        for (int i = 0; i < block.count(); i++) {
            if (offsets != null && offsets.isNull(i)) {
                result.appendNull();
                continue;
            }
            long offset = (offsets == null ? 1 : offsets.longAt(i)) * direction;
            int start = block.partitionStarts()[i];
            int end = block.partitionEnds()[i];
            long at = i + offset;
            if (call.ignoreNulls() && offset != 0) {
                int step = offset < 0 ? -1 : 1;
                long left = Math.abs(offset);
                at = i;
                while (left > 0) {
                    at += step;
                    if (at < start || at >= end) {
                        break;
                    }
                    left -= values.isNull((int) at) ? 0 : 1;
                }
            }
            if (at >= start && at < end) {
                result.appendFrom(values, (int) at);
            } else if (defaults == null) {
                result.appendNull();
            } else {
                result.appendFrom(defaults, i);
            }
        }
        return result.build();
    }

    private Vector valueOfFrame(Window.Call call, WindowBlock block) {
        FrameBounds bounds = new FrameBounds(block, call.frame(), plan.order(), context);
        int[] starts = bounds.compute(call.frame().start(), false);
        int[] ends = bounds.compute(call.frame().end(), true);
        AggregateCall aggregate = call.aggregate();
        Vector values = block.column(aggregate.arguments().get(0));
        boolean last = aggregate.function().equals("LAST_VALUE");
        Vector positions = aggregate.function().equals("NTH_VALUE")
                ? block.column(aggregate.arguments().get(1))
                : null;
        VectorBuilder result = VectorBuilder.create(aggregate.type(), block.count());
        for (int i = 0; i < block.count(); i++) {
            long left = 1;
            if (positions != null) {
                if (positions.isNull(i)) {
                    result.appendNull();
                    continue;
                }
                left = positions.longAt(i);
                if (left <= 0) {
                    throw VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE, "NTH_VALUE needs a position greater than 0, not " + left);
                }
            }
            int found = -1;
            int size = ends[i] - starts[i];
            for (int r = 0; r < size && found < 0; r++) {
                int at = last ? ends[i] - 1 - r : starts[i] + r;
                if (isIn(at, i, call.frame().exclude(), block) && !(call.ignoreNulls() && values.isNull(at))) {
                    found = --left == 0 ? at : -1;
                }
            }
            if (found < 0) {
                result.appendNull();
            } else {
                result.appendFrom(values, found);
            }
        }
        return result.build();
    }

    private static boolean isIn(int at, int current, Exclude exclude, WindowBlock block) {
        boolean peer = at >= block.peerStarts()[current] && at < block.peerEnds()[current];
        return switch (exclude) {
            case NO_OTHERS -> true;
            case CURRENT_ROW -> at != current;
            case GROUP -> !peer;
            case TIES -> !peer || at == current;
        };
    }

    private Vector aggregate(Window.Call call, WindowBlock block) {
        AggregateCall aggregate = call.aggregate();
        aggregate.arguments().forEach(block::column);
        aggregate.order().forEach(key -> block.column(key.column()));
        if (aggregate.filter() >= 0) {
            block.column(aggregate.filter());
        }
        List<Field> fields = plan.input().schema();
        Window.Frame frame = call.frame();
        FrameBounds bounds = new FrameBounds(block, frame, plan.order(), context);
        int[] starts = bounds.compute(frame.start(), false);
        int[] ends = bounds.compute(frame.end(), true);
        Batch batch = block.batch();
        boolean plain = frame.exclude() == Exclude.NO_OTHERS;
        try (FrameAggregate frames = new FrameAggregate(aggregate, fields, context, batch)) {
            if (plain && frame.start().kind() == Bound.Kind.UNBOUNDED_PRECEDING) {
                return frames.growing(starts, ends, block.count());
            }
            for (int i = 0; i < block.count(); i++) {
                frames.frame();
                if (plain) {
                    frames.add(starts[i], ends[i]);
                } else {
                    addWithout(frames, i, starts[i], ends[i], frame.exclude(), block);
                }
            }
            return frames.finish();
        }
    }

    private static void addWithout(
            FrameAggregate frames, int current, int start, int end, Exclude exclude, WindowBlock block) {
        int from = exclude == Exclude.CURRENT_ROW ? current : block.peerStarts()[current];
        int to = exclude == Exclude.CURRENT_ROW ? current + 1 : block.peerEnds()[current];
        frames.add(start, Math.min(end, from));
        if (exclude == Exclude.TIES && current >= start && current < end) {
            frames.add(current, current + 1);
        }
        frames.add(Math.max(start, to), end);
    }

    /** Rows of a result, densely. */
    static Vector slice(Vector values, int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = from + i;
        }
        return VectorCopier.copy(values, rows, count);
    }
}
