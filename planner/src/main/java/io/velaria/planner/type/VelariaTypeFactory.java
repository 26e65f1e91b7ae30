package io.velaria.planner.type;

import io.velaria.planner.parse.VectorTypeFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Makes types as Velaria has them: one kind of text (VARCHAR, UTF-8, one binary collation) where Calcite knows padded
 * CHAR, charsets and collations; FLOAT is DOUBLE; TIMESTAMP WITH TIME ZONE is an instant.
 */
public final class VelariaTypeFactory extends SqlTypeFactoryImpl implements VectorTypeFactory {
    private static final SqlCollation COLLATION =
            new SqlCollation("UTF-8$en_US$primary", SqlCollation.Coercibility.IMPLICIT);

    public VelariaTypeFactory() {
        super(VelariaTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public RelDataType createSqlType(SqlTypeName name) {
        return super.createSqlType(ours(name));
    }

    /** The length of a CHAR, which string literals have as their type, is dropped. */
    @Override
    public RelDataType createSqlType(SqlTypeName name, int precision) {
        boolean literal = name == SqlTypeName.CHAR || name == SqlTypeName.BINARY;
        return super.createSqlType(ours(name), literal ? RelDataType.PRECISION_NOT_SPECIFIED : precision);
    }

    private static SqlTypeName ours(SqlTypeName name) {
        return switch (name) {
            case CHAR -> SqlTypeName.VARCHAR;
            case BINARY -> SqlTypeName.VARBINARY;
            case FLOAT -> SqlTypeName.DOUBLE;
            case TIMESTAMP_TZ -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
            default -> name;
        };
    }

    @Override
    public RelDataType createTypeWithCharsetAndCollation(RelDataType type, Charset charset, SqlCollation collation) {
        return type.getCharset() != null
                ? type
                : super.createTypeWithCharsetAndCollation(type, StandardCharsets.UTF_8, COLLATION);
    }

    @Override
    public RelDataType createVectorType(int dimension) {
        return canonize(new VectorType(dimension, false));
    }

    @Override
    public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
        return type instanceof VectorType vector
                ? vector(vector, nullable)
                : super.createTypeWithNullability(type, nullable);
    }

    @Override
    public RelDataType enforceTypeWithNullability(RelDataType type, boolean nullable) {
        return type instanceof VectorType vector
                ? vector(vector, nullable)
                : super.enforceTypeWithNullability(type, nullable);
    }

    private RelDataType vector(VectorType type, boolean nullable) {
        return type.isNullable() == nullable ? type : canonize(new VectorType(type.dimension(), nullable));
    }

    /** Exact numbers of any width meet in a DECIMAL that holds both; vectors only meet their like. */
    @Override
    public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule mappingRule) {
        boolean anyVector = false;
        boolean nullable = false;
        VectorType vector = null;
        for (RelDataType type : types) {
            nullable |= type.isNullable() || type.getSqlTypeName() == SqlTypeName.NULL;
            if (type instanceof VectorType candidate) {
                if (anyVector && candidate.dimension() != vector.dimension()) {
                    return null;
                }
                anyVector = true;
                vector = candidate;
            } else if (anyVector && type.getSqlTypeName() != SqlTypeName.NULL) {
                return null;
            }
        }
        if (anyVector) {
            for (RelDataType type : types) {
                if (!(type instanceof VectorType) && type.getSqlTypeName() != SqlTypeName.NULL) {
                    return null;
                }
            }
            return vector(vector, nullable);
        }
        return super.leastRestrictive(types, mappingRule);
    }
}
