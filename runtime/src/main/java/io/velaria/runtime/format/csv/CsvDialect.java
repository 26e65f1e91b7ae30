package io.velaria.runtime.format.csv;

import io.velaria.runtime.format.ByteInput;
import java.io.Serializable;

/**
 * How the text of a CSV file is to be read.
 *
 * @param quote the quoting character, or {@link #NONE}
 * @param escape the character that takes the next one literally; {@link #NONE}, or the quote itself, where a quote inside
 *     quotes is doubled
 * @param comment the character that starts a comment line, or {@link #NONE}
 * @param skip lines to leave out at the start of each file
 * @param header whether the first record names the columns
 * @param nullText what, unquoted, stands for NULL
 * @param quotedNulls whether it does so in quotes too
 * @param maxRowBytes the longest record
 */
record CsvDialect(
        String delimiter,
        int quote,
        int escape,
        int comment,
        int skip,
        boolean header,
        String nullText,
        boolean quotedNulls,
        int maxRowBytes,
        ByteInput.Compression compression)
        implements Serializable {
    static final int NONE = -1;

    /** Whether it is RFC 4180 with perhaps another delimiter and quote, which {@link PlainBlocks} reads. */
    boolean isPlain() {
        return delimiter.length() == 1
                && delimiter.charAt(0) < 128
                && quote < 128
                && (escape == NONE || escape == quote)
                && comment == NONE;
    }

    byte delimiterByte() {
        return (byte) delimiter.charAt(0);
    }

    CsvDialect withDelimiter(String newDelimiter) {
        return new CsvDialect(
                newDelimiter, quote, escape, comment, skip, header, nullText, quotedNulls, maxRowBytes, compression);
    }

    CsvDialect withQuote(int newQuote, int newEscape) {
        return new CsvDialect(
                delimiter, newQuote, newEscape, comment, skip, header, nullText, quotedNulls, maxRowBytes, compression);
    }

    CsvDialect withHeader(boolean newHeader) {
        return new CsvDialect(
                delimiter, quote, escape, comment, skip, newHeader, nullText, quotedNulls, maxRowBytes, compression);
    }
}
