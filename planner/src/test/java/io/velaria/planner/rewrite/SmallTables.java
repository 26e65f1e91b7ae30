package io.velaria.planner.rewrite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.DataContext;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** A few tables of integers, with NULLs, duplicates and an empty one, for Calcite and for DuckDB alike. */
final class SmallTables {
    private static final List<SmallTable> TABLES = List.of(
            new SmallTable("t", "a, b, g", 0, new Integer[][] {
                {1, 10, 1}, {2, 20, 1}, {3, null, 2}, {null, 40, 2}, {5, 10, null}, {2, 21, 3}, {6, 3, 3}
            }),
            new SmallTable("u", "a, c", 0, new Integer[][] {
                {1, 100}, {2, 200}, {2, 201}, {null, 300}, {7, null}, {3, 10}, {1, 5}
            }),
            new SmallTable("n", "a, d", 0, new Integer[][] {{1, 2}, {3, 4}, {5, 20}, {6, 21}}),
            new SmallTable("k", "id, v", 2, new Integer[][] {{1, 1}, {2, 2}, {3, 4}, {10, 5}}),
            new SmallTable("e", "a, f", 0, new Integer[][] {}));

    private SmallTables() {}

    static void addTo(CalciteSchema schema) {
        TABLES.forEach(table -> schema.add(table.name, table));
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (SmallTable table : TABLES) {
                String columns = Arrays.stream(table.columns)
                        .map(name -> name + " INTEGER")
                        .collect(Collectors.joining(", "));
                statement.execute("CREATE TABLE " + table.name + " (" + columns + ")");
                for (Integer[] row : table.rows) {
                    statement.execute("INSERT INTO " + table.name + " VALUES ("
                            + Arrays.stream(row).map(String::valueOf).collect(Collectors.joining(", ")) + ")");
                }
            }
        }
    }

    /** The first so many columns are not nullable, and the first of them is a key. */
    private static final class SmallTable extends AbstractTable implements ScannableTable {
        private final String name;
        private final String[] columns;
        private final int notNull;
        private final Integer[][] rows;

        SmallTable(String name, String columns, int notNull, Integer[][] rows) {
            this.name = name;
            this.columns = columns.split(", ");
            this.notNull = notNull;
            this.rows = rows;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory types) {
            RelDataTypeFactory.Builder builder = types.builder();
            for (int i = 0; i < columns.length; i++) {
                builder.add(columns[i], SqlTypeName.INTEGER).nullable(i >= notNull);
            }
            return builder.build();
        }

        @Override
        public Statistic getStatistic() {
            return notNull > 0
                    ? Statistics.of((double) rows.length, List.of(ImmutableBitSet.of(0)))
                    : Statistics.UNKNOWN;
        }

        @Override
        public Enumerable<Object[]> scan(DataContext root) {
            List<Object[]> list = new ArrayList<>();
            for (Integer[] row : rows) {
                list.add(Arrays.copyOf(row, row.length, Object[].class));
            }
            return Linq4j.asEnumerable(list);
        }
    }
}
