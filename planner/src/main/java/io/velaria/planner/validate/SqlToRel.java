package io.velaria.planner.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/** Calcite's converter of syntax trees to relational trees, set up so that sub-queries stay expressions. */
public final class SqlToRel extends SqlToRelConverter {
    private static final SqlToRelConverter.Config CONFIG = SqlToRelConverter.config()
            .withExpand(false)
            .withTrimUnusedFields(false)
            .withInSubQueryThreshold(Integer.MAX_VALUE)
            // Projections are merged later, by a rule that does not compute RANDOM() twice.
            .withRelBuilderConfigTransform(
                    config -> config.withPushJoinCondition(false).withBloat(-1));

    private SqlToRel(
            RelOptTable.ViewExpander views,
            SqlValidator validator,
            Prepare.CatalogReader catalog,
            RelOptCluster cluster) {
        super(views, validator, catalog, cluster, Convertlets.INSTANCE, CONFIG);
    }

    public static SqlToRelConverter create(
            SqlValidator validator,
            Prepare.CatalogReader catalog,
            RelOptCluster cluster,
            RelOptTable.ViewExpander views) {
        return new SqlToRel(views, validator, catalog, cluster);
    }

    /**
     * A table function's query arguments become its inputs, the others operands in their order, DEFAULT where one is
     * left out. Calcite's own conversion finds inputs only where sub-queries are expanded.
     */
    @Override
    protected void convertCollectionTable(Blackboard bb, SqlCall call) {
        if (!(call.getOperator() instanceof SqlTableFunction) || call.getOperator() instanceof SqlWindowTableFunction) {
            super.convertCollectionTable(bb, call);
            return;
        }
        List<RelNode> inputs = new ArrayList<>();
        List<RexNode> arguments = new ArrayList<>();
        List<SqlNode> operands = new SqlCallBinding(validator, bb.scope, call).operands();
        for (int i = 0; i < operands.size(); i++) {
            SqlNode operand = operands.get(i);
            if (!call.getOperator().argumentMustBeScalar(i) && operand.isA(SqlKind.QUERY)) {
                inputs.add(convertQueryRecursive(operand, false, null).project());
            } else if (operand.getKind() == SqlKind.DEFAULT) {
                RelDataType none = typeFactory.createSqlType(SqlTypeName.NULL);
                arguments.add(rexBuilder.makeCall(none, SqlStdOperatorTable.DEFAULT, List.of()));
            } else {
                arguments.add(bb.convertExpression(operand));
            }
        }
        RelDataType type = validator.getValidatedNodeType(call);
        RexNode converted = rexBuilder.makeCall(type, call.getOperator(), arguments);
        bb.setRoot(LogicalTableFunctionScan.create(cluster, inputs, converted, null, type, null), true);
    }
}
