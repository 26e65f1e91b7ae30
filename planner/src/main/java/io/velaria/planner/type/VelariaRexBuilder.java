package io.velaria.planner.type;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes row expressions as Calcite does; casts to VECTOR are calls of {@link VectorCast}. */
public final class VelariaRexBuilder extends RexBuilder {
    public VelariaRexBuilder(VelariaTypeFactory typeFactory) {
        super(typeFactory);
    }

    /** All other overloads end here. */
    @Override
    public RexNode makeCast(
            SqlParserPos pos,
            RelDataType type,
            RexNode operand,
            boolean matchNullability,
            boolean safe,
            RexLiteral format) {
        boolean isNull = operand instanceof RexLiteral literal && literal.isNull();
        if (isNull || !(type instanceof VectorType vector)) {
            return super.makeCast(pos, type, operand, matchNullability, safe, format);
        }
        boolean nullable =
                matchNullability ? type.isNullable() : safe || operand.getType().isNullable();
        RelDataType target = typeFactory.createTypeWithNullability(vector, nullable);
        if (operand.getType().equals(target)) {
            return operand;
        }
        return operand.getType() instanceof VectorType from && from.dimension() == vector.dimension()
                ? makeAbstractCast(pos, target, operand, safe, format)
                : makeCall(pos, target, new VectorCast(vector.dimension(), safe), List.of(operand));
    }
}
