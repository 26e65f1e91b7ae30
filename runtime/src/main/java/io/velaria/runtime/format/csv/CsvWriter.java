package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.BatchWriter;
import io.velaria.runtime.type.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes CSV after RFC 4180, with quotes only where a field needs them. NULL is the null text, empty by default, and text
 * that equals it is quoted, so that reading gives back what was written. The file is written beside its place and moved
 * there when it is complete.
 */
final class CsvWriter implements BatchWriter {
    private static final int FLUSH_BYTES = 1 << 16;
    private static final List<String> OPTIONS = List.of(
            "path", "format", "header", "delimiter", "quote", "nullstr", "compression", "encoding", "force_quote");

    private final Path target;
    private final Path temporary;
    private final OutputStream output;
    private final byte[] delimiter;
    private final byte quote;
    private final byte[] nullText;
    private final boolean forceQuote;
    private final int columns;
    private byte[] buffer = new byte[FLUSH_BYTES * 2];
    private int length;
    private boolean closed;

    CsvWriter(List<Field> schema, Path target, Map<String, String> options) {
        this.target = target;
        this.columns = schema.size();
        Settings settings = Settings.of(options, target);
        this.delimiter = settings.delimiter.getBytes(StandardCharsets.UTF_8);
        this.quote = (byte) settings.quote;
        this.nullText = settings.nullText.getBytes(StandardCharsets.UTF_8);
        this.forceQuote = settings.forceQuote;
        for (Field field : schema) {
            FieldText.check(field);
        }
        Path directory = target.toAbsolutePath().getParent();
        this.temporary = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            OutputStream file = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
            output = settings.gzip ? new GZIPOutputStream(file, 1 << 16) : file;
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                throw VelariaException.of(
                        SqlState.UNDEFINED_FILE, "cannot write " + target + ": there is no directory " + directory, e);
            }
            throw VelariaException.of(SqlState.IO_ERROR, "cannot write " + target + ": " + e, e);
        }
        if (settings.header) {
            for (int i = 0; i < columns; i++) {
                byte[] name = schema.get(i).name().getBytes(StandardCharsets.UTF_8);
                append(i, name, 0, name.length, false);
            }
            buffer[length++] = '\n';
        }
    }

    private record Settings(
            String delimiter, char quote, String nullText, boolean header, boolean gzip, boolean forceQuote) {
        static Settings of(Map<String, String> given, Path target) {
            CsvOptions options = CsvOptions.parse(withoutForceQuote(given));
            for (String name : given.keySet()) {
                if (!name.equals("force_quote") && !OPTIONS.contains(CsvOptions.canonical(name))) {
                    VelariaException error = VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "option \"" + name + "\" is for reading csv, not for writing it");
                    String hint = Suggestion.didYouMean(name, OPTIONS);
                    throw hint == null ? error : error.hint(hint);
                }
            }
            String delimiter = options.delimiter() != null
                    ? options.delimiter()
                    : target.toString().toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz)?") ? "\t" : ",";
            if (options.quote() != null && (options.quote() < 0 || options.quote() > 127)) {
                throw VelariaException.of(
                        SqlState.INVALID_PARAMETER_VALUE, "writing csv needs a quote that is one ASCII character");
            }
            boolean gzip =
                    switch (options.compression()) {
                        case AUTO -> target.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
                        case GZIP -> true;
                        case NONE -> false;
                    };
            return new Settings(
                    delimiter,
                    options.quote() == null ? '"' : (char) (int) options.quote(),
                    options.nullText(),
                    options.header() == null || options.header(),
                    gzip,
                    given.containsKey("force_quote")
                            && !given.get("force_quote").equalsIgnoreCase("false"));
        }

        private static Map<String, String> withoutForceQuote(Map<String, String> given) {
            Map<String, String> rest = new java.util.HashMap<>(given);
            rest.remove("force_quote");
            return rest;
        }
    }

    @Override
    public void write(Batch batch) {
        FieldText text = new FieldText();
        for (int i = 0; i < batch.size(); i++) {
            int row = batch.row(i);
            for (int column = 0; column < columns; column++) {
                Vector vector = batch.column(column);
                if (vector.isNull(row)) {
                    appendNull(column);
                } else if (text.isBytes(vector)) {
                    append(column, vector.stringBase(row), vector.stringOffset(row), vector.stringLength(row), true);
                } else {
                    text.format(vector, row);
                    append(column, text.bytes(), 0, text.length(), false);
                }
            }
            buffer[length++] = '\n';
            if (length > FLUSH_BYTES) {
                flush();
            }
        }
    }

    private void appendNull(int column) {
        makeRoom(nullText.length);
        separate(column);
        System.arraycopy(nullText, 0, buffer, length, nullText.length);
        length += nullText.length;
    }

    private void separate(int column) {
        if (column > 0) {
            for (byte b : delimiter) {
                buffer[length++] = b;
            }
        }
    }

    private void append(int column, byte[] bytes, int offset, int count, boolean isText) {
        makeRoom(2L * count);
        separate(column);
        int end = offset + count;
        if (!forceQuote && !needsQuotes(bytes, offset, end, isText)) {
            System.arraycopy(bytes, offset, buffer, length, count);
            length += count;
            return;
        }
        buffer[length++] = quote;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == quote) {
                buffer[length++] = quote;
            }
            buffer[length++] = bytes[i];
        }
        buffer[length++] = quote;
    }

    private boolean needsQuotes(byte[] bytes, int offset, int end, boolean isText) {
        if (Arrays.equals(bytes, offset, end, nullText, 0, nullText.length)) {
            return true;
        }
        if (!isText && delimiter.length == 1 && delimiter[0] != ',' && delimiter[0] != '.' && delimiter[0] != '-') {
            return false;
        }
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b == delimiter[0] || b == quote || b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    private void makeRoom(long count) {
        long needed = length + count + delimiter.length + 4;
        if (needed > buffer.length) {
            flush();
            needed = count + delimiter.length + 4;
            if (needed > buffer.length) {
                buffer = new byte[Math.toIntExact(needed + FLUSH_BYTES)];
            }
        }
    }

    private void flush() {
        try {
            output.write(buffer, 0, length);
            length = 0;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void commit() {
        flush();
        try {
            output.close();
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            closed = true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private VelariaException failed(IOException e) {
        return VelariaException.of(SqlState.IO_ERROR, "cannot write " + target + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            output.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
