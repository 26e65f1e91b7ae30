package io.velaria.planner.translate;

import io.velaria.planner.parse.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;

/** Names of result columns that have no other: the expression as it was written. */
final class ResultNames {
    /** What Calcite names a column without a name. */
    private static final String GENERATED = "EXPR$";

    private ResultNames() {}

    /** Per selected item the text of an expression without a name, else null; empty where that is not known. */
    static List<String> of(SqlNode query, String sql) {
        SqlSelect select = leading(query);
        List<String> names = new ArrayList<>();
        if (select == null || select.getSelectList() == null) {
            return names;
        }
        for (SqlNode item : select.getSelectList()) {
            if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
                return List.of();
            }
            boolean named = item.getKind() == SqlKind.AS || item instanceof SqlIdentifier;
            names.add(named ? null : text(item, sql));
        }
        return names;
    }

    private static String text(SqlNode item, String sql) {
        try {
            return SourceText.of(sql, item.getParserPosition()).strip().replaceAll("\\s+", " ");
        } catch (IndexOutOfBoundsException generated) {
            return null;
        }
    }

    private static SqlSelect leading(SqlNode query) {
        SqlNode node = query;
        while (!(node instanceof SqlSelect)) {
            if (node instanceof SqlWith with) {
                node = with.body;
            } else if (node instanceof SqlOrderBy orderBy) {
                node = orderBy.query;
            } else if (node instanceof SqlCall call && SqlKind.SET_QUERY.contains(call.getKind())) {
                node = call.operand(0);
            } else {
                return null;
            }
        }
        return (SqlSelect) node;
    }

    /** The names that the validator gave, those that it made up replaced. */
    static List<String> complete(List<String> given, List<String> derived) {
        List<String> names = new ArrayList<>(derived);
        for (int i = 0; i < names.size() && given.size() == names.size(); i++) {
            if (names.get(i).startsWith(GENERATED) && given.get(i) != null) {
                names.set(i, given.get(i));
            }
        }
        return names;
    }
}
