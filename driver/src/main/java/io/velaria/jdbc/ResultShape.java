package io.velaria.jdbc;

import io.velaria.planner.PlannedStatement;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.Field;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of a result: what its metadata says, and which column a label means. Immutable, so shared by results. */
final class ResultShape implements ResultSetMetaData {
    private final List<Field> fields;
    private final List<PlannedStatement.ColumnOrigin> origins;
    private final String catalog;
    private volatile Map<String, Integer> positions;

    /** @param origins may be shorter than the fields; what is missing or null has none */
    ResultShape(List<Field> fields, List<PlannedStatement.ColumnOrigin> origins, String catalog) {
        this.fields = fields;
        this.origins = origins;
        this.catalog = catalog;
    }

    int columnCount() {
        return fields.size();
    }

    Field field(int index) {
        return fields.get(index);
    }

    List<String> labels() {
        return fields.stream().map(Field::name).toList();
    }

    /** The first column with that label, in exact spelling or else in any case; -1 if there is none. */
    int find(String label) {
        if (label == null) {
            return -1;
        }
        Map<String, Integer> known = positions;
        if (known == null) {
            known = index();
            positions = known;
        }
        Integer position = known.get(label);
        if (position == null) {
            position = known.get(label.toLowerCase(Locale.ROOT));
        }
        return position == null ? -1 : position;
    }

    private Map<String, Integer> index() {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            index.putIfAbsent(fields.get(i).name(), i);
        }
        for (int i = 0; i < fields.size(); i++) {
            index.putIfAbsent(fields.get(i).name().toLowerCase(Locale.ROOT), i);
        }
        return index;
    }

    private Field at(int column) throws SQLException {
        if (column < 1 || column > fields.size()) {
            throw SqlErrors.of(
                    SqlState.UNDEFINED_COLUMN, "column " + column + " of a result with " + fields.size() + " columns");
        }
        return fields.get(column - 1);
    }

    private PlannedStatement.ColumnOrigin origin(int column) throws SQLException {
        at(column);
        return column <= origins.size() ? origins.get(column - 1) : null;
    }

    @Override
    public int getColumnCount() {
        return fields.size();
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return at(column).name();
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        PlannedStatement.ColumnOrigin origin = origin(column);
        return origin == null ? at(column).name() : origin.column();
    }

    @Override
    public String getTableName(int column) throws SQLException {
        PlannedStatement.ColumnOrigin origin = origin(column);
        return origin == null ? "" : origin.table();
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        PlannedStatement.ColumnOrigin origin = origin(column);
        return origin == null ? "" : origin.schema();
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        return origin(column) == null ? "" : catalog;
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return JdbcTypes.code(at(column).type());
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return JdbcTypes.name(at(column).type());
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return JdbcTypes.className(at(column).type());
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return JdbcTypes.precision(at(column).type());
    }

    @Override
    public int getScale(int column) throws SQLException {
        return JdbcTypes.scale(at(column).type());
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        return JdbcTypes.displaySize(at(column).type());
    }

    @Override
    public int isNullable(int column) throws SQLException {
        return at(column).nullable() ? columnNullable : columnNoNulls;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return JdbcTypes.isSigned(at(column).type());
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return at(column).type().kind().isText();
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        at(column);
        return true;
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        at(column);
        return false;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        at(column);
        return false;
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        at(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        at(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        return isWritable(column);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "result set metadata is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
