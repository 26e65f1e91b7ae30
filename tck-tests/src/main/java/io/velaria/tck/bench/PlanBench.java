package io.velaria.tck.bench;

import io.velaria.tck.tpch.TpchData;
import io.velaria.tck.tpch.TpchQuery;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long planning takes: statements are prepared with the plan cache switched off. Planning is the work of one thread,
 * so its CPU time tells more than the clock where other processes run.
 */
final class PlanBench {
    private PlanBench() {}

    static void run(Options options) throws Exception {
        int runs = options.integer("runs", 50);
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("point query", "select a, d from kv where id = ?");
        for (TpchQuery query : TpchQuery.all()) {
            statements.put(query.name(), query.sql());
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Figures figures = new Figures(options.is("csv"), System.out);
        figures.row("planning, ms", "first", "median", "median of CPU");
        try (Connection connection = DriverManager.getConnection("jdbc:velaria:")) {
            createTables(connection);
            Map<String, Double> first = new LinkedHashMap<>();
            for (Map.Entry<String, String> statement : statements.entrySet()) {
                long start = System.nanoTime();
                plan(connection, statement.getValue());
                first.put(statement.getKey(), (System.nanoTime() - start) / 1e6);
            }
            for (int warm = 0; warm < runs; warm++) {
                for (String sql : statements.values()) {
                    plan(connection, sql);
                }
            }
            for (Map.Entry<String, String> statement : statements.entrySet()) {
                double[] clock = new double[runs];
                double[] cpu = new double[runs];
                for (int run = 0; run < runs; run++) {
                    long start = System.nanoTime();
                    long startCpu = threads.getCurrentThreadCpuTime();
                    plan(connection, statement.getValue());
                    cpu[run] = (threads.getCurrentThreadCpuTime() - startCpu) / 1e6;
                    clock[run] = (System.nanoTime() - start) / 1e6;
                }
                figures.row(
                        statement.getKey(), first.get(statement.getKey()), Figures.median(clock), Figures.median(cpu));
            }
        }
        figures.print();
    }

    private static void createTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (TpchData.Table table : TpchData.Table.values()) {
                statement.execute("create table " + table.tableName() + " (" + table.columns() + ")");
            }
            statement.execute("create table kv (id integer primary key, a bigint, d varchar)");
            statement.execute("set plan_cache = off");
        }
    }

    private static void plan(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.getParameterMetaData();
        }
    }
}
