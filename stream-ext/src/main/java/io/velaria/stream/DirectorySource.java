package io.velaria.stream;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.format.FileSet;
import io.velaria.runtime.format.csv.CsvTail;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads the files of a {@link StreamTable} round by round. A round lists the files and takes from each what has come; a
 * round without anything new ends a table, and makes a stream wait a little, without a thread, for the next one.
 */
final class DirectorySource implements Source {
    private final StreamTable table;
    private final QueryContext context;
    private final StreamMetrics metrics; // null for a table
    private final CsvTail tail;
    private final ArrayDeque<FileSet.Entry> round = new ArrayDeque<>();
    private boolean foundInRound;
    private boolean listed;
    private boolean finished;
    private Blocked waiting = Blocked.NOT;
    private long ordinal;

    private DirectorySource(StreamTable table, QueryContext context, int[] columns, StreamMetrics metrics) {
        this.table = table;
        this.context = context;
        this.metrics = metrics;
        this.tail = new CsvTail(table.csvOptions(), table.schema(), columns, context);
    }

    static SourceFactory factory(StreamTable table, QueryContext context, int[] columns, StreamMetrics metrics) {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                return new DirectorySource(table, context, columns, metrics);
            }

            @Override
            public int parallelism() {
                return 1; // files follow each other, and so do their rows
            }

            @Override
            public void close() {
                if (metrics != null) {
                    metrics.stopped();
                }
            }
        };
    }

    private boolean isContinuous() {
        return metrics != null;
    }

    @Override
    public Batch next() {
        if (isContinuous()) {
            metrics.batchDone();
        }
        waiting = Blocked.NOT;
        while (!finished) {
            context.cancellation().check();
            Batch batch = tail.next();
            if (batch == null) {
                if (!advance()) {
                    return null;
                }
                continue;
            }
            if (isContinuous()) {
                metrics.batchPulled(batch.size(), batch.columnCount(), offset());
            }
            return batch.withOrdinal(ordinal++);
        }
        return null;
    }

    /** Moves to the next records; false if there are none now. */
    private boolean advance() {
        while (true) {
            while (!round.isEmpty()) {
                FileSet.Entry file = round.peek();
                boolean settled = isSettled(file);
                if (tail.hasGrown(file, settled) && tail.advance(file, settled)) {
                    foundInRound = true;
                    return true;
                }
                round.poll(); // what is left of it is no whole record yet
            }
            if (listed && !isContinuous()) {
                finished = true;
                return false;
            }
            if (listed && !foundInRound) {
                listed = false; // look again after a while
                waiting = Blocked.until(context.workers().after(table.pollMillis(), TimeUnit.MILLISECONDS));
                return false;
            }
            list();
        }
    }

    private void list() {
        List<FileSet.Entry> files = table.files();
        tail.retain(files.stream().map(FileSet.Entry::path).toList());
        round.addAll(files);
        listed = true;
        foundInRound = false;
    }

    private boolean isSettled(FileSet.Entry file) {
        return !isContinuous() || System.currentTimeMillis() - file.modifiedMillis() >= table.settleMillis();
    }

    private String offset() {
        FileSet.Entry file = round.peek();
        return file == null
                ? ""
                : file.modifiedMillis() + ":" + file.path().getFileName() + ":" + tail.offset(file.path());
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public Blocked blocked() {
        return waiting;
    }

    @Override
    public long position() {
        return ordinal;
    }

    @Override
    public void close() {
        tail.close();
    }
}
