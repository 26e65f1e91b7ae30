package io.velaria.planner.translate;

import static io.velaria.planner.translate.TestDatabase.required;

import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** TPC-H's tables without keys, and its queries with the parameters of their validation. */
final class Tpch {
    private static final SqlType MONEY = SqlType.decimal(15, 2);

    private Tpch() {}

    static TestDatabase database() {
        return new TestDatabase()
                .table("region", 5, integer("r_regionkey"), text("r_name"), text("r_comment"))
                .table("nation", 25, integer("n_nationkey"), text("n_name"), integer("n_regionkey"), text("n_comment"))
                .table(
                        "supplier",
                        10_000,
                        integer("s_suppkey"),
                        text("s_name"),
                        text("s_address"),
                        integer("s_nationkey"),
                        text("s_phone"),
                        money("s_acctbal"),
                        text("s_comment"))
                .table(
                        "customer",
                        150_000,
                        integer("c_custkey"),
                        text("c_name"),
                        text("c_address"),
                        integer("c_nationkey"),
                        text("c_phone"),
                        money("c_acctbal"),
                        text("c_mktsegment"),
                        text("c_comment"))
                .table(
                        "part",
                        200_000,
                        integer("p_partkey"),
                        text("p_name"),
                        text("p_mfgr"),
                        text("p_brand"),
                        text("p_type"),
                        integer("p_size"),
                        text("p_container"),
                        money("p_retailprice"),
                        text("p_comment"))
                .table(
                        "partsupp",
                        800_000,
                        integer("ps_partkey"),
                        integer("ps_suppkey"),
                        integer("ps_availqty"),
                        money("ps_supplycost"),
                        text("ps_comment"))
                .table(
                        "orders",
                        1_500_000,
                        integer("o_orderkey"),
                        integer("o_custkey"),
                        text("o_orderstatus"),
                        money("o_totalprice"),
                        date("o_orderdate"),
                        text("o_orderpriority"),
                        text("o_clerk"),
                        integer("o_shippriority"),
                        text("o_comment"))
                .table(
                        "lineitem",
                        6_000_000,
                        integer("l_orderkey"),
                        integer("l_partkey"),
                        integer("l_suppkey"),
                        integer("l_linenumber"),
                        money("l_quantity"),
                        money("l_extendedprice"),
                        money("l_discount"),
                        money("l_tax"),
                        text("l_returnflag"),
                        text("l_linestatus"),
                        date("l_shipdate"),
                        date("l_commitdate"),
                        date("l_receiptdate"),
                        text("l_shipinstruct"),
                        text("l_shipmode"),
                        text("l_comment"));
    }

    static String query(int number) {
        try (InputStream in = Tpch.class.getResourceAsStream(String.format("/tpch/q%02d.sql", number))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Field integer(String name) {
        return required(name, SqlType.INTEGER);
    }

    private static Field text(String name) {
        return required(name, SqlType.VARCHAR);
    }

    private static Field money(String name) {
        return required(name, MONEY);
    }

    private static Field date(String name) {
        return required(name, SqlType.DATE);
    }
}
