package io.velaria.runtime.memory;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The place of a database's temporary files. Nothing is touched before the first file is opened. Files are deleted by the
 * system: where it can, as soon as they are open, so that no crash leaves any behind; else when they are closed or the
 * process ends. Thread-safe.
 */
public final class TemporaryFiles {
    private static final TemporaryFiles NONE = new TemporaryFiles(null, 0);

    private final Path directory;
    private final long limit;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    private TemporaryFiles(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /**
     * @param directory made when the first file is, if it isn't there
     * @param limit bytes that all files together may have
     */
    public static TemporaryFiles in(Path directory, long limit) {
        return new TemporaryFiles(directory, limit);
    }

    /** No place: nothing can be written. */
    public static TemporaryFiles none() {
        return NONE;
    }

    public boolean isAvailable() {
        return directory != null;
    }

    /** Files that are open now. */
    public int openFiles() {
        return open.get();
    }

    /** Bytes in files that are open now. */
    public long bytes() {
        return bytes.get();
    }

    /** The most bytes that there were at a time. */
    public long peak() {
        return peak.get();
    }

    /** Bytes written so far, deleted ones included. */
    public long written() {
        return written.get();
    }

    public long limit() {
        return limit;
    }

    /**
     * @param operator that writes, for errors
     * @throws VelariaException 58030 where no file can be made, 53100 where there is no space
     */
    public TemporaryFile open(String operator) {
        Path path = directory.resolve("velaria-" + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(path, CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE);
            open.incrementAndGet();
            return new TemporaryFile(this, channel, operator);
        } catch (IOException e) {
            throw failure(e, operator);
        }
    }

    void grow(long more, String operator) {
        long now = bytes.addAndGet(more);
        if (now > limit) {
            bytes.addAndGet(-more);
            throw VelariaException.of(
                            SqlState.DISK_FULL,
                            operator + " has to write " + more + " bytes to a temporary file, but " + (now - more)
                                    + " of the " + limit + " bytes of temp_limit are in use")
                    .hint("raise temp_limit or memory_limit");
        }
        peak.accumulateAndGet(now, Math::max);
        written.addAndGet(more);
    }

    void closed(long freed) {
        open.decrementAndGet();
        bytes.addAndGet(-freed);
    }

    VelariaException failure(IOException e, String operator) {
        if (e instanceof ClosedByInterruptException) {
            return VelariaException.of(SqlState.QUERY_CANCELED, "the thread was interrupted", e);
        }
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        boolean isFull = isFull(reason);
        return VelariaException.of(
                        isFull ? SqlState.DISK_FULL : SqlState.IO_ERROR,
                        operator + " cannot use a temporary file in " + directory + ": " + reason,
                        e)
                .hint(isFull ? "set temp_directory to a larger disk, or raise memory_limit" : "set temp_directory");
    }

    /** Java has no class of its own for it: the texts are those of Linux, macOS and Windows. */
    static boolean isFull(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("quota exceeded")
                || text.contains("not enough space on the disk")
                || text.contains("file too large");
    }
}
