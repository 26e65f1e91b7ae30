package io.velaria.planner.validate;

import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.catalog.VelariaCatalogReader;
import io.velaria.planner.parse.SqlParsing;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.error.VelariaException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SelectScope;
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

    private final OperatorTable operators;
    private final PlanningContext context;
    private final ParameterTypes parameters;
    /** Calls whose operands' parameters have been seen to. */
    private final Set<SqlNode> prepared = Collections.newSetFromMap(new IdentityHashMap<>());

    public VelariaValidator(OperatorTable operators, VelariaCatalogReader catalog, VelariaTypeFactory typeFactory) {
        super(operators, catalog, typeFactory, CONFIG);
        this.operators = operators;
        this.context = catalog.context();
        this.parameters = new ParameterTypes(context, typeFactory);
    }

    PlanningContext context() {
        return context;
    }

    @Override
    public SqlTypeMappingRule getTypeMappingRule() {
        return CastRules.INSTANCE;
    }

    /** A parameter that has no type yet is not marked as one of unknown type, which would stay. */
    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlDynamicParam) {
            RelDataType known = getValidatedNodeTypeIfKnown(node);
            return known == null ? getUnknownType() : known;
        }
        return super.deriveType(scope, node);
    }

    @Override
    public RelDataType getValidatedNodeType(SqlNode node) {
        RelDataType type = getValidatedNodeTypeIfKnown(node);
        return type == null && node instanceof SqlDynamicParam parameter
                ? parameters.standalone(parameter.getIndex())
                : super.getValidatedNodeType(node);
    }

    @Override
    public RelDataType getValidatedNodeTypeIfKnown(SqlNode node) {
        RelDataType type = super.getValidatedNodeTypeIfKnown(node);
        return type == null && node instanceof SqlDynamicParam parameter
                ? parameters.known(parameter.getIndex())
                : type;
    }

    /** A parameter that nothing around it gives a type has that of the value bound to it, else VARCHAR. */
    @Override
    protected void inferUnknownTypes(RelDataType inferred, SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlDynamicParam parameter) {
            boolean wanted = !inferred.equals(getUnknownType()) && inferred.getSqlTypeName() != SqlTypeName.NULL;
            setValidatedNodeType(
                    parameter,
                    wanted
                            ? parameters.choose(
                                    parameter.getIndex(), typeFactory.createTypeWithNullability(inferred, true))
                            : parameters.standalone(parameter.getIndex()));
            return;
        }
        if (node instanceof SqlCall call && !node.isA(SqlKind.QUERY)) {
            prepare(call, scope);
        }
        if (node instanceof SqlNodeList rows && inferred.isStruct() && isRows(rows)) {
            // each is like the row before IN; Calcite takes its fields for those of the list
            for (SqlNode row : rows) {
                super.inferUnknownTypes(inferred, scope, row);
            }
            return;
        }
        super.inferUnknownTypes(inferred, scope, node);
    }

    private static boolean isRows(SqlNodeList list) {
        return list.stream().allMatch(element -> element.getKind() == SqlKind.ROW);
    }

    /** From inside out: an operator's type is asked for before its own operands have got theirs. */
    private void prepare(SqlCall call, SqlValidatorScope scope) {
        if (call.isA(SqlKind.QUERY) || !prepared.add(call)) {
            return;
        }
        if (call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN) {
            prepareRows(call, scope);
        }
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (operand instanceof SqlNodeList list) {
                for (SqlNode element : list) {
                    if (element instanceof SqlCall inner) {
                        prepare(inner, scope);
                    }
                }
            } else if (operand instanceof SqlCall inner) {
                prepare(inner, scope);
            } else if (operand instanceof SqlDynamicParam parameter && parameters.known(parameter.getIndex()) == null) {
                RelDataType wanted = parameters.operand(call, i, sibling(call, i, scope));
                if (wanted != null) {
                    parameters.choose(parameter.getIndex(), wanted);
                }
            }
        }
    }

    /** {@code (a, b) IN ((?, ?), ..)}: each place of a row is like that of the tested row. */
    private void prepareRows(SqlCall in, SqlValidatorScope scope) {
        if (in.operand(0).getKind() != SqlKind.ROW || !(in.operand(1) instanceof SqlNodeList rows)) {
            return;
        }
        SqlCall tested = in.operand(0);
        for (SqlNode row : rows) {
            for (int i = 0; row instanceof SqlCall call && i < call.operandCount(); i++) {
                if (call.operand(i) instanceof SqlDynamicParam parameter && i < tested.operandCount()) {
                    RelDataType wanted = deriveType(scope, tested.operand(i));
                    parameters.choose(parameter.getIndex(), typeFactory.createTypeWithNullability(wanted, true));
                }
            }
        }
    }

    private RelDataType sibling(SqlCall call, int position, SqlValidatorScope scope) {
        if (!SqlKind.BINARY_ARITHMETIC.contains(call.getKind())) {
            return null;
        }
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (i != position && operand != null) {
                if (operand instanceof SqlCall inner) {
                    prepare(inner, scope);
                }
                RelDataType type = deriveType(scope, operand);
                if (!type.equals(getUnknownType())) {
                    return type;
                }
            }
        }
        return null;
    }

    /** An alias of a selected expression is replaced by it, which must not be computed twice with two results. */
    @Override
    public SqlNode expandSelectExpr(
            SqlNode expression, SelectScope scope, SqlSelect select, Map<String, SqlNode> expansions) {
        Set<String> before = Set.copyOf(expansions.keySet());
        SqlNode expanded = super.expandSelectExpr(expression, scope, select, expansions);
        expansions.forEach((alias, meaning) -> {
            if (!before.contains(alias) && isVolatile(meaning)) {
                throw VelariaException.unsupported("alias " + alias + " of a volatile expression in another expression")
                        .at(
                                expression.getParserPosition().getLineNum(),
                                expression.getParserPosition().getColumnNum());
            }
        });
        return expanded;
    }

    private boolean isVolatile(SqlNode expression) {
        boolean[] found = {false};
        expression.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                SqlOperator known = operators.function(call.getOperator().getName());
                found[0] |= !(known == null ? call.getOperator() : known).isDeterministic();
                return super.visit(call);
            }
        });
        return found[0];
    }

    /**
     * Parameters inside of ORDER BY expressions are typed like any others. The rest is done here as Calcite does it but
     * for its check of DESC, a feature that nobody can switch off: that makes an object of all its messages by reflection,
     * for which a first statement waits longer than for anything else in the validator. Calcite itself looks at what it
     * may have to refuse.
     */
    @Override
    protected void validateOrderList(SqlSelect select) {
        SqlNodeList order = select.getOrderList();
        if (order == null) {
            return;
        }
        SqlValidatorScope scope = getOrderScope(select);
        for (SqlNode item : order) {
            inferUnknownTypes(getUnknownType(), scope, item);
        }
        SqlNodeList expanded = new SqlNodeList(order.getParserPosition());
        for (SqlNode item : order) {
            expanded.add(expand(item, scope));
        }
        if (expanded.stream().anyMatch(item -> mayBeRefused(key(item)))) {
            super.validateOrderList(select);
            return;
        }
        select.setOrderBy(expanded);
        for (SqlNode item : expanded) {
            SqlNode key = key(item);
            key.validateExpr(this, scope);
            scope.validateExpr(key);
        }
    }

    /** What a list of ORDER BY sorts by, without DESC. */
    private static SqlNode key(SqlNode item) {
        SqlNode key = item;
        while (key.getKind() == SqlKind.DESCENDING) {
            key = ((SqlCall) key).operand(0);
        }
        return key;
    }

    private static boolean mayBeRefused(SqlNode key) {
        return key instanceof SqlCall call
                && (call.getOperator().requiresOver() || call.getOperator() instanceof SqlTableFunction);
    }
}
