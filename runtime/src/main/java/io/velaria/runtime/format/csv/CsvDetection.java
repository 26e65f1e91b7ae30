package io.velaria.runtime.format.csv;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.FileSet;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Completes what the options leave open from a sample of the files: dialect, header, columns and their types. */
final class CsvDetection {
    private static final int DIALECT_SAMPLE_BYTES = 128 << 10;
    private static final int SAMPLED_FILES = 8;

    private final CsvOptions options;
    private final FileAccess access;
    private final FileSet files;
    private final List<Field> declared;
    private long sampledBytes;
    private long sampledRecords;

    private CsvDetection(CsvOptions options, List<ColumnDefinition> declared, FileAccess access) {
        this.options = options;
        this.access = access;
        this.files = FileSet.resolve(options.path(), access);
        if (!declared.isEmpty()) {
            this.declared = declared.stream().map(ColumnDefinition::field).toList();
        } else {
            this.declared = options.columns().entrySet().stream()
                    .map(column -> new Field(column.getKey(), column.getValue()))
                    .toList();
        }
    }

    /** @param declared columns of CREATE TABLE; empty to take them from the options or the files */
    static CsvSource detect(CsvOptions options, List<ColumnDefinition> declared, FileAccess access) {
        return new CsvDetection(options, declared, access).detect();
    }

    private CsvSource detect() {
        CsvDialect dialect = dialect();
        FirstRecord first = firstRecord(dialect);
        FileSet.Entry file = first == null ? null : first.file();
        if (!declared.isEmpty()) {
            boolean header =
                    options.header() != null ? options.header() : file != null && isDeclaredHeader(first.texts());
            CsvSource source = source(dialect.withHeader(header), declared, true);
            if (file != null) {
                sample(file, source.dialect(), source.layout(), new TypeDetector(declared.size()), 1000);
            }
            return sampledRecords == 0 ? source : source(dialect.withHeader(header), declared, true);
        }
        if (file == null) {
            throw VelariaException.of(
                            SqlState.BAD_COPY_FILE_FORMAT,
                            "the columns of '" + options.path() + "' cannot be found out, for it is empty")
                    .hint("name them with columns => 'a BIGINT, b VARCHAR'");
        }
        List<String> texts = first.texts();
        List<String> names = options.unionByName() ? unionOfNames(dialect) : CsvLayout.uniqueNames(texts, true);
        TypeDetector types = new TypeDetector(names.size());
        CsvLayout layout = new CsvLayout(names, options.unionByName(), false);
        sample(file, dialect.withHeader(true), layout, types, options.sampleRows());
        boolean header = options.header() != null ? options.header() : isHeader(texts, types);
        if (!header) {
            names = CsvLayout.uniqueNames(texts, false);
            for (int i = 0; i < names.size(); i++) {
                addTo(types, i, texts.get(i));
            }
        }
        sampleOthers(file, dialect.withHeader(header), new CsvLayout(names, options.unionByName(), false), types);
        List<Field> schema = new ArrayList<>();
        for (String name : options.types().keySet()) {
            checkKnown(name, names);
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            SqlType given = options.types().entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(options.allText() ? SqlType.VARCHAR : types.type(i));
            schema.add(new Field(name, given));
        }
        return source(dialect.withHeader(header), schema, false);
    }

    /** The columns of all files by the names in their headers, in the order in which they come. */
    private List<String> unionOfNames(CsvDialect dialect) {
        Map<String, String> union = new LinkedHashMap<>();
        for (FileSet.Entry file : files.entries()) {
            List<String> header = firstRecord(file, dialect);
            if (header != null) {
                CsvLayout.uniqueNames(header, true)
                        .forEach(name -> union.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
            }
        }
        return List.copyOf(union.values());
    }

    private void sampleOthers(FileSet.Entry file, CsvDialect dialect, CsvLayout layout, TypeDetector types) {
        files.entries().stream()
                .filter(other -> !other.path().equals(file.path()))
                .limit(options.unionByName() ? Integer.MAX_VALUE : SAMPLED_FILES - 1)
                .forEach(other -> sample(other, dialect, layout, types, options.sampleRows() / SAMPLED_FILES));
    }

    private static void checkKnown(String name, List<String> names) {
        if (names.stream().noneMatch(name::equalsIgnoreCase)) {
            VelariaException error = VelariaException.of(
                    SqlState.UNDEFINED_COLUMN,
                    "option types names column \"" + name + "\", but the columns are: " + String.join(", ", names));
            String hint = Suggestion.didYouMean(name, names);
            throw hint == null ? error : error.hint(hint);
        }
    }

    private CsvSource source(CsvDialect dialect, List<Field> schema, boolean isDeclared) {
        List<String> names = schema.stream().map(Field::name).toList();
        if (options.filename() != null && names.stream().anyMatch(options.filename()::equalsIgnoreCase)) {
            throw VelariaException.of(
                    SqlState.DUPLICATE_COLUMN, "there is a column \"" + options.filename() + "\" in the file already");
        }
        for (Field field : schema) {
            ColumnParser ignored = ColumnParser.of(field, 1, Bytes.EMPTY); // refuses a type that has no reader
        }
        return new CsvSource(
                options.path(),
                access.directory().toString(),
                dialect,
                new CsvLayout(names, options.unionByName(), isDeclared),
                schema,
                options.filename(),
                options.onError(),
                sampledRecords == 0 ? 100 : (double) sampledBytes / sampledRecords);
    }

    /** The dialect but for the header. */
    private CsvDialect dialect() {
        CsvDialect start = new CsvDialect(
                options.delimiter() == null ? "," : options.delimiter(),
                options.quote() == null ? '"' : options.quote(),
                options.escape() == null ? CsvDialect.NONE : options.escape(),
                options.comment() == null ? CsvDialect.NONE : options.comment(),
                options.skip(),
                false,
                options.nullText(),
                options.quotedNulls(),
                options.maxRowBytes(),
                options.compression());
        boolean given = options.delimiter() != null && options.quote() != null && options.escape() != null;
        if (given || files.entries().isEmpty()) {
            return start;
        }
        for (FileSet.Entry file : files.entries()) {
            byte[] sample = new byte[DIALECT_SAMPLE_BYTES + Records.SLACK];
            int length;
            try (ByteInput input = ByteInput.open(file.path(), options.compression())) {
                length = input.read(sample, 0, DIALECT_SAMPLE_BYTES);
            }
            if (length == 0) {
                continue;
            }
            if (length == DIALECT_SAMPLE_BYTES) {
                int end = Scanning.lastRecordEnd(sample, 0, length, (byte) ',', CsvDialect.NONE, true);
                length = end > 0 ? end : length;
            }
            PlainTokenizer lines = new PlainTokenizer(start.withDelimiter(","));
            int mark = length >= 3 && sample[0] == (byte) 0xEF && sample[1] == (byte) 0xBB ? 3 : 0;
            lines.start(sample, mark, length);
            for (int i = 0; i < options.skip(); i++) {
                lines.skipLine();
            }
            int from = lines.position();
            byte[] text = Arrays.copyOfRange(sample, from, length + Records.SLACK);
            return DialectDetector.detect(options, text, length - from, start, declared.size());
        }
        return start;
    }

    /** A file and the texts of its first record. */
    private record FirstRecord(FileSet.Entry file, List<String> texts) {}

    /** The first record of all files; null if there is none. */
    private FirstRecord firstRecord(CsvDialect dialect) {
        for (FileSet.Entry file : files.entries()) {
            List<String> texts = firstRecord(file, dialect);
            if (texts != null) {
                return new FirstRecord(file, texts);
            }
        }
        return null;
    }

    private static List<String> firstRecord(FileSet.Entry file, CsvDialect dialect) {
        return dialect.isPlain() ? PlainBlocks.firstRecord(file, dialect) : CommonsBlocks.firstRecord(file, dialect);
    }

    /** A header stands above columns of which some are no text where it is text, or above nothing but text. */
    private boolean isHeader(List<String> first, TypeDetector types) {
        boolean allText = true;
        boolean fits = true;
        boolean anyText = false;
        for (int i = 0; i < first.size(); i++) {
            byte[] cell = padded(first.get(i));
            int length = cell.length - Records.SLACK;
            allText &= types.type(i).equals(SqlType.VARCHAR);
            anyText |= length > 0;
            fits &= length == 0 || types.fits(i, cell, 0, length);
        }
        if (!allText) {
            return !fits;
        }
        TypeDetector own = new TypeDetector(first.size());
        boolean ownText = true;
        for (int i = 0; i < first.size(); i++) {
            addTo(own, i, first.get(i));
            ownText &= own.type(i).equals(SqlType.VARCHAR);
        }
        return anyText && ownText;
    }

    private void addTo(TypeDetector types, int column, String text) {
        if (!text.isEmpty() && !text.equals(options.nullText())) {
            byte[] cell = padded(text);
            types.add(column, cell, 0, cell.length - Records.SLACK);
        }
    }

    private static byte[] padded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + Records.SLACK);
    }

    /** With declared columns: whether the first record has their names, or what is no value of theirs. */
    private boolean isDeclaredHeader(List<String> first) {
        boolean allNames = true;
        for (String text : first) {
            allNames &= text.isBlank()
                    || declared.stream().anyMatch(field -> field.name().equalsIgnoreCase(text.strip()));
        }
        if (allNames) {
            return true;
        }
        if (first.size() < declared.size()) {
            return false;
        }
        boolean anyTyped = false;
        for (int i = 0; i < declared.size(); i++) {
            Field field = declared.get(i);
            if (field.type().kind() == TypeKind.VARCHAR || first.get(i).isBlank()) {
                continue;
            }
            anyTyped = true;
            byte[] cell = padded(first.get(i).strip());
            ColumnParser parser = ColumnParser.of(field, 1, Bytes.EMPTY);
            parser.start();
            if (parser.parseOne(0, cell, 0, cell.length - Records.SLACK)) {
                return false;
            }
        }
        return anyTyped;
    }

    /** Lets the detector see records of a file. */
    private void sample(FileSet.Entry file, CsvDialect dialect, CsvLayout layout, TypeDetector types, int rows) {
        try (Blocks blocks = dialect.isPlain()
                ? new PlainBlocks(List.of(file), dialect, layout, new Cancellation())
                : new CommonsBlocks(List.of(file), dialect, layout, new Cancellation())) {
            PlainTokenizer tokenizer = dialect.isPlain() ? new PlainTokenizer(dialect) : null;
            int left = rows;
            Block block = blocks.next(null);
            while (left > 0 && block != null) {
                Records records = block.records() != null ? block.records() : new Records(block.width());
                if (tokenizer != null) {
                    tokenizer.start(block.bytes(), block.from(), block.to());
                    tokenizer.read(records);
                }
                while (records.count > 0 && left > 0) {
                    int count = Math.min(left, records.count);
                    sample(records, count, block.fields(), types);
                    left -= count;
                    if (tokenizer == null) {
                        break;
                    }
                    tokenizer.read(records);
                }
                block = left > 0 ? blocks.next(block.bytes()) : null;
            }
        }
    }

    private void sample(Records records, int count, int[] fields, TypeDetector types) {
        byte[] nullText = options.nullText().getBytes(StandardCharsets.UTF_8);
        int width = records.width;
        for (int row = 0; row < count; row++) {
            if (records.broken > 0 && Arrays.binarySearch(records.brokenRows, 0, records.broken, row) >= 0) {
                continue;
            }
            for (int column = 0; column < fields.length; column++) {
                if (fields[column] < 0) {
                    continue;
                }
                int start = records.starts[row * width + fields[column]];
                int end = records.ends[row * width + fields[column]];
                if (end > start
                        && !types.isText(column)
                        && !Arrays.equals(records.bytes, start, end, nullText, 0, nullText.length)) {
                    types.add(column, records.bytes, start, end);
                }
            }
        }
        sampledRecords += count;
        int lastEnd = records.ends[(count - 1) * width + width - 1];
        sampledBytes += Math.max(1, (lastEnd < 0 ? ~lastEnd : lastEnd) + 1 - records.starts[0]);
    }
}
