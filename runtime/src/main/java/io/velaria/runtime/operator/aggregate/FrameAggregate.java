package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * An aggregate over many frames of one block of rows. A frame that grows by rows at its end is aggregated as it grows;
 * any other is put together from its rows and from states of runs of 64, 4096 .. rows that lie in it (a segment tree),
 * where the aggregate's states merge cheaply.
 */
public final class FrameAggregate implements AutoCloseable {
    private static final int FAN_OUT = 64;
    private static final int MOST_ROWS = 1 << 20;

    private final AggregateCall call;
    private final List<Field> input;
    private final QueryContext context;
    private final Batch block;
    private final MemoryReservation reservation;
    private final List<Accumulator> levels = new ArrayList<>();
    private final Selected selected = new Selected();
    private final VectorBuilder results;

    private Accumulator target;
    private int frames;
    private int frameRows;
    private final int[] rows = new int[Batch.MAX_ROWS];
    private final int[] groups = new int[Batch.MAX_ROWS];
    private int buffered;

    /** @param block the rows that frames are made of, none selected */
    public FrameAggregate(AggregateCall call, List<Field> input, QueryContext context, Batch block) {
        this.call = call;
        this.input = input;
        this.context = context;
        this.block = block;
        this.reservation = context.memory().reserve("Window");
        this.results = VectorBuilder.create(call.type(), block.length());
        this.target = Accumulators.create(call, input, context);
    }

    private boolean mergesCheaply() {
        return !(target instanceof DistinctAccumulator
                || target instanceof CollectAccumulator
                || target instanceof QuantileAccumulator);
    }

    /** Results for frames from the row {@code starts[i]} that end before {@code ends[i]}, both not descending by start. */
    public Vector growing(int[] starts, int[] ends, int count) {
        if (!mergesCheaply()) {
            for (int i = 0; i < count; i++) {
                frame();
                add(starts[i], ends[i]);
            }
            return finish();
        }
        int group = -1;
        int start = -1;
        int end = 0;
        Vector last = null;
        for (int i = 0; i < count; i++) {
            boolean changed = false;
            if (starts[i] != start) {
                start = starts[i];
                end = start;
                group++;
                target.ensure(group + 1);
                changed = true;
            }
            while (end < ends[i]) {
                int size = Math.min(rows.length, ends[i] - end);
                for (int r = 0; r < size; r++) {
                    rows[r] = end + r;
                    groups[r] = group;
                }
                take(target, size);
                end += size;
                changed = true;
            }
            if (changed || last == null) {
                if ((i & 0xfff) == 0) {
                    context.cancellation().check();
                    reservation.resize(target.bytes());
                }
                last = target.result(group, 1);
            }
            results.appendFrom(last, 0);
        }
        return results.build();
    }

    /** Adds the buffered rows to their groups. */
    private void take(Accumulator accumulator, int count) {
        selected.set(rows, groups, count);
        if (call.filter() >= 0) {
            selected.keepTrue(block.column(call.filter()));
        }
        if (selected.count() > 0) {
            accumulator.add(block, selected);
        }
    }

    /** Begins the next frame. */
    public void frame() {
        if (frameRows > MOST_ROWS) {
            flush();
            drain();
        }
        frames++;
        target.ensure(frames);
    }

    /** Adds a range of rows to the frame. */
    public void add(int from, int to) {
        if (from < to) {
            cover(0, from, to);
        }
    }

    private void cover(int level, int from, int to) {
        int up = (from + FAN_OUT - 1) / FAN_OUT;
        int down = to / FAN_OUT;
        if (to - from < 4 * FAN_OUT || !mergesCheaply() || up >= down) {
            emit(level, from, to);
            return;
        }
        if (level == levels.size()) {
            buildLevel(level);
        }
        emit(level, from, up * FAN_OUT);
        cover(level + 1, up, down);
        emit(level, down * FAN_OUT, to);
    }

    private void emit(int level, int from, int to) {
        if (level > 0) {
            int[] source = new int[to - from];
            int[] goal = new int[to - from];
            for (int i = 0; i < source.length; i++) {
                source[i] = from + i;
                goal[i] = frames - 1;
            }
            target.merge(levels.get(level - 1), source, goal, source.length);
            return;
        }
        for (int row = from; row < to; row++) {
            // The accumulators that keep rows take each row of a block once at a time.
            if (buffered == rows.length || (buffered > 0 && row <= rows[buffered - 1] && !mergesCheaply())) {
                flush();
            }
            rows[buffered] = row;
            groups[buffered++] = frames - 1;
        }
        frameRows += to - from;
    }

    private void flush() {
        context.cancellation().check();
        if (buffered > 0) {
            take(target, buffered);
            buffered = 0;
            reservation.resize(target.bytes());
        }
    }

    private void buildLevel(int level) {
        flush();
        Accumulator states = Accumulators.create(call, input, context);
        int units = block.length();
        for (int l = 0; l < level; l++) {
            units = (units + FAN_OUT - 1) / FAN_OUT;
        }
        states.ensure((units + FAN_OUT - 1) / FAN_OUT);
        if (level == 0) {
            for (int from = 0; from < units; from += rows.length) {
                int size = Math.min(rows.length, units - from);
                for (int r = 0; r < size; r++) {
                    rows[r] = from + r;
                    groups[r] = (from + r) / FAN_OUT;
                }
                take(states, size);
            }
        } else {
            int[] source = new int[units];
            int[] goal = new int[units];
            for (int i = 0; i < units; i++) {
                source[i] = i;
                goal[i] = i / FAN_OUT;
            }
            states.merge(levels.get(level - 1), source, goal, units);
        }
        levels.add(states);
    }

    /** Takes the results of the frames so far and starts with empty states. */
    private void drain() {
        if (frames > 0) {
            target.prepare();
            Vector part = target.result(0, frames);
            for (int i = 0; i < frames; i++) {
                results.appendFrom(part, i);
            }
        }
        target.close();
        target = Accumulators.create(call, input, context);
        frames = 0;
        frameRows = 0;
    }

    /** The results of all frames. */
    public Vector finish() {
        flush();
        drain();
        return results.build();
    }

    @Override
    public void close() {
        target.close();
        levels.forEach(Accumulator::close);
        reservation.close();
    }
}
