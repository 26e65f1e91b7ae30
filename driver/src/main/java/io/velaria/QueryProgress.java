package io.velaria;

/** What {@code Statement.unwrap(QueryProgress.class)} gives: how far the statement's query is. */
public interface QueryProgress {
    /** Between 0 and 1, or -1 while nothing is known. May be asked from any thread. */
    double progress();
}
