package io.velaria.tck.differential;

import io.velaria.tck.differential.RandomTable.Column;
import io.velaria.tck.differential.RandomTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes random queries over {@link RandomTable}s that mean the same in PostgreSQL, DuckDB and Velaria, cannot fail, and
 * have one answer apart from the order of its rows.
 */
final class RandomQuery {
    private final Random random;
    private final List<RandomTable> tables;
    private int aliases;

    RandomQuery(Random random, List<RandomTable> tables) {
        this.random = random;
        this.tables = tables;
    }

    /** A column that can be referred to. */
    private record Field(String sql, Kind kind) {}

    /** What stands in FROM: the text, the columns, and those that together are unique, or none where that isn't known. */
    private record From(String sql, List<Field> fields, List<String> unique) {}

    String next() {
        int choice = random.nextInt(12);
        if (choice == 0) {
            String operation = pick(List.of("union", "union all", "intersect", "except"));
            List<Kind> kinds = List.of(pick(List.of(Kind.values())), pick(List.of(Kind.values())));
            return plain(from(1), kinds) + " " + operation + " " + plain(from(1), kinds);
        }
        if (choice <= 2) {
            return windows();
        }
        if (choice <= 7) {
            return grouped(from(0));
        }
        From from = from(0);
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            kinds.add(pick(List.of(Kind.values())));
        }
        String query = plain(from, kinds);
        if (random.nextInt(3) == 0) {
            query = query.replaceFirst("select ", "select distinct ");
        }
        return random.nextInt(3) == 0 ? query + limit(kinds.size()) : query;
    }

    /** Ordering by all columns leaves no choice of rows to the limit. */
    private String limit(int columns) {
        StringBuilder order = new StringBuilder(" order by ");
        for (int i = 1; i <= columns; i++) {
            order.append(i == 1 ? "" : ", ")
                    .append(i)
                    .append(random.nextBoolean() ? " asc" : " desc")
                    .append(random.nextBoolean() ? " nulls first" : " nulls last");
        }
        return order + " limit " + random.nextInt(40) + (random.nextInt(3) == 0 ? " offset " + random.nextInt(20) : "");
    }

    private String plain(From from, List<Kind> kinds) {
        StringBuilder items = new StringBuilder();
        for (Kind kind : kinds) {
            items.append(items.isEmpty() ? "" : ", ").append(expression(from.fields(), kind, 2));
        }
        return "select " + items + " from " + from.sql() + where(from.fields());
    }

    private String grouped(From from) {
        List<String> keys = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Kind kind = pick(List.of(Kind.values()));
            String key = random.nextInt(4) == 0 ? expression(from.fields(), kind, 1) : field(from.fields(), kind);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        List<String> items = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            items.add(keys.get(i) + " as g" + i);
        }
        int aggregates = 1 + random.nextInt(4);
        for (int i = 0; i < aggregates; i++) {
            items.add(aggregate(from.fields()) + " as a" + i);
        }
        String having = random.nextInt(5) == 0 ? " having count(*) > " + random.nextInt(4) : "";
        String groupBy = keys.isEmpty() ? "" : " group by " + grouping(keys);
        String query =
                "select " + String.join(", ", items) + " from " + from.sql() + where(from.fields()) + groupBy + having;
        return random.nextInt(4) == 0 ? query + limit(items.size()) : query;
    }

    private String grouping(List<String> keys) {
        String list = String.join(", ", keys);
        return switch (random.nextInt(8)) {
            case 0 -> "rollup (" + list + ")";
            case 1 -> "cube (" + list + ")";
            default -> list;
        };
    }

    private String aggregate(List<Field> fields) {
        String filter = random.nextInt(5) == 0 ? " filter (where " + condition(fields, 1) + ")" : "";
        Kind any = pick(List.of(Kind.values()));
        return switch (random.nextInt(9)) {
                    case 0 -> "count(*)";
                    case 1 -> "count(" + expression(fields, any, 1) + ")";
                    case 2 -> "count(distinct " + field(fields, any) + ")";
                    case 3 -> "min(" + expression(fields, notBoolean(any), 1) + ")";
                    case 4 -> "max(" + expression(fields, notBoolean(any), 1) + ")";
                    case 5 -> "avg(" + expression(fields, Kind.INTEGER, 1) + ")";
                    case 6 -> "sum(" + expression(fields, Kind.DECIMAL, 1) + ")";
                    case 7 -> "sum(" + expression(fields, Kind.DOUBLE, 1) + ")";
                    default -> "sum(" + expression(fields, Kind.INTEGER, 1) + ")";
                }
                + filter;
    }

    private static Kind notBoolean(Kind kind) {
        return kind == Kind.BOOLEAN ? Kind.DATE : kind;
    }

    /** Window functions over one table, whose key makes orders unique; often only the first rows of each partition. */
    private String windows() {
        From from = table();
        List<String> over = new ArrayList<>();
        int functions = 1 + random.nextInt(2);
        String partition = partition(from);
        for (int i = 0; i < functions; i++) {
            if (i > 0 && random.nextBoolean()) {
                partition = partition(from);
            }
            String order = "order by " + field(from.fields(), pick(List.of(Kind.values())))
                    + (random.nextBoolean() ? " desc" : "") + (random.nextBoolean() ? " nulls first" : " nulls last");
            String unique = order + ", " + from.unique().get(0);
            over.add(
                    switch (random.nextInt(7)) {
                        case 0 -> "rank() over (" + partition + order + ")";
                        case 1 -> "dense_rank() over (" + partition + order + ")";
                        case 2 -> "count(*) over (" + partition + ")";
                        case 3 ->
                            "sum(" + field(from.fields(), Kind.INTEGER) + ") over (" + partition + unique
                                    + " rows between 2 preceding and current row)";
                        case 4 -> "lag(" + field(from.fields(), Kind.WIDE) + ") over (" + partition + unique + ")";
                        default -> "row_number() over (" + partition + unique + ")";
                    });
        }
        StringBuilder inner = new StringBuilder("select ");
        Kind kept = pick(List.of(Kind.values()));
        inner.append(from.unique().get(0))
                .append(" as kk, ")
                .append(field(from.fields(), kept))
                .append(" as vv");
        for (int i = 0; i < over.size(); i++) {
            inner.append(", ").append(over.get(i)).append(" as w").append(i);
        }
        inner.append(" from ").append(from.sql()).append(where(from.fields()));
        if (random.nextInt(3) == 0) {
            return inner.toString();
        }
        String bound =
                switch (random.nextInt(5)) {
                    case 0 -> "w0 = " + (1 + random.nextInt(3));
                    case 1 -> "w0 < " + random.nextInt(5);
                    case 2 -> random.nextInt(6) + " >= w0";
                    case 3 -> "w0 <= " + random.nextInt(4) + " and vv is not null";
                    default -> "w0 between " + random.nextInt(2) + " and " + random.nextInt(5);
                };
        return "select kk, vv, w0 from (" + inner + ") as ranked where " + bound;
    }

    private String partition(From from) {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 ->
                "partition by " + field(from.fields(), pick(List.of(Kind.values()))) + ", "
                        + field(from.fields(), Kind.TEXT) + " ";
            default -> "partition by " + field(from.fields(), pick(List.of(Kind.values()))) + " ";
        };
    }

    private From from(int depth) {
        int choice = random.nextInt(10);
        if (choice < 4) {
            return table();
        }
        if (choice < 5 && depth < 2) {
            return derived();
        }
        From left = table();
        From right = random.nextInt(5) == 0 ? derived() : table();
        From joined = join(left, right);
        return random.nextInt(3) == 0 ? join(joined, table()) : joined;
    }

    private From table() {
        RandomTable table = pick(tables);
        String alias = "t" + aliases++;
        List<Field> fields = new ArrayList<>();
        for (Column column : RandomTable.COLUMNS) {
            fields.add(new Field(alias + "." + column.name(), column.kind()));
        }
        return new From(table.name() + " as " + alias, fields, List.of(alias + ".k"));
    }

    private From derived() {
        From inner = table();
        String alias = "d" + aliases++;
        Kind kind = pick(List.of(Kind.INTEGER, Kind.WIDE, Kind.TEXT, Kind.DATE));
        String sql = "(select " + field(inner.fields(), kind) + " as g, count(*) as n, max("
                + field(inner.fields(), Kind.INTEGER) + ") as m, min(" + field(inner.fields(), Kind.TEXT)
                + ") as s from " + inner.sql() + where(inner.fields()) + " group by 1) as " + alias;
        return new From(
                sql,
                List.of(
                        new Field(alias + ".g", kind),
                        new Field(alias + ".n", Kind.WIDE),
                        new Field(alias + ".m", Kind.INTEGER),
                        new Field(alias + ".s", Kind.TEXT)),
                List.of());
    }

    /** Joined by a key that repeats little, so that answers stay small. */
    private From join(From left, From right) {
        String leftKey = left.fields().get(0).sql();
        String rightKey = right.fields().get(0).sql();
        Kind kind = right.fields().get(0).kind();
        List<String> conditions = new ArrayList<>();
        if (right.unique().isEmpty()) { // a derived table is unique in its first column
            conditions.add(field(left.fields(), kind) + " = " + rightKey);
        } else {
            conditions.add(
                    switch (random.nextInt(4)) {
                        case 0 -> pickField(left.fields(), Kind.INTEGER) + " = " + rightKey;
                        case 1 ->
                            leftKey.startsWith("d")
                                    ? pickField(left.fields(), Kind.INTEGER) + " = " + rightKey
                                    : left.fields().get(2).sql() + " = "
                                            + right.fields().get(2).sql();
                        case 2 ->
                            pickField(left.fields(), Kind.WIDE) + " = "
                                    + right.fields().get(3).sql()
                                    + " and " + pickField(left.fields(), Kind.INTEGER) + " = "
                                    + right.fields().get(2).sql();
                        default ->
                            pickField(left.fields(), Kind.TEXT) + " = "
                                    + right.fields().get(5).sql() + " and " + pickField(left.fields(), Kind.INTEGER)
                                    + " <= " + rightKey;
                    });
        }
        if (random.nextInt(4) == 0) {
            conditions.add(condition(right.fields(), 1));
        }
        String type = pick(List.of("join", "join", "left join", "right join", "full join"));
        if (type.equals("full join")) {
            conditions = conditions.subList(0, 1); // other conditions than equality are not for every engine there
            if (conditions.get(0).contains("<=")) {
                type = "left join";
            }
        }
        List<Field> fields = new ArrayList<>(left.fields());
        fields.addAll(right.fields());
        return new From(
                left.sql() + " " + type + " " + right.sql() + " on " + String.join(" and ", conditions),
                fields,
                List.of());
    }

    private String where(List<Field> fields) {
        if (random.nextInt(3) == 0) {
            return "";
        }
        StringBuilder where = new StringBuilder(" where ").append(condition(fields, 2));
        if (random.nextInt(4) == 0) {
            where.append(" and ").append(subquery(fields));
        }
        return where.toString();
    }

    private String subquery(List<Field> fields) {
        From inner = table();
        String outer = field(fields, Kind.INTEGER);
        String key = inner.fields().get(random.nextInt(3)).sql();
        String test = condition(inner.fields(), 1);
        return switch (random.nextInt(5)) {
            case 0 -> outer + " in (select " + key + " from " + inner.sql() + " where " + test + ")";
            case 1 -> outer + " not in (select " + key + " from " + inner.sql() + " where " + test + ")";
            case 2 -> "exists (select 1 from " + inner.sql() + " where " + key + " = " + outer + " and " + test + ")";
            case 3 ->
                "not exists (select 1 from " + inner.sql() + " where " + key + " = " + outer + " and " + test + ")";
            default -> outer + " < (select max(" + key + ") from " + inner.sql() + " where " + test + ")";
        };
    }

    private String condition(List<Field> fields, int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            String operator = random.nextBoolean() ? " and " : " or ";
            String both = "(" + condition(fields, depth - 1) + operator + condition(fields, depth - 1) + ")";
            return random.nextInt(5) == 0 ? "not " + both : both;
        }
        Kind kind = pick(List.of(Kind.values()));
        String a = random.nextInt(3) == 0 ? expression(fields, kind, 1) : field(fields, kind);
        return switch (random.nextInt(9)) {
            case 0 -> a + " is " + (random.nextBoolean() ? "" : "not ") + "null";
            case 1 -> a + " in (" + literal(kind) + ", " + literal(kind) + ", " + literal(kind) + ")";
            case 2 -> a + " not in (" + literal(kind) + ", " + literal(kind) + ")";
            case 3 -> a + " between " + literal(kind) + " and " + literal(kind);
            case 4 -> a + " is distinct from " + field(fields, kind);
            case 5 ->
                field(fields, Kind.TEXT) + (random.nextInt(3) == 0 ? " not" : "") + " like "
                        + pick(List.of("'%1%'", "'x%'", "'%d'", "'%e%r%'", "'_____'", "'red'", "'ä%'", "'%'"));
            default ->
                a + " " + pick(List.of("=", "<>", "<", "<=", ">", ">=")) + " "
                        + (random.nextInt(4) == 0 ? field(fields, kind) : literal(kind));
        };
    }

    private String expression(List<Field> fields, Kind kind, int depth) {
        if (depth == 0 || random.nextInt(2) == 0) {
            return field(fields, kind);
        }
        int choice = random.nextInt(4);
        if (choice == 0) {
            return "case when " + condition(fields, 0) + " then " + expression(fields, kind, depth - 1)
                    + (random.nextBoolean() ? "" : " else " + expression(fields, kind, depth - 1)) + " end";
        }
        if (choice == 1) {
            return "coalesce(" + field(fields, kind) + ", " + literal(kind) + ")";
        }
        String a = expression(fields, kind, depth - 1);
        return switch (kind) {
            case INTEGER ->
                random.nextBoolean()
                        ? "(" + a + " + " + literal(kind) + ")"
                        : "(" + a + " - " + field(fields, kind) + ")";
            case DECIMAL -> "(" + a + " * 2 - " + field(fields, kind) + ")";
            case DOUBLE -> "(" + a + " * 0.5 + " + field(fields, kind) + ")";
            case TEXT ->
                random.nextBoolean() ? "upper(" + a + ")" : "(" + a + " || '-' || " + field(fields, kind) + ")";
            case DATE, WIDE -> a;
            case BOOLEAN -> "(not " + a + ")";
        };
    }

    private String literal(Kind kind) {
        return switch (kind) {
            case INTEGER -> Integer.toString(random.nextInt(random.nextBoolean() ? 10 : 3000) - 3);
            case WIDE -> pick(List.of("0", "1000003", "9223372036854775807", "-2147483648", "500001500"));
            case TEXT -> "'" + pick(List.of("red", "x8", "blue", "word number 9 of a text", "ä€14", "zz", "")) + "'";
            case DECIMAL -> pick(List.of("0.00", "12.50", "999.99", "-100.25"));
            case DOUBLE -> pick(List.of("0.25e0", "-12.5e0", "1000e0"));
            case DATE -> "date '20" + (20 + random.nextInt(4)) + "-0" + (1 + random.nextInt(9)) + "-15'";
            case BOOLEAN -> random.nextBoolean() ? "true" : "false";
        };
    }

    private String field(List<Field> fields, Kind kind) {
        List<Field> fitting =
                fields.stream().filter(field -> field.kind() == kind).toList();
        return fitting.isEmpty()
                ? "cast(null as " + type(kind) + ")"
                : pick(fitting).sql();
    }

    /** As {@link #field}, of a side that has one. */
    private String pickField(List<Field> fields, Kind kind) {
        return field(fields, kind);
    }

    private static String type(Kind kind) {
        return RandomTable.COLUMNS.stream()
                .filter(column -> column.kind() == kind)
                .findFirst()
                .orElseThrow()
                .type();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
