package io.velaria.vector;

/** What becomes of rows whose vector is NULL. */
public enum NullVectors {
    /** They never match. */
    EXCLUDED,
    /** They come after all others, with a NULL score, as ORDER BY .. NULLS LAST has them. */
    LAST,
    /** They come before all others, with a NULL score, as ORDER BY .. NULLS FIRST has them. */
    FIRST
}
