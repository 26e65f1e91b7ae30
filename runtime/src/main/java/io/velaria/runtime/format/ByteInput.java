package io.velaria.runtime.format;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/** The bytes of a file from its start, unpacked if it is compressed. Not thread-safe. */
public final class ByteInput implements AutoCloseable {
    /** Reads go through the JDK's direct buffer of this size, which stays in the processor's cache. */
    private static final int CHUNK = 256 << 10;

    private final Path path;
    private final FileChannel channel;
    private final InputStream unpacked;
    private long consumed;

    private ByteInput(Path path, FileChannel channel, Compression compression) throws IOException {
        this.path = path;
        this.channel = channel;
        this.unpacked = isGzip(channel, compression) ? new GZIPInputStream(counted(channel), 1 << 16) : null;
    }

    /** How a file is packed. */
    public enum Compression {
        /** As its first bytes say. */
        AUTO,
        GZIP,
        NONE
    }

    /** @throws VelariaException 58P01 if it is not there, 58030 if it cannot be read */
    public static ByteInput open(Path path, Compression compression) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new ByteInput(path, channel, compression);
        } catch (java.nio.file.NoSuchFileException e) {
            throw VelariaException.of(SqlState.UNDEFINED_FILE, "there is no file '" + path + "'", e);
        } catch (IOException e) {
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw failed(path, e);
        }
    }

    private static boolean isGzip(FileChannel channel, Compression compression) throws IOException {
        if (compression != Compression.AUTO) {
            return compression == Compression.GZIP;
        }
        ByteBuffer magic = ByteBuffer.allocate(2);
        int read = channel.read(magic, 0);
        return read == 2 && magic.get(0) == 0x1f && magic.get(1) == (byte) 0x8b;
    }

    private InputStream counted(FileChannel file) {
        return new FilterInputStream(Channels.newInputStream(file)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                consumed += Math.max(0, read);
                return read;
            }
        };
    }

    public boolean isCompressed() {
        return unpacked != null;
    }

    /** Bytes of the file itself read so far. */
    public long consumed() {
        return consumed;
    }

    /** Goes forward to a position of the file, which must not be compressed. */
    public void seek(long position) {
        try {
            channel.position(position);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Fills the range; fewer bytes than asked for mean that the file ends there. */
    public int read(byte[] target, int offset, int length) {
        int done = 0;
        try {
            while (done < length) {
                int step = Math.min(length - done, CHUNK);
                int read;
                if (unpacked != null) {
                    read = unpacked.read(target, offset + done, step);
                } else {
                    read = channel.read(ByteBuffer.wrap(target, offset + done, step));
                    consumed += Math.max(0, read);
                }
                if (read < 0) {
                    break;
                }
                done += read;
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
        return done;
    }

    private static VelariaException failed(Path path, IOException e) {
        return VelariaException.of(SqlState.IO_ERROR, "cannot read " + path + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            if (unpacked != null) {
                unpacked.close();
            }
            channel.close();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }
}
