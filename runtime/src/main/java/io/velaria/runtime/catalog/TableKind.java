package io.velaria.runtime.catalog;

/** What a table is. */
public enum TableKind {
    /** Rows of our own. */
    BASE,
    /** Files or another provider's data, read only. */
    EXTERNAL,
    /** A stream's input. */
    SOURCE,
    /** A stream's output. */
    SINK,
    /** A system view. */
    SYSTEM
}
