package io.velaria.planner.parse;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The type name {@code VECTOR(n)}; the validator's type factory must be a {@link VectorTypeFactory}. */
public final class VectorTypeName extends SqlTypeNameSpec {
    private final int dimension;

    VectorTypeName(int dimension, SqlParserPos pos) {
        super(new SqlIdentifier("VECTOR", pos), pos);
        this.dimension = dimension;
    }

    public int dimension() {
        return dimension;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return ((VectorTypeFactory) validator.getTypeFactory()).createVectorType(dimension);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("VECTOR(" + dimension + ")");
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        return other instanceof VectorTypeName that && that.dimension == dimension
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, other);
    }
}
