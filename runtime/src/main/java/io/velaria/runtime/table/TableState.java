package io.velaria.runtime.table;

/**
 * A table inside of a transaction. Immutable, so that a savepoint only keeps it.
 *
 * @param base the committed version that the transaction began with
 * @param current with the transaction's changes: the base's segments, then its own
 * @param firstOwn the first of its own segments: the number of the base's, or 0 where the base's were all removed
 * @param buffer the open chunk of its own rows, or null
 */
record TableState(TableVersion base, TableVersion current, int firstOwn, AppendBuffer buffer) {
    static TableState of(TableVersion base) {
        return new TableState(base, base, base.segmentCount(), null);
    }

    boolean isTruncated() {
        return firstOwn == 0 && base.segmentCount() > 0;
    }

    boolean isChanged() {
        return current != base;
    }
}
