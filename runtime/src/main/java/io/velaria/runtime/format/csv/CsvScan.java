package io.velaria.runtime.format.csv;

import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.FileSet;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One execution's reading of CSV files. One task at a time cuts off the next block of bytes; all tasks parse the blocks
 * that they took. A task that finds another one cutting is blocked meanwhile, so that none waits on a thread.
 */
final class CsvScan implements SourceFactory {
    private final CsvSource source;
    private final FileSet files;
    private final QueryContext context;
    private final List<Field> columns;
    private final int[] positions;
    private final Blocks blocks;
    private final BadRows badRows;

    private boolean entered;
    private CompletableFuture<Void> released = new CompletableFuture<>();
    private volatile long nextOrdinal;
    private volatile boolean exhausted;
    private int inWork;

    /**
     * @param positions columns of the source to give
     * @param blockBytes about how many bytes a task takes at a time
     */
    CsvScan(CsvSource source, FileSet files, QueryContext context, int[] positions, int blockBytes) {
        this.source = source;
        this.files = files;
        this.context = context;
        this.positions = positions;
        this.columns = java.util.Arrays.stream(positions)
                .mapToObj(position -> source.schema().get(position))
                .toList();
        this.badRows = new BadRows(source.onError(), source.dialect());
        CsvDialect dialect = source.dialect();
        this.blocks = dialect.isPlain()
                ? new PlainBlocks(files.entries(), dialect, source.layout(), context.cancellation(), blockBytes)
                : new CommonsBlocks(files.entries(), dialect, source.layout(), context.cancellation());
        context.progress().expect(files.totalSize());
    }

    CsvSource source() {
        return source;
    }

    BadRows badRows() {
        return badRows;
    }

    List<Field> columns() {
        return columns;
    }

    int[] positions() {
        return positions;
    }

    QueryContext context() {
        return context;
    }

    @Override
    public Source create(TaskContext taskContext) {
        return new CsvTask(this, taskContext);
    }

    @Override
    public int parallelism() {
        long pieces = 0;
        for (FileSet.Entry file : files.entries()) {
            boolean packed = source.dialect().compression() == ByteInput.Compression.GZIP
                    || file.path().toString().endsWith(".gz");
            pieces += 1 + (packed ? 4 : 1) * file.size() / PlainBlocks.BLOCK_BYTES;
        }
        return (int) Math.min(1024, Math.max(1, pieces));
    }

    boolean isExhausted() {
        return exhausted;
    }

    /** The lowest ordinal that the next block can have. */
    long nextOrdinal() {
        return nextOrdinal;
    }

    /** The next block, or null if there is none or another task is cutting. */
    Block claim(byte[] spare) {
        synchronized (this) {
            if (entered || exhausted) {
                return null;
            }
            entered = true;
        }
        Block block = null;
        boolean failed = true;
        try {
            block = blocks.next(spare);
            failed = false;
        } finally {
            CompletableFuture<Void> waiting;
            synchronized (this) {
                entered = false;
                waiting = released;
                released = new CompletableFuture<>();
                if (block == null) {
                    exhausted = true;
                } else {
                    nextOrdinal = block.ordinal() + 1;
                    inWork++;
                }
                if (exhausted && inWork == 0 && !failed) {
                    badRows.report(context.warnings());
                }
            }
            waiting.complete(null);
        }
        return block;
    }

    /** A block has been parsed. */
    void done(Block block) {
        context.progress().advance(block.consumed());
        synchronized (this) {
            inWork--;
            if (exhausted && inWork == 0) {
                badRows.report(context.warnings());
            }
        }
    }

    synchronized Blocked whenReleased() {
        return entered && !exhausted ? Blocked.until(released) : Blocked.NOT;
    }

    @Override
    public void close() {
        badRows.report(context.warnings());
        blocks.close();
    }
}
