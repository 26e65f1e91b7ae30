package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.SqlType;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** The parameters of a prepared statement, as planned so far. */
final class VelariaParameterMetaData implements ParameterMetaData {
    private final List<SqlType> types;

    VelariaParameterMetaData(List<SqlType> types) {
        this.types = types;
    }

    private SqlType at(int position) throws SQLException {
        if (position < 1 || position > types.size()) {
            throw SqlErrors.of(
                    SqlState.UNDEFINED_PARAMETER,
                    "parameter " + position + " of a statement with " + types.size() + " parameters");
        }
        return types.get(position - 1);
    }

    @Override
    public int getParameterCount() {
        return types.size();
    }

    @Override
    public int isNullable(int position) throws SQLException {
        at(position);
        return parameterNullable;
    }

    @Override
    public boolean isSigned(int position) throws SQLException {
        return JdbcTypes.isSigned(at(position));
    }

    @Override
    public int getPrecision(int position) throws SQLException {
        return JdbcTypes.precision(at(position));
    }

    @Override
    public int getScale(int position) throws SQLException {
        return JdbcTypes.scale(at(position));
    }

    @Override
    public int getParameterType(int position) throws SQLException {
        return JdbcTypes.code(at(position));
    }

    @Override
    public String getParameterTypeName(int position) throws SQLException {
        return JdbcTypes.name(at(position));
    }

    @Override
    public String getParameterClassName(int position) throws SQLException {
        return JdbcTypes.className(at(position));
    }

    @Override
    public int getParameterMode(int position) throws SQLException {
        at(position);
        return parameterModeIn;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "parameter metadata is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
