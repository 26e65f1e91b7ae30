package io.velaria.planner.validate;

import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The types of a statement's {@code ?}s. A number or a point in time that is bound keeps its own type, so that it loses
 * no digit; text is read, like a quoted literal, as what its surroundings want.
 */
final class ParameterTypes {
    private final PlanningContext context;
    private final VelariaTypeFactory factory;
    private final RelDataType varchar;
    /** By index: rewriting puts copies of a node into its place. */
    private final Map<Integer, RelDataType> chosen = new HashMap<>();

    ParameterTypes(PlanningContext context, VelariaTypeFactory factory) {
        this.context = context;
        this.factory = factory;
        this.varchar = factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), true);
    }

    /** What is known before the surroundings are looked at, or what they have said since; null for neither. */
    RelDataType known(int parameter) {
        RelDataType type = chosen.get(parameter);
        return type != null ? type : own(parameter);
    }

    /** The type of a parameter whose surroundings want nothing of it. */
    RelDataType standalone(int parameter) {
        RelDataType known = known(parameter);
        return known != null ? known : varchar;
    }

    /** Decides for a parameter where a value of a type is wanted. */
    RelDataType choose(int parameter, RelDataType wanted) {
        RelDataType own = own(parameter);
        RelDataType type = own == null || holds(wanted, own) ? wanted : own;
        chosen.put(parameter, type);
        return type;
    }

    /** The bound value's type if that says more than that something is bound. */
    private RelDataType own(int parameter) {
        SqlType bound = context.boundType(parameter);
        if (bound == null) {
            return null;
        }
        return switch (bound.kind()) {
            case NULL, VARCHAR -> null;
            default -> TypeMapping.toColumnType(bound, true, factory);
        };
    }

    /** Whether a value of its own type may be given as one of the wanted type. */
    private static boolean holds(RelDataType wanted, RelDataType own) {
        TypeKind kind = TypeMapping.toSqlType(own).kind();
        if (kind == TypeKind.ARRAY || kind == TypeKind.VECTOR) {
            return TypeMapping.toSqlType(wanted).kind() == TypeKind.ARRAY;
        }
        if (SqlTypeUtil.isNumeric(wanted)) {
            return wanted.getSqlTypeName() == own.getSqlTypeName() && wanted.getSqlTypeName() != SqlTypeName.DECIMAL;
        }
        if (!SqlTypeUtil.isDatetime(wanted)) {
            return !SqlTypeUtil.isInterval(wanted);
        }
        if (!SqlTypeUtil.isDatetime(own)) {
            return false;
        }
        return switch (own.getSqlTypeName()) {
            case DATE -> wanted.getSqlTypeName() != SqlTypeName.TIME;
            case TIME -> wanted.getSqlTypeName() == SqlTypeName.TIME;
            default ->
                wanted.getSqlTypeName() == SqlTypeName.TIME
                        || wanted.getSqlTypeName() != SqlTypeName.DATE && wanted.getPrecision() >= own.getPrecision();
        };
    }

    /**
     * What an operator of numbers wants that does not say so itself; null for any other.
     *
     * @param sibling the type of another operand, or null where none is known
     */
    RelDataType operand(SqlCall call, int position, RelDataType sibling) {
        RelDataType type =
                switch (call.getKind()) {
                    case PLUS, MINUS -> added(sibling);
                    case TIMES, DIVIDE, MOD, MINUS_PREFIX, PLUS_PREFIX -> factor(sibling);
                    case SUM, SUM0, AVG, PERCENTILE_CONT, PERCENTILE_DISC -> factory.createSqlType(SqlTypeName.DOUBLE);
                    case LAG, LEAD, NTILE, NTH_VALUE ->
                        position == 1 || call.getKind() == SqlKind.NTILE
                                ? factory.createSqlType(SqlTypeName.INTEGER)
                                : null;
                    default ->
                        call.getOperator() instanceof SqlAggFunction function
                                        && AggregateOperators.takesNumbers(function)
                                ? factory.createSqlType(SqlTypeName.DOUBLE)
                                : null;
                };
        return type == null ? null : factory.createTypeWithNullability(type, true);
    }

    private RelDataType added(RelDataType sibling) {
        if (sibling != null && sibling.getSqlTypeName() == SqlTypeName.DATE) {
            return factory.createSqlType(SqlTypeName.INTEGER);
        }
        if (sibling != null && SqlTypeUtil.isDatetime(sibling)) {
            return TypeMapping.toRelType(SqlType.INTERVAL_MICROS, true, factory);
        }
        return sibling != null && SqlTypeUtil.isInterval(sibling) ? sibling : factor(sibling);
    }

    private RelDataType factor(RelDataType sibling) {
        return sibling != null && SqlTypeUtil.isNumeric(sibling) ? sibling : factory.createSqlType(SqlTypeName.DOUBLE);
    }
}
