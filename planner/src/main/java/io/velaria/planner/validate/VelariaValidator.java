package io.velaria.planner.validate;

import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.catalog.VelariaCatalogReader;
import io.velaria.planner.parse.SqlParsing;
import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.type.SqlType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Calcite's validator with PostgreSQL's habits, and a type for every {@code ?}. */
public final class VelariaValidator extends SqlValidatorImpl {
    private static final SqlValidator.Config CONFIG = SqlValidator.Config.DEFAULT
            .withConformance(SqlParsing.CONFORMANCE)
            .withIdentifierExpansion(true)
            .withColumnReferenceExpansion(true)
            .withTypeCoercionEnabled(true)
            .withTypeCoercionFactory(Coercion::new)
            .withCallRewrite(false)
            .withDefaultNullCollation(org.apache.calcite.config.NullCollation.HIGH);

    private final PlanningContext context;
    private final RelDataType varchar;

    public VelariaValidator(OperatorTable operators, VelariaCatalogReader catalog, VelariaTypeFactory typeFactory) {
        super(operators, catalog, typeFactory, CONFIG);
        this.context = catalog.context();
        this.varchar = typeFactory.createTypeWithNullability(typeFactory.createSqlType(SqlTypeName.VARCHAR), true);
    }

    @Override
    public SqlTypeMappingRule getTypeMappingRule() {
        return CastRules.INSTANCE;
    }

    /**
     * A parameter has the type that the caller says its value has; else that which its surroundings give; else VARCHAR.
     */
    @Override
    protected void inferUnknownTypes(RelDataType inferred, SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlDynamicParam parameter
                && (inferred.equals(getUnknownType()) || context.boundType(parameter.getIndex()) != null)) {
            if (getValidatedNodeTypeIfKnown(parameter) == null) {
                setValidatedNodeType(parameter, boundType(parameter.getIndex()));
            }
            return;
        }
        super.inferUnknownTypes(inferred, scope, node);
    }

    /** The type of a parameter that nothing has been inferred for yet is unknown, not an error. */
    @Override
    public RelDataType getValidatedNodeType(SqlNode node) {
        return node instanceof SqlDynamicParam && getValidatedNodeTypeIfKnown(node) == null
                ? getUnknownType()
                : super.getValidatedNodeType(node);
    }

    private RelDataType boundType(int parameter) {
        SqlType bound = context.boundType(parameter);
        return bound == null || bound.kind() == io.velaria.runtime.type.TypeKind.NULL
                ? varchar
                : TypeMapping.toColumnType(bound, true, (VelariaTypeFactory) getTypeFactory());
    }

    /** Parameters inside of ORDER BY expressions are typed like any others. */
    @Override
    protected void validateOrderList(SqlSelect select) {
        SqlNodeList order = select.getOrderList();
        if (order != null) {
            for (SqlNode item : order) {
                inferUnknownTypes(getUnknownType(), getOrderScope(select), item);
            }
        }
        super.validateOrderList(select);
    }
}
