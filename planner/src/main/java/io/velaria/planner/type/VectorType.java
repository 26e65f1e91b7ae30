package io.velaria.planner.type;

import org.apache.calcite.rel.type.RelDataTypeFamily;
import org.apache.calcite.sql.type.AbstractSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/** VECTOR(n) as the validator sees it: a type of its own that nothing converts to implicitly. */
public final class VectorType extends AbstractSqlType {
    /** Vectors of all dimensions are one family. */
    private static final RelDataTypeFamily FAMILY = new RelDataTypeFamily() {
        @Override
        public String toString() {
            return "VECTOR";
        }
    };

    private final int dimension;

    VectorType(int dimension, boolean nullable) {
        super(SqlTypeName.OTHER, nullable, null);
        this.dimension = dimension;
        computeDigest();
    }

    public int dimension() {
        return dimension;
    }

    @Override
    public RelDataTypeFamily getFamily() {
        return FAMILY;
    }

    @Override
    public int getPrecision() {
        return dimension;
    }

    @Override
    protected void generateTypeString(StringBuilder text, boolean withDetail) {
        text.append("VECTOR(").append(dimension).append(')');
    }
}
