package io.velaria.runtime.memory;

import io.velaria.runtime.error.VelariaException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file that lives as long as it is open. Written at its end, read anywhere; several tasks may do so at a time. Closing
 * is idempotent and must not happen while it is in use.
 */
public final class TemporaryFile implements AutoCloseable {
    /** Java copies through a buffer outside the heap of the size of the request, and keeps it with the thread. */
    private static final int MOST_AT_ONCE = 1 << 18;

    private final TemporaryFiles owner;
    private final FileChannel channel;
    private final String operator;
    private final AtomicLong end = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    TemporaryFile(TemporaryFiles owner, FileChannel channel, String operator) {
        this.owner = owner;
        this.channel = channel;
        this.operator = operator;
    }

    /**
     * Takes room at the end of the file.
     *
     * @return where it starts
     * @throws VelariaException 53100 if temp_limit is reached
     */
    public long allocate(long bytes) {
        owner.grow(bytes, operator);
        return end.getAndAdd(bytes);
    }

    /** Writes to room that was taken. */
    public void write(long position, byte[] source, int length) {
        try {
            for (int done = 0; done < length; ) {
                int part = Math.min(MOST_AT_ONCE, length - done);
                done += channel.write(ByteBuffer.wrap(source, done, part), position + done);
            }
        } catch (IOException e) {
            throw owner.failure(e, operator);
        }
    }

    /** Reads what was written. */
    public void read(long position, byte[] target, int length) {
        try {
            for (int done = 0; done < length; ) {
                int part = Math.min(MOST_AT_ONCE, length - done);
                int count = channel.read(ByteBuffer.wrap(target, done, part), position + done);
                if (count < 0) {
                    throw new EOFException("the file ends at " + (position + done));
                }
                done += count;
            }
        } catch (IOException e) {
            throw owner.failure(e, operator);
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        owner.closed(end.get());
        try {
            channel.close();
        } catch (IOException e) {
            throw owner.failure(e, operator);
        }
    }
}
