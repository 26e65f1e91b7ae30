package io.velaria.runtime.plan;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** A statement that is no query, as data. Names are resolved to a schema by the planner. */
public interface Command extends Serializable {
    /** The columns of its result; none if it gives no ResultSet. */
    default List<Field> schema() {
        return List.of();
    }

    /**
     * @param columns as declared; empty where they come from the query or from the provider's data
     * @param provider of USING in lower case; null for a stored table
     * @param options of OPTIONS, keys in lower case
     * @param query of CREATE TABLE AS; null for none
     */
    record CreateTable(
            ObjectName name,
            TableKind kind,
            boolean orReplace,
            boolean ifNotExists,
            boolean temporary,
            List<ColumnDefinition> columns,
            List<UniqueKey> keys,
            String provider,
            Map<String, String> options,
            PhysicalPlan query)
            implements Command {}

    /** @param sql the defining query as the user wrote it; the planner has checked that it plans */
    record CreateView(
            ObjectName name, boolean orReplace, boolean ifNotExists, boolean temporary, List<Field> columns, String sql)
            implements Command {}

    record CreateIndex(String name, ObjectName table, List<Integer> columns, boolean unique, boolean ifNotExists)
            implements Command {}

    record CreateSchema(String name, boolean ifNotExists) implements Command {}

    /** @param type what DROP named: TABLE, VIEW, INDEX or SCHEMA */
    record Drop(String type, ObjectName name, boolean ifExists, boolean cascade) implements Command {}

    record Truncate(ObjectName name) implements Command {}

    /** @param kind BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE or ROLLBACK TO */
    record TransactionControl(String kind, String savepoint) implements Command {}

    /** @param value null for RESET */
    record SetOption(String name, String value) implements Command {}

    /**
     * SHOW of one setting, as a row whose column has its name, or of all, as rows of name, value and description.
     *
     * @param name in lower case; null for all
     */
    record ShowOption(String name) implements Command {
        @Override
        public List<Field> schema() {
            return name != null
                    ? List.of(new Field(name, SqlType.VARCHAR))
                    : List.of(
                            new Field("name", SqlType.VARCHAR, false),
                            new Field("value", SqlType.VARCHAR),
                            new Field("description", SqlType.VARCHAR));
        }
    }

    /** COPY query or table TO a file; gives the number of rows. */
    record CopyTo(PhysicalPlan query, String path, Map<String, String> options) implements Command {
        @Override
        public List<Field> schema() {
            return List.of(new Field("count", SqlType.BIGINT, false));
        }
    }

    /**
     * EXPLAIN of a plan.
     *
     * @param format TEXT or JSON
     */
    record Explain(PhysicalPlan plan, boolean analyze, String format) implements Command {
        @Override
        public List<Field> schema() {
            return List.of(new Field("plan", SqlType.VARCHAR, false));
        }
    }

    /** A result that the planner itself knows, such as EXPLAIN STREAM's lines. */
    record FixedResult(List<Field> schema, List<List<Object>> rows) implements Command {}
}
