package io.velaria.runtime.format.csv;

import io.velaria.runtime.format.FileSet;

/**
 * Whole records of one file: raw bytes for {@link PlainTokenizer}, or records that {@link CommonsBlocks} has cut already.
 *
 * @param bytes raw text with {@link Records#SLACK} bytes behind it, or null
 * @param from where the first record starts
 * @param to where the last one ends
 * @param offset position in the unpacked file of {@code bytes[0]}
 * @param records cut records, or null
 * @param fields for each column of the table, the field that holds it
 * @param width fields of a record in this file
 * @param consumed bytes of the file that were read for this block
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Block(
        FileSet.Entry file,
        long ordinal,
        byte[] bytes,
        int from,
        int to,
        long offset,
        Records records,
        int[] fields,
        int width,
        long consumed) {}
