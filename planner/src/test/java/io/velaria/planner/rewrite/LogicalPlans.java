package io.velaria.planner.rewrite;

import io.velaria.planner.metadata.MetadataHandlers;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.plan.TableStatistics.ColumnStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** SQL over TPC-H's tables to logical plans, with Calcite's own parser and validator; statistics are of scale 1. */
final class LogicalPlans {
    static final JavaTypeFactoryImpl TYPES = new JavaTypeFactoryImpl(new RelDataTypeSystemImpl() {
        @Override
        public int getMaxPrecision(SqlTypeName typeName) {
            return typeName == SqlTypeName.DECIMAL ? 38 : super.getMaxPrecision(typeName);
        }
    });
    static final CalciteSchema SCHEMA = schema();

    private LogicalPlans() {}

    static RelNode of(String sql) {
        return of(sql, new HepPlanner(HepProgram.builder().build()));
    }

    static RelNode of(String sql, RelOptPlanner planner) {
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        CalciteCatalogReader catalog =
                new CalciteCatalogReader(SCHEMA, List.of(""), TYPES, new CalciteConnectionConfigImpl(properties));
        SqlValidator validator = SqlValidatorUtil.newValidator(
                SqlStdOperatorTable.instance(),
                catalog,
                TYPES,
                SqlValidator.Config.DEFAULT.withIdentifierExpansion(true));
        RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(TYPES));
        MetadataHandlers.install(cluster);
        SqlToRelConverter converter = new SqlToRelConverter(
                (type, query, schema, path) -> null,
                validator,
                catalog,
                cluster,
                StandardConvertletTable.INSTANCE,
                SqlToRelConverter.config().withExpand(false).withTrimUnusedFields(false));
        try {
            SqlNode parsed = SqlParser.create(
                            sql,
                            SqlParser.config().withUnquotedCasing(org.apache.calcite.avatica.util.Casing.UNCHANGED))
                    .parseStmt();
            SqlNode valid = validator.validate(parsed);
            return converter.convertQuery(valid, false, true).rel;
        } catch (SqlParseException e) {
            throw new IllegalArgumentException(sql, e);
        }
    }

    static RelNode optimised(String sql, String... disabled) {
        OptimizerContext context = new OptimizerContext(
                java.util.Set.of(disabled), OptimizerContext.DEFAULT_BUDGET_NANOS, Map.of(), RexUtil.EXECUTOR);
        return Optimizer.optimise(of(sql), context);
    }

    static String text(RelNode plan) {
        return RelOptUtil.toString(plan, SqlExplainLevel.EXPPLAN_ATTRIBUTES).replace("\r", "");
    }

    /** The text of a TPC-H query. */
    static String tpch(int number) {
        String name = String.format("/tpch/q%02d.sql", number);
        try (InputStream in = LogicalPlans.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static CalciteSchema schema() {
        CalciteSchema schema = CalciteSchema.createRootSchema(false);
        table(schema, "region", 5, "r_regionkey int 5", "r_name text 5", "r_comment text 5");
        table(schema, "nation", 25, "n_nationkey int 25", "n_name text 25", "n_regionkey int 5", "n_comment text 25");
        table(
                schema,
                "supplier",
                10_000,
                "s_suppkey int 10000",
                "s_name text 10000",
                "s_address text 10000",
                "s_nationkey int 25",
                "s_phone text 10000",
                "s_acctbal money 9955",
                "s_comment text 10000");
        table(
                schema,
                "customer",
                150_000,
                "c_custkey int 150000",
                "c_name text 150000",
                "c_address text 150000",
                "c_nationkey int 25",
                "c_phone text 150000",
                "c_acctbal money 140000",
                "c_mktsegment text 5",
                "c_comment text 150000");
        table(
                schema,
                "part",
                200_000,
                "p_partkey int 200000",
                "p_name text 200000",
                "p_mfgr text 5",
                "p_brand text 25",
                "p_type text 150",
                "p_size int 50",
                "p_container text 40",
                "p_retailprice money 20000",
                "p_comment text 130000");
        table(
                schema,
                "partsupp",
                800_000,
                "ps_partkey int 200000",
                "ps_suppkey int 10000",
                "ps_availqty int 10000",
                "ps_supplycost money 100000",
                "ps_comment text 800000");
        table(
                schema,
                "orders",
                1_500_000,
                "o_orderkey int 1500000",
                "o_custkey int 100000",
                "o_orderstatus text 3",
                "o_totalprice money 1400000",
                "o_orderdate date 2406",
                "o_orderpriority text 5",
                "o_clerk text 1000",
                "o_shippriority int 1",
                "o_comment text 1400000");
        table(
                schema,
                "lineitem",
                6_000_000,
                "l_orderkey int 1500000",
                "l_partkey int 200000",
                "l_suppkey int 10000",
                "l_linenumber int 7",
                "l_quantity money 50",
                "l_extendedprice money 900000",
                "l_discount money 11",
                "l_tax money 9",
                "l_returnflag text 3",
                "l_linestatus text 2",
                "l_shipdate date 2526",
                "l_commitdate date 2466",
                "l_receiptdate date 2554",
                "l_shipinstruct text 4",
                "l_shipmode text 7",
                "l_comment text 4500000");
        SmallTables.addTo(schema);
        return schema;
    }

    private static void table(CalciteSchema schema, String name, double rows, String... columns) {
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ");
            boolean date = parts[1].equals("date");
            statistics.add(new ColumnStatistics(
                    Double.parseDouble(parts[2]),
                    0,
                    date ? (Object) LocalDate.of(1992, 1, 1).toEpochDay() : null,
                    date ? (Object) LocalDate.of(1998, 12, 1).toEpochDay() : null));
        }
        Map<Class<?>, Object> wrapped = new HashMap<>();
        wrapped.put(TableStatistics.class, new TableStatistics(rows, statistics));
        schema.add(name, new AbstractTable() {
            @Override
            public RelDataType getRowType(RelDataTypeFactory types) {
                RelDataTypeFactory.Builder builder = types.builder();
                for (String column : columns) {
                    String[] parts = column.split(" ");
                    switch (parts[1]) {
                        case "int" -> builder.add(parts[0], SqlTypeName.INTEGER);
                        case "money" -> builder.add(parts[0], SqlTypeName.DECIMAL, 15, 2);
                        case "date" -> builder.add(parts[0], SqlTypeName.DATE);
                        default -> builder.add(parts[0], SqlTypeName.VARCHAR, 200);
                    }
                    builder.nullable(true);
                }
                return builder.build();
            }

            @Override
            public <C extends Object> C unwrap(Class<C> type) {
                return type.isInstance(wrapped.get(type)) ? type.cast(wrapped.get(type)) : super.unwrap(type);
            }
        });
    }
}
