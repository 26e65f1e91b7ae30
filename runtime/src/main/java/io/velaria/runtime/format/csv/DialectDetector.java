package io.velaria.runtime.format.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds delimiter and quote: those under which the sampled records most often have the same number of fields, and more
 * than one. Where no delimiter gives that, one that cuts the first record and some others is taken all the same, so that
 * reading names the rows that are too short or too long, instead of giving each line as one column.
 */
final class DialectDetector {
    private static final int RECORDS = 500;
    private static final double CONSISTENT = 0.6;
    private static final double RAGGED = 0.3;
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

    private DialectDetector() {}

    /**
     * How well a dialect fits.
     *
     * @param fields the number of fields that most records have
     * @param share of the records that have it
     * @param cut the share of records with several fields; 0 where the first is not one of them
     */
    private record Fit(CsvDialect dialect, int fields, double share, double cut, int quoted, int broken) {
        boolean isBetterThan(Fit other, int expected) {
            boolean expectedHere = fields == expected;
            if (expectedHere != (other.fields == expected)) {
                return expectedHere;
            }
            double enough = expected > 1 ? 0 : CONSISTENT;
            boolean several = fields > 1 && share >= enough;
            boolean otherSeveral = other.fields > 1 && other.share >= enough;
            if (several != otherSeveral) {
                return several;
            }
            boolean ragged = !several && cut >= RAGGED;
            boolean otherRagged = !otherSeveral && other.cut >= RAGGED;
            if (ragged != otherRagged) {
                return ragged;
            }
            if (ragged && cut != other.cut) {
                return cut > other.cut;
            }
            double score = share - (double) broken / RECORDS;
            double otherScore = other.share - (double) other.broken / RECORDS;
            return score != otherScore ? score > otherScore : fields > other.fields;
        }
    }

    /**
     * @param sample whole lines from the start of a file, without what is to be skipped
     * @param start the dialect as far as it is given
     * @param expected number of columns, or 0 where it is not known
     */
    static CsvDialect detect(CsvOptions options, byte[] sample, int length, CsvDialect start, int expected) {
        byte[] text = start.comment() == CsvDialect.NONE ? sample : withoutComments(sample, length, start.comment());
        int size = text == sample ? length : text.length - Records.SLACK;
        Fit best = null;
        List<String> delimiters = options.delimiter() == null ? DELIMITERS : List.of(options.delimiter());
        for (String delimiter : delimiters) {
            CsvDialect dialect = start.withDelimiter(delimiter);
            if (!dialect.withQuote(dialect.quote(), CsvDialect.NONE).isPlain() && delimiter.length() > 1) {
                return dialect;
            }
            Fit fit = fit(dialect, text, size);
            best = best == null || fit.isBetterThan(best, expected) ? fit : best;
        }
        CsvDialect found = best.dialect();
        if (options.quote() == null && Scanning.indexOf(text, 0, size, (byte) '"') < 0) {
            Fit single = fit(found.withQuote('\'', found.escape()), text, size);
            if (single.quoted() > 1 && single.broken() == 0 && single.share() >= best.share()) {
                return single.dialect();
            }
        }
        if (options.escape() == null && best.broken() > 0 && contains(text, size, '\\', found.quote())) {
            return found.withQuote(found.quote(), '\\');
        }
        return found;
    }

    private static Fit fit(CsvDialect dialect, byte[] sample, int length) {
        byte[] copy = Arrays.copyOf(sample, length + Records.SLACK); // undoing doubled quotes changes it
        PlainTokenizer tokenizer = new PlainTokenizer(dialect);
        tokenizer.start(copy, 0, length);
        List<Integer> counts = new ArrayList<>();
        List<String> texts;
        while (counts.size() < RECORDS && (texts = tokenizer.readTexts()) != null) {
            counts.add(texts.size());
        }
        int mostCommon = 0;
        int times = 0;
        for (int count : counts.stream().distinct().toList()) {
            int n = (int) counts.stream().filter(c -> c == count).count();
            if (n > times || (n == times && count > mostCommon)) {
                mostCommon = count;
                times = n;
            }
        }
        double share = counts.isEmpty() ? 0 : (double) times / counts.size();
        boolean firstCut = counts.size() > 1 && counts.get(0) > 1;
        double cut = firstCut ? (double) counts.stream().filter(c -> c > 1).count() / counts.size() : 0;
        return new Fit(dialect, mostCommon, share, cut, tokenizer.quotedTexts(), tokenizer.brokenTexts());
    }

    private static boolean contains(byte[] sample, int length, int first, int second) {
        for (int i = 0; i + 1 < length; i++) {
            if (sample[i] == first && sample[i + 1] == second) {
                return true;
            }
        }
        return false;
    }

    private static byte[] withoutComments(byte[] sample, int length, int comment) {
        byte[] kept = new byte[length + Records.SLACK];
        int size = 0;
        int line = 0;
        while (line < length) {
            int end = Scanning.indexOf(sample, line, length, (byte) '\n');
            end = end < 0 ? length : end + 1;
            if (sample[line] != comment) {
                System.arraycopy(sample, line, kept, size, end - line);
                size += end - line;
            }
            line = end;
        }
        return Arrays.copyOf(kept, size + Records.SLACK);
    }
}
