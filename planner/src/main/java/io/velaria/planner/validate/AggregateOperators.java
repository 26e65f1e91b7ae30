package io.velaria.planner.validate;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlAvgAggFunction;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlSumAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/** Aggregate and window functions. Those that Calcite would rewrite into sums and counts are objects of our own. */
final class AggregateOperators {
    private static final SqlReturnTypeInference DOUBLE = ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference TEXT = ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference BOOLEAN = ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** Never turned into a sum of zeros, as Calcite does with its own SUM inside of windows. */
    static final SqlAggFunction SUM = new SqlSumAggFunction(null);

    static final SqlAggFunction AVG = new SqlAvgAggFunction(SqlKind.AVG);

    /** Takes any integer, which is looked at when it runs, so that it may be a parameter. */
    private static final SqlAggFunction NTILE = new NTile();

    private AggregateOperators() {}

    static List<SqlOperator> all() {
        return List.of(
                SqlStdOperatorTable.COUNT,
                SUM,
                AVG,
                SqlStdOperatorTable.MIN,
                SqlStdOperatorTable.MAX,
                SqlStdOperatorTable.ANY_VALUE,
                SqlStdOperatorTable.SINGLE_VALUE,
                SqlStdOperatorTable.GROUPING,
                numeric("STDDEV", DOUBLE),
                numeric("STDDEV_SAMP", DOUBLE),
                numeric("STDDEV_POP", DOUBLE),
                numeric("VARIANCE", DOUBLE),
                numeric("VAR_SAMP", DOUBLE),
                numeric("VAR_POP", DOUBLE),
                of("CORR", DOUBLE, OperandTypes.NUMERIC_NUMERIC),
                of("COVAR_POP", DOUBLE, OperandTypes.NUMERIC_NUMERIC),
                of("COVAR_SAMP", DOUBLE, OperandTypes.NUMERIC_NUMERIC),
                numeric("MEDIAN", AggregateOperators::medianType),
                of("BOOL_AND", BOOLEAN, OperandTypes.BOOLEAN),
                of("BOOL_OR", BOOLEAN, OperandTypes.BOOLEAN),
                of("EVERY", BOOLEAN, OperandTypes.BOOLEAN),
                of("BIT_AND", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.INTEGER),
                of("BIT_OR", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.INTEGER),
                of("BIT_XOR", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.INTEGER),
                of("MODE", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY),
                of("APPROX_COUNT_DISTINCT", ReturnTypes.BIGINT, OperandTypes.ANY),
                of("ARG_MIN", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY_ANY),
                of("ARG_MAX", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY_ANY),
                of("MIN_BY", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY_ANY),
                of("MAX_BY", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY_ANY),
                ordered("FIRST", SqlKind.OTHER_FUNCTION, ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY),
                ordered("LAST", SqlKind.OTHER_FUNCTION, ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY),
                ordered(
                        "STRING_AGG",
                        SqlKind.STRING_AGG,
                        TEXT,
                        OperandTypes.or(OperandTypes.ANY, OperandTypes.ANY_ANY)),
                SqlBasicAggFunction.create(
                                "LISTAGG",
                                SqlKind.LISTAGG,
                                TEXT,
                                OperandTypes.or(OperandTypes.ANY, OperandTypes.ANY_ANY))
                        .withGroupOrder(Optionality.OPTIONAL),
                ordered("ARRAY_AGG", SqlKind.ARRAY_AGG, AggregateOperators::arrayType, OperandTypes.ANY),
                SqlBasicAggFunction.create(
                                SqlKind.PERCENTILE_CONT, AggregateOperators::percentileType, OperandTypes.NUMERIC)
                        .withGroupOrder(Optionality.MANDATORY)
                        .withPercentile(true)
                        .withAllowsFraming(false),
                SqlBasicAggFunction.create(
                                SqlKind.PERCENTILE_DISC,
                                binding -> binding.getTypeFactory()
                                        .createTypeWithNullability(binding.getCollationType(), true),
                                OperandTypes.NUMERIC)
                        .withGroupOrder(Optionality.MANDATORY)
                        .withPercentile(true)
                        .withAllowsFraming(false),
                SqlStdOperatorTable.ROW_NUMBER,
                SqlStdOperatorTable.RANK,
                SqlStdOperatorTable.DENSE_RANK,
                SqlStdOperatorTable.PERCENT_RANK,
                SqlStdOperatorTable.CUME_DIST,
                NTILE,
                SqlStdOperatorTable.LEAD,
                SqlStdOperatorTable.LAG,
                SqlStdOperatorTable.FIRST_VALUE,
                SqlStdOperatorTable.LAST_VALUE,
                SqlStdOperatorTable.NTH_VALUE);
    }

    /** Whether the only argument must be a number. */
    static boolean takesNumbers(SqlAggFunction function) {
        return function.getOperandTypeChecker() == OperandTypes.NUMERIC;
    }

    private static SqlAggFunction of(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicAggFunction.create(name, SqlKind.OTHER_FUNCTION, type, operands);
    }

    private static SqlAggFunction numeric(String name, SqlReturnTypeInference type) {
        return of(name, type, OperandTypes.NUMERIC);
    }

    /** Takes ORDER BY inside of its parentheses, or WITHIN GROUP behind them. */
    private static SqlAggFunction ordered(
            String name, SqlKind kind, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicAggFunction.create(name, kind, type, operands)
                .withSyntax(SqlSyntax.ORDERED_FUNCTION)
                .withGroupOrder(Optionality.OPTIONAL);
    }

    private static RelDataType arrayType(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType element = factory.createTypeWithNullability(binding.getOperandType(0), true);
        return factory.createTypeWithNullability(factory.createArrayType(element, -1), true);
    }

    private static RelDataType medianType(SqlOperatorBinding binding) {
        return interpolated(binding.getTypeFactory(), binding.getOperandType(0));
    }

    private static RelDataType percentileType(SqlOperatorBinding binding) {
        return interpolated(binding.getTypeFactory(), binding.getCollationType());
    }

    /** A value between two others: of their type for DECIMAL, else DOUBLE. */
    private static RelDataType interpolated(RelDataTypeFactory factory, RelDataType type) {
        boolean keeps = type.getSqlTypeName() == SqlTypeName.INTERVAL_DAY_SECOND;
        return factory.createTypeWithNullability(keeps ? type : factory.createSqlType(SqlTypeName.DOUBLE), true);
    }

    private static final class NTile extends SqlAggFunction {
        NTile() {
            super(
                    "NTILE",
                    null,
                    SqlKind.NTILE,
                    ReturnTypes.RANK,
                    null,
                    OperandTypes.INTEGER,
                    SqlFunctionCategory.NUMERIC,
                    false,
                    true,
                    Optionality.FORBIDDEN);
        }

        @Override
        public boolean allowsFraming() {
            return false;
        }
    }
}
