package io.velaria.planner.catalog;

import io.velaria.planner.ParameterValues;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.type.SqlType;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** What planning one statement sees of the database and the session. */
public interface PlanningContext {
    String databaseName();

    /** One state of the catalog for the whole of a planning. */
    CatalogState catalog();

    FunctionRegistry functions();

    /** The table function of that name in any case, or null. */
    TableFunction tableFunction(String name);

    Collection<String> tableFunctionNames();

    /** The provider of that name in any case, or null. */
    TableProvider provider(String name);

    /** The provider that reads the path, or null. */
    TableProvider providerOf(String path);

    FileAccess files();

    Settings settings();

    ZoneId zone();

    TableStatistics statistics(CatalogObject.Table table);

    /** The number of rows of a stored table now. */
    default double rowCount(CatalogObject.Table table) {
        return statistics(table).rows();
    }

    /** Says that the plan holds what an expression gave now, and is not to be used again. */
    default void dependOnTime() {}

    default boolean dependsOnTime() {
        return false;
    }

    /** The type of the value bound to the {@code ?} of that index, or null. */
    SqlType boundType(int parameter);

    /** The values of the execution that is planned for. */
    default ParameterValues parameterValues() {
        return ParameterValues.NONE;
    }

    /** @param transaction whose catalog and tables are planned for */
    static PlanningContext of(
            Session session, Transaction transaction, List<SqlType> parameterTypes, ParameterValues values) {
        CatalogState catalog = transaction.catalog();
        return new PlanningContext() {
            private boolean ofNow;

            @Override
            public void dependOnTime() {
                ofNow = true;
            }

            @Override
            public boolean dependsOnTime() {
                return ofNow;
            }

            @Override
            public String databaseName() {
                return session.database().name();
            }

            @Override
            public CatalogState catalog() {
                return catalog;
            }

            @Override
            public FunctionRegistry functions() {
                return session.database().functions();
            }

            @Override
            public TableFunction tableFunction(String name) {
                return session.database().tableFunction(name);
            }

            @Override
            public Collection<String> tableFunctionNames() {
                return List.of();
            }

            @Override
            public TableProvider provider(String name) {
                return session.database().provider(name);
            }

            @Override
            public TableProvider providerOf(String path) {
                return session.database().providerOf(path);
            }

            @Override
            public FileAccess files() {
                return session.files();
            }

            @Override
            public Settings settings() {
                return session.settings();
            }

            @Override
            public ZoneId zone() {
                return session.zone();
            }

            @Override
            public TableStatistics statistics(CatalogObject.Table table) {
                return switch (table.kind()) {
                    case BASE -> statisticsOfStored(table);
                    default ->
                        table.source() == null
                                ? TableStatistics.UNKNOWN
                                : table.source().statistics();
                };
            }

            @Override
            public double rowCount(CatalogObject.Table table) {
                return transaction.table(table.id()).rowCount();
            }

            private TableStatistics statisticsOfStored(CatalogObject.Table table) {
                try {
                    return transaction.table(table.id()).statistics();
                } catch (VelariaException dropped) {
                    return TableStatistics.UNKNOWN;
                }
            }

            @Override
            public ParameterValues parameterValues() {
                return values;
            }

            @Override
            public SqlType boundType(int parameter) {
                return parameter < parameterTypes.size() ? parameterTypes.get(parameter) : null;
            }
        };
    }
}
