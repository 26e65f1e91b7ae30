package io.velaria.planner.parse;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Rewrites DISTINCT ON, ORDER BY ALL and GROUP BY ALL to what the standard has for them. */
public final class Shorthands {
    private Shorthands() {}

    /** SELECT DISTINCT ON (keys): keeps each key's first row. */
    public static void distinctOn(SqlSelect select, SqlNodeList keys) {
        SqlParserPos pos = keys.getParserPosition();
        if (select.getQualify() != null) {
            throw VelariaException.unsupported("DISTINCT ON together with QUALIFY")
                    .at(pos.getLineNum(), pos.getColumnNum());
        }
        SqlNodeList partition = new SqlNodeList(pos);
        for (SqlNode key : keys) {
            partition.add(selected(select, key));
        }
        select.setQualify(new FirstRow(partition, SqlNodeList.EMPTY, pos));
    }

    /** Calls {@link #distinctOn}'s rows in the order that follows it, and spells out ORDER BY ALL. */
    public static SqlNode ordered(SqlNode query) {
        if (!(query instanceof SqlOrderBy orderBy) || orderBy.orderList.isEmpty()) {
            return query;
        }
        SqlNodeList order = orderBy.orderList;
        if (order.size() == 1 && isAll(order.get(0))) {
            order = everyColumn(orderBy.query, order.get(0));
        }
        if (orderBy.query instanceof SqlSelect select && select.getQualify() instanceof FirstRow first) {
            SqlNodeList within = new SqlNodeList(order.getParserPosition());
            for (SqlNode item : order) {
                within.add(sortItem(select, item));
            }
            select.setQualify(new FirstRow(first.partition, within, first.getParserPosition()));
        }
        return new SqlOrderBy(orderBy.getParserPosition(), orderBy.query, order, orderBy.offset, orderBy.fetch);
    }

    /**
     * Spells out every GROUP BY ALL inside a statement: it groups by the selected expressions that hold no aggregate.
     *
     * @param aggregate whether a function's name is that of an aggregate
     */
    public static void groupByAll(SqlNode statement, Predicate<String> aggregate) {
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlSelect select) {
                    SqlNodeList group = select.getGroup();
                    if (group != null && group.size() == 1 && isStar(group.get(0))) {
                        select.setGroupBy(keys(select, aggregate, group.getParserPosition()));
                    }
                }
                return super.visit(call);
            }
        });
    }

    private static SqlNodeList keys(SqlSelect select, Predicate<String> aggregate, SqlParserPos pos) {
        SqlNodeList keys = new SqlNodeList(pos);
        for (SqlNode item : select.getSelectList()) {
            SqlNode expression = expression(item);
            if (isStar(expression)) {
                throw VelariaException.unsupported("GROUP BY ALL with * in the select list")
                        .at(pos.getLineNum(), pos.getColumnNum());
            }
            if (!aggregates(expression, aggregate) && !SqlKind.LITERAL.equals(expression.getKind())) {
                keys.add(expression);
            }
        }
        return keys.isEmpty() ? null : keys;
    }

    private static boolean aggregates(SqlNode expression, Predicate<String> aggregate) {
        boolean[] found = {false};
        expression.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    return null;
                }
                if (call.getKind() == SqlKind.OVER) {
                    // a window function is none, but what it is computed from may be
                    call.operand(0).accept(arguments(this));
                    return call.operand(1).accept(this);
                }
                found[0] |= aggregate.test(call.getOperator().getName());
                return super.visit(call);
            }
        });
        return found[0];
    }

    private static SqlBasicVisitor<Void> arguments(SqlBasicVisitor<Void> visitor) {
        return new SqlBasicVisitor<>() {
            @Override
            public Void visit(SqlCall call) {
                for (SqlNode operand : call.getOperandList()) {
                    if (operand != null) {
                        operand.accept(visitor);
                    }
                }
                return null;
            }
        };
    }

    /** ORDER BY ALL as ordinals, each with the direction that was written behind ALL. */
    private static SqlNodeList everyColumn(SqlNode query, SqlNode all) {
        SqlParserPos pos = all.getParserPosition();
        SqlSelect select = leading(query);
        SqlNodeList order = new SqlNodeList(pos);
        int columns = select == null ? 0 : select.getSelectList().size();
        for (int i = 0; i < columns; i++) {
            if (isStar(select.getSelectList().get(i))) {
                columns = 0;
            }
        }
        if (columns == 0) {
            throw VelariaException.unsupported("ORDER BY ALL without a list of selected columns")
                    .at(pos.getLineNum(), pos.getColumnNum());
        }
        for (int i = 1; i <= columns; i++) {
            order.add(replaceStar(all, SqlLiteral.createExactNumeric(Integer.toString(i), pos)));
        }
        return order;
    }

    private static SqlSelect leading(SqlNode query) {
        SqlNode node = query;
        while (!(node instanceof SqlSelect)) {
            if (node instanceof SqlWith with) {
                node = with.body;
            } else if (node instanceof SqlCall call && SqlKind.SET_QUERY.contains(call.getKind())) {
                node = call.operand(0);
            } else {
                return null;
            }
        }
        return (SqlSelect) node;
    }

    private static SqlNode replaceStar(SqlNode item, SqlNode replacement) {
        return item instanceof SqlCall call
                ? call.getOperator().createCall(item.getParserPosition(), replaceStar(call.operand(0), replacement))
                : replacement;
    }

    /** The expression behind a sort item, with DESC and NULLS kept around it. */
    private static SqlNode sortItem(SqlSelect select, SqlNode item) {
        return switch (item.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST ->
                ((SqlCall) item)
                        .getOperator()
                        .createCall(item.getParserPosition(), sortItem(select, ((SqlCall) item).operand(0)));
            default -> selected(select, item);
        };
    }

    /** What an ordinal or an alias means in the select list; any other expression as it is. */
    private static SqlNode selected(SqlSelect select, SqlNode node) {
        SqlNodeList items = select.getSelectList();
        if (node instanceof SqlNumericLiteral number && number.isInteger()) {
            int ordinal = number.intValue(true);
            if (ordinal < 1 || ordinal > items.size()) {
                throw VelariaException.of(SqlState.SYNTAX_ERROR, "position " + ordinal + " is not in the select list")
                        .at(
                                node.getParserPosition().getLineNum(),
                                node.getParserPosition().getColumnNum());
            }
            return expression(items.get(ordinal - 1));
        }
        if (node instanceof SqlIdentifier name && name.isSimple()) {
            for (SqlNode item : items) {
                if (item.getKind() == SqlKind.AS) {
                    SqlIdentifier alias = ((SqlCall) item).operand(1);
                    if (alias.getSimple().equalsIgnoreCase(name.getSimple())) {
                        return expression(item);
                    }
                }
            }
        }
        return node;
    }

    private static SqlNode expression(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    private static boolean isAll(SqlNode item) {
        return item instanceof SqlCall call && call.operandCount() == 1
                ? item.getKind() != SqlKind.OTHER_FUNCTION && isAll(call.operand(0))
                : isStar(item);
    }

    private static boolean isStar(SqlNode node) {
        return node instanceof SqlIdentifier identifier && identifier.isStar();
    }

    /** {@code ROW_NUMBER() OVER (PARTITION BY .. ORDER BY ..) = 1}, recognisable until its order is known. */
    private static final class FirstRow extends SqlBasicCall {
        private final SqlNodeList partition;

        FirstRow(SqlNodeList partition, SqlNodeList order, SqlParserPos pos) {
            super(SqlStdOperatorTable.EQUALS, operands(partition, order, pos), pos);
            this.partition = partition;
        }

        private static List<SqlNode> operands(SqlNodeList partition, SqlNodeList order, SqlParserPos pos) {
            SqlOperator rowNumber = SqlStdOperatorTable.ROW_NUMBER;
            SqlNode window = SqlWindow.create(
                    null,
                    null,
                    partition,
                    order,
                    SqlLiteral.createBoolean(false, pos),
                    null,
                    null,
                    null,
                    SqlWindow.createExcludeNoOthers(pos),
                    pos);
            List<SqlNode> operands = new ArrayList<>();
            operands.add(SqlStdOperatorTable.OVER.createCall(pos, rowNumber.createCall(pos), window));
            operands.add(SqlLiteral.createExactNumeric("1", pos));
            return operands;
        }
    }
}
