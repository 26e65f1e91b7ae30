package io.velaria.runtime.session;

/**
 * Tells who executes a statement that its scope is none to run in any more, because another thread ended or began a
 * transaction, or changed the catalog: nothing has happened, and the statement is to be planned in a new scope.
 */
public final class PlanOutdatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlanOutdatedException() {
        super("the statement must be planned again", null, false, false);
    }
}
