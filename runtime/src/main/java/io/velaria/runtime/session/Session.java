package io.velaria.runtime.session;

import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.plan.PhysicalPlan;
import java.time.ZoneId;

/**
 * What a connection is to the runtime: settings, temporary objects, and the transaction that statements run in. Any
 * thread may use it; several cursors may be open.
 */
public final class Session implements AutoCloseable {
    private final Database database;
    private final SessionOptions options;

    Session(Database database, SessionOptions options) {
        this.database = database;
        this.options = options;
    }

    public Database database() {
        return database;
    }

    public FileAccess files() {
        return options.files();
    }

    /** The current transaction; in auto-commit mode outside of a statement, one that sees what is committed now. */
    public Transaction transaction() {
        throw VelariaException.unsupported("transactions");
    }

    /** The current transaction's catalog, with this session's temporary objects in schema {@code temp}. */
    public CatalogState catalog() {
        return transaction().catalog();
    }

    public boolean isAutoCommit() {
        return true;
    }

    /** Switching it on commits an open transaction, as JDBC says. */
    public void setAutoCommit(boolean autoCommit) {}

    public void commit() {}

    public void rollback() {}

    public Settings settings() {
        return Settings.EMPTY;
    }

    /**
     * Sets a setting, or resets it to its default with null.
     *
     * @throws VelariaException 42704 for an unknown name, with a suggestion; 22023 for a value that does not fit
     */
    public void set(String name, String value) {}

    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    /**
     * Runs a plan. A query's cursor gives its rows; a change gives one row with the number of rows changed; a command
     * gives what {@code plan.schema()} says, at once. In auto-commit mode the transaction ends with the cursor.
     *
     * @param parameters values for the plan's {@code Parameter}s, in the form of {@code Literal} values
     * @param timeoutMillis 0 for none
     */
    public Cursor execute(PhysicalPlan plan, Object[] parameters, long timeoutMillis) {
        throw VelariaException.unsupported(plan.label());
    }

    @Override
    public void close() {}
}
