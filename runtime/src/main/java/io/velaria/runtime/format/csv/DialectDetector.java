package io.velaria.runtime.format.csv;

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
     * @param records how many were read
     * @param fields the number of fields that most records have
     * @param share of the records that have it
     * @param cut the share of records with several fields; 0 where the first is not one of them
     */
    private record Fit(CsvDialect dialect, int records, int fields, double share, double cut, int quoted, int broken) {
        /** Whether all records have the same number of fields, so that only more fields are better. */
        boolean isPerfect(int expected) {
            return share == 1 && broken == 0 && fields > 1 && (expected == 0 || fields == expected);
        }

        /** What a delimiter that cuts all records into more fields has to occur. */
        int leastToBeBetter() {
            return records * fields;
        }

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
        int[] occurrences = occurrences(text, size);
        for (String delimiter : delimiters) {
            CsvDialect dialect = start.withDelimiter(delimiter);
            if (!dialect.withQuote(dialect.quote(), CsvDialect.NONE).isPlain() && delimiter.length() > 1) {
                return dialect;
            }
            if (best != null && best.isPerfect(expected) && occurrences[delimiter.charAt(0)] < best.leastToBeBetter()) {
                continue;
            }
            Fit fit = fit(dialect, text, size);
            best = best == null || fit.isBetterThan(best, expected) ? fit : best;
        }
        CsvDialect found = best.dialect();
        if (options.quote() == null && occurrences['"'] == 0 && occurrences['\''] > 1) {
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

    private static int[] occurrences(byte[] text, int length) {
        int[] occurrences = new int[256];
        for (int i = 0; i < length; i++) {
            occurrences[text[i] & 0xff]++;
        }
        return occurrences;
    }

    private static Fit fit(CsvDialect dialect, byte[] sample, int length) {
        byte[] copy = Arrays.copyOf(sample, length + Records.SLACK); // undoing doubled quotes changes it
        PlainTokenizer tokenizer = new PlainTokenizer(dialect);
        tokenizer.start(copy, 0, length);
        int[] counts = new int[RECORDS];
        int records = 0;
        int fields;
        while (records < RECORDS && (fields = tokenizer.readFieldCount()) > 0) {
            counts[records++] = fields;
        }
        return fit(dialect, Arrays.copyOf(counts, records), tokenizer.quotedTexts(), tokenizer.brokenTexts());
    }

    /** @param counts the number of fields of each record */
    private static Fit fit(CsvDialect dialect, int[] counts, int quoted, int broken) {
        int records = counts.length;
        boolean firstCut = records > 1 && counts[0] > 1;
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        int mostCommon = 0;
        int times = 0;
        int several = records;
        int run = 0;
        for (int i = 0; i < records; i++) {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            if (run >= times) { // of two as frequent, the greater number
                mostCommon = sorted[i];
                times = run;
            }
            several -= sorted[i] == 1 ? 1 : 0;
        }
        double share = records == 0 ? 0 : (double) times / records;
        double cut = firstCut ? (double) several / records : 0;
        return new Fit(dialect, records, mostCommon, share, cut, quoted, broken);
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
