package io.velaria.tck.tpch;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** TPC-H tables as CSV files with a header, one each, made by the generator of the specification. */
public final class TpchData {
    /** The columns of each table, as SQL declares them, no keys among them. */
    public enum Table {
        REGION("r_regionkey integer, r_name varchar, r_comment varchar"),
        NATION("n_nationkey integer, n_name varchar, n_regionkey integer, n_comment varchar"),
        SUPPLIER("s_suppkey integer, s_name varchar, s_address varchar, s_nationkey integer, s_phone varchar,"
                + " s_acctbal decimal(15, 2), s_comment varchar"),
        PART("p_partkey integer, p_name varchar, p_mfgr varchar, p_brand varchar, p_type varchar, p_size integer,"
                + " p_container varchar, p_retailprice decimal(15, 2), p_comment varchar"),
        PARTSUPP("ps_partkey integer, ps_suppkey integer, ps_availqty integer, ps_supplycost decimal(15, 2),"
                + " ps_comment varchar"),
        CUSTOMER("c_custkey integer, c_name varchar, c_address varchar, c_nationkey integer, c_phone varchar,"
                + " c_acctbal decimal(15, 2), c_mktsegment varchar, c_comment varchar"),
        ORDERS("o_orderkey bigint, o_custkey integer, o_orderstatus varchar, o_totalprice decimal(15, 2),"
                + " o_orderdate date, o_orderpriority varchar, o_clerk varchar, o_shippriority integer,"
                + " o_comment varchar"),
        LINEITEM("l_orderkey bigint, l_partkey integer, l_suppkey integer, l_linenumber integer,"
                + " l_quantity decimal(15, 2), l_extendedprice decimal(15, 2), l_discount decimal(15, 2),"
                + " l_tax decimal(15, 2), l_returnflag varchar, l_linestatus varchar, l_shipdate date,"
                + " l_commitdate date, l_receiptdate date, l_shipinstruct varchar, l_shipmode varchar,"
                + " l_comment varchar");

        private final String columns;

        Table(String columns) {
            this.columns = columns;
        }

        public String tableName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public String columns() {
            return columns;
        }
    }

    private TpchData() {}

    /** Makes the files that are not there yet, and returns their folder. */
    public static Path generate(Path directory, double scale) throws IOException {
        Files.createDirectories(directory);
        for (Table table : Table.values()) {
            Path file = file(directory, table);
            if (!Files.exists(file)) {
                Path part = directory.resolve(table.tableName() + ".part");
                write(TpchTable.getTable(table.tableName()), scale, part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return directory;
    }

    public static Path file(Path directory, Table table) {
        return directory.resolve(table.tableName() + ".csv");
    }

    private static <E extends TpchEntity> void write(TpchTable<E> table, double scale, Path file) throws IOException {
        List<TpchColumn<E>> columns = table.getColumns();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int i = 0; i < columns.size(); i++) {
                out.write(i == 0 ? "" : ",");
                out.write(columns.get(i).getColumnName());
            }
            out.write('\n');
            for (E row : table.createGenerator(scale, 1, 1)) {
                String line = row.toLine(); // fields end with |, which no value contains
                int start = 0;
                for (int end = line.indexOf('|'); end >= 0; end = line.indexOf('|', start)) {
                    if (start > 0) {
                        out.write(',');
                    }
                    boolean quote = line.substring(start, end).indexOf(',') >= 0;
                    if (quote) {
                        out.write('"');
                    }
                    out.write(line, start, end - start);
                    if (quote) {
                        out.write('"');
                    }
                    start = end + 1;
                }
                out.write('\n');
            }
        }
    }
}
