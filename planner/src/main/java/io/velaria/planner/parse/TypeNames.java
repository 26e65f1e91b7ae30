package io.velaria.planner.parse;

import static java.util.Map.entry;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.SqlType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Names of types that are no keywords: other databases' names for ours, and VECTOR. */
public final class TypeNames {
    /** @param parameters how many numbers in parentheses may follow */
    private record Alias(SqlTypeName type, int precision, int scale, int parameters) {}

    private static final int NONE = RelDataType.PRECISION_NOT_SPECIFIED;

    private static final Map<String, Alias> ALIASES = Map.ofEntries(
            entry("TEXT", plain(SqlTypeName.VARCHAR)),
            entry("STRING", new Alias(SqlTypeName.VARCHAR, NONE, NONE, 1)),
            entry("NVARCHAR", new Alias(SqlTypeName.VARCHAR, NONE, NONE, 1)),
            entry("BPCHAR", new Alias(SqlTypeName.CHAR, NONE, NONE, 1)),
            entry("CLOB", plain(SqlTypeName.VARCHAR)),
            entry("BLOB", plain(SqlTypeName.VARBINARY)),
            entry("BYTEA", plain(SqlTypeName.VARBINARY)),
            entry("BYTES", plain(SqlTypeName.VARBINARY)),
            entry("BOOL", plain(SqlTypeName.BOOLEAN)),
            entry("LOGICAL", plain(SqlTypeName.BOOLEAN)),
            entry("INT1", plain(SqlTypeName.TINYINT)),
            entry("INT2", plain(SqlTypeName.SMALLINT)),
            entry("SHORT", plain(SqlTypeName.SMALLINT)),
            entry("INT4", plain(SqlTypeName.INTEGER)),
            entry("SIGNED", plain(SqlTypeName.INTEGER)),
            entry("INT8", plain(SqlTypeName.BIGINT)),
            entry("LONG", plain(SqlTypeName.BIGINT)),
            entry("HUGEINT", new Alias(SqlTypeName.DECIMAL, SqlType.MAX_DECIMAL_PRECISION, 0, 0)),
            entry("FLOAT4", plain(SqlTypeName.REAL)),
            entry("FLOAT8", plain(SqlTypeName.DOUBLE)),
            entry("NUMBER", new Alias(SqlTypeName.DECIMAL, NONE, NONE, 2)),
            entry("DATETIME", new Alias(SqlTypeName.TIMESTAMP, NONE, NONE, 1)),
            entry("TIMESTAMPTZ", new Alias(SqlTypeName.TIMESTAMP_TZ, NONE, NONE, 1)),
            entry("TIMESTAMP_S", new Alias(SqlTypeName.TIMESTAMP, 0, NONE, 0)),
            entry("TIMESTAMP_MS", new Alias(SqlTypeName.TIMESTAMP, 3, NONE, 0)),
            entry("TIMESTAMP_US", new Alias(SqlTypeName.TIMESTAMP, 6, NONE, 0)),
            entry("TIMESTAMP_NS", new Alias(SqlTypeName.TIMESTAMP, 9, NONE, 0)));

    private static final Collection<String> STANDARD = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "INTEGER",
            "BIGINT",
            "DECIMAL",
            "NUMERIC",
            "REAL",
            "FLOAT",
            "DOUBLE",
            "CHAR",
            "VARCHAR",
            "BINARY",
            "VARBINARY",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "INTERVAL",
            "VECTOR");

    private TypeNames() {}

    private static Alias plain(SqlTypeName type) {
        return new Alias(type, NONE, NONE, 0);
    }

    /**
     * The type of that name.
     *
     * @param parameters the numbers in parentheses behind it
     * @throws VelariaException 42704 where there is no such type, 42601 where the parameters do not fit it
     */
    public static SqlTypeNameSpec of(SqlIdentifier name, List<Integer> parameters, SqlParserPos pos) {
        String upper = name.toString().toUpperCase(Locale.ROOT);
        if (upper.equals("VECTOR")) {
            return vector(parameters, pos);
        }
        Alias alias = ALIASES.get(upper);
        if (alias == null) {
            Collection<String> known = new TreeSet<>(STANDARD);
            known.addAll(ALIASES.keySet());
            VelariaException error = VelariaException.of(
                            SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist")
                    .at(pos.getLineNum(), pos.getColumnNum());
            String hint = Suggestion.didYouMean(upper, known);
            throw hint == null ? error : error.hint(hint);
        }
        if (parameters.size() > alias.parameters) {
            throw VelariaException.of(
                            SqlState.SYNTAX_ERROR,
                            "type " + upper + " takes " + (alias.parameters == 0 ? "no" : "at most " + alias.parameters)
                                    + " parameters")
                    .at(pos.getLineNum(), pos.getColumnNum());
        }
        int precision = parameters.isEmpty() ? alias.precision : parameters.get(0);
        int scale = parameters.size() < 2 ? alias.scale : parameters.get(1);
        return scale == NONE
                ? new SqlBasicTypeNameSpec(alias.type, precision, pos)
                : new SqlBasicTypeNameSpec(alias.type, precision, scale, pos);
    }

    private static SqlTypeNameSpec vector(List<Integer> parameters, SqlParserPos pos) {
        int dimension = parameters.size() == 1 ? parameters.get(0) : 0;
        if (dimension < 1 || dimension > SqlType.MAX_VECTOR_DIMENSION) {
            throw VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "VECTOR takes its dimension in parentheses, 1 to " + SqlType.MAX_VECTOR_DIMENSION)
                    .at(pos.getLineNum(), pos.getColumnNum());
        }
        return new VectorTypeName(dimension, pos);
    }
}
