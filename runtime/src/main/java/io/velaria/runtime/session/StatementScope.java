package io.velaria.runtime.session;

import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.table.SnapshotTransaction;

/**
 * The transaction that one statement is to run in. Its plan is made for what this transaction sees, so that plan and
 * snapshot are of one moment.
 */
public final class StatementScope {
    private final SnapshotTransaction snapshot;
    private final boolean shared;

    /** @param shared whether it is the session's open transaction */
    StatementScope(SnapshotTransaction snapshot, boolean shared) {
        this.snapshot = snapshot;
        this.shared = shared;
    }

    public Transaction transaction() {
        return snapshot;
    }

    SnapshotTransaction snapshot() {
        return snapshot;
    }

    boolean isShared() {
        return shared;
    }
}
