package io.velaria.runtime.row;

import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.StringVector;

/**
 * Where some rows lie in a temporary file, and what it takes to read them: their fixed-width part, then the used part of
 * each heap page. Codes stay codes: the dictionaries are those of the execution, which outlives the file.
 */
record RowBlock(
        long position,
        int rows,
        int[] heapBytes,
        boolean[] hasNulls,
        Dictionary[] dictionaries,
        StringVector[] dictionaryValues) {}
