package io.velaria.planner.translate;

import io.velaria.planner.PlannedStatement.ColumnOrigin;
import io.velaria.planner.catalog.PlannerTable;
import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.catalog.VelariaCatalogReader;
import io.velaria.planner.fold.ConstantFolder;
import io.velaria.planner.metadata.MetadataHandlers;
import io.velaria.planner.parse.Shorthands;
import io.velaria.planner.parse.SqlParsing;
import io.velaria.planner.rewrite.Optimizer;
import io.velaria.planner.rewrite.OptimizerContext;
import io.velaria.planner.rewrite.Rewrite;
import io.velaria.planner.spi.PlannerExtension;
import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VelariaRexBuilder;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.planner.validate.Extensions;
import io.velaria.planner.validate.FromRewriter;
import io.velaria.planner.validate.OperatorTable;
import io.velaria.planner.validate.SqlToRel;
import io.velaria.planner.validate.StatementErrors;
import io.velaria.planner.validate.VelariaValidator;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Plans the queries of one statement: validation, conversion, rewriting, translation. For one statement, one thread. */
public final class QueryPlanner {
    private static final int MAX_VIEW_DEPTH = 64;

    private final String sql;
    private final PlanningContext context;
    private final Extensions extensions;
    private final VelariaTypeFactory typeFactory = new VelariaTypeFactory();
    private final VelariaCatalogReader catalog;
    private final OperatorTable operators;
    private final StatementErrors errors;
    private final ConstantFolder folder;
    private final RelOptCluster cluster;
    private final Map<Integer, SqlType> parameters = new HashMap<>();
    private int viewDepth;

    public QueryPlanner(String sql, PlanningContext context, Extensions extensions, OperatorTable operators) {
        this.sql = sql;
        this.context = context;
        this.extensions = extensions;
        this.operators = operators;
        this.catalog = new VelariaCatalogReader(context, typeFactory);
        this.errors = new StatementErrors(catalog, operators);
        this.folder = new ConstantFolder(
                evaluation(0, new Object[0]), context.parameterValues(), ExpressionConverter::convert);
        HepPlanner planner = new HepPlanner(HepProgram.builder().build());
        planner.setExecutor(folder);
        this.cluster = RelOptCluster.create(planner, new VelariaRexBuilder(typeFactory));
        MetadataHandlers.install(cluster);
    }

    /**
     * A query's plan.
     *
     * @param fields the result's columns; text has the declared length of the column that it shows
     */
    public record Query(PhysicalPlan plan, List<Field> fields, List<ColumnOrigin> origins) {}

    public VelariaCatalogReader catalog() {
        return catalog;
    }

    public PlanningContext context() {
        return context;
    }

    public VelariaTypeFactory typeFactory() {
        return typeFactory;
    }

    /** The function of that name, or null. */
    public SqlOperator function(String name) {
        return operators.function(name);
    }

    public Query plan(SqlNode query) {
        return guarded(() -> {
            List<String> given = ResultNames.of(query, sql);
            RelRoot root = convert(query);
            List<String> names = ResultNames.complete(given, root.validatedRowType.getFieldNames());
            List<Field> fields = new ArrayList<>();
            List<ColumnOrigin> origins = new ArrayList<>();
            origins(root, fields, origins);
            for (int i = 0; i < names.size(); i++) {
                Field field = fields.get(i);
                fields.set(i, new Field(names.get(i), field.type(), field.nullable()));
            }
            PhysicalPlan plan = translate(optimise(root.project(true)), names);
            return new Query(plan, fields, origins);
        });
    }

    /** A query up to its rewritten relational tree. */
    public RelNode relation(SqlNode query) {
        return guarded(() -> optimise(convert(query).project(true)));
    }

    /** The tree as a plan whose columns have these names. */
    public PhysicalPlan translate(RelNode relation, List<String> names) {
        return guarded(() -> {
            Set<String> disabled = disabledRules();
            PhysicalPlan pruned =
                    ColumnPruning.prune(new RelationConverter(extensions.translators(), disabled).convert(relation));
            if (!disabled.contains(Rewrite.TOP_PER_PARTITION.ruleName())) {
                pruned = PartitionTops.insert(pruned);
            }
            if (!disabled.contains(Rewrite.WINDOW_TO_GROUPS.ruleName())) {
                pruned = WholePartitions.group(pruned, context.functions());
            }
            boolean shares = !disabled.contains(Rewrite.SHARE_COMMON_PLANS.ruleName());
            return named(shares ? CommonPlans.share(pruned, context.functions()) : pruned, names);
        });
    }

    /** The types of parameters {@code 0 .. count - 1}; VARCHAR where a statement does not use one. */
    public List<SqlType> parameterTypes(int count) {
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(parameters.getOrDefault(i, SqlType.VARCHAR));
        }
        return types;
    }

    /** The type that a declaration names. */
    public SqlType type(SqlDataTypeSpec declaration) {
        return guarded(() ->
                TypeMapping.toSqlType(declaration.deriveType(new VelariaValidator(operators, catalog, typeFactory))));
    }

    /** Says the type of a parameter that does not go through a query. */
    void parameter(int index, SqlType type) {
        parameters.put(index, type);
    }

    private EvaluationContext evaluation(long micros, Object[] parameterValues) {
        return new EvaluationContext(parameterValues, micros, context.zone(), context.functions());
    }

    /** What the plans so far take for granted of their parameters. */
    List<Expression> assumptions() {
        return folder.assumptions();
    }

    /** The value of an expression without columns and parameters, in the form of a Literal. */
    public Object constant(SqlNode expression) {
        return literal(expression).value();
    }

    /** The same with its type. */
    public Literal literal(SqlNode expression) {
        return guarded(() -> {
            SqlNode values = org.apache.calcite.sql.fun.SqlStdOperatorTable.VALUES.createCall(
                    expression.getParserPosition(),
                    org.apache.calcite.sql.fun.SqlStdOperatorTable.ROW.createCall(
                            expression.getParserPosition(), expression));
            PhysicalPlan plan = plan(values).plan();
            if (!(plan instanceof Values rows) || rows.rows().size() != 1) {
                throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "not a constant: " + expression);
            }
            Expression constant = rows.rows().get(0).get(0);
            Object value;
            if (constant instanceof Literal known) {
                value = known.value();
            } else {
                // What folding has left may be of now: the current date, a random number.
                context.dependOnTime();
                value = ConstantFolder.evaluate(
                        constant, evaluation(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), new Object[0]));
            }
            return new Literal(value, plan.schema().get(0).type());
        });
    }

    private RelRoot convert(SqlNode query) {
        Shorthands.groupByAll(query, operators::isAggregate);
        SqlNode rewritten = query.accept(new FromRewriter(this));
        VelariaValidator validator = new VelariaValidator(operators, catalog, typeFactory);
        SqlNode validated = validator.validate(rewritten);
        rememberParameters(validated, validator);
        RelRoot root =
                SqlToRel.create(validator, catalog, cluster, this::expandView).convertQuery(validated, false, true);
        return root;
    }

    private void rememberParameters(SqlNode node, VelariaValidator validator) {
        node.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlDynamicParam parameter) {
                RelDataType type = validator.getValidatedNodeTypeIfKnown(parameter);
                if (type != null) {
                    parameters.put(parameter.getIndex(), unsized(TypeMapping.toSqlType(type)));
                }
                return null;
            }
        });
    }

    private static SqlType unsized(SqlType type) {
        return type.kind() == TypeKind.VARCHAR ? SqlType.VARCHAR : type;
    }

    private RelNode optimise(RelNode relation) {
        OptimizerContext optimizer = new OptimizerContext(
                disabledRules(), OptimizerContext.DEFAULT_BUDGET_NANOS, extensions.rules(), folder);
        return Optimizer.optimise(relation, optimizer);
    }

    private Set<String> disabledRules() {
        String names = context.settings().get("disabled_rules", "");
        return Arrays.stream(names.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** A view's query, planned where it is used; its columns keep the view's names and types. */
    private RelRoot expandView(RelDataType rowType, String sql, List<String> schemaPath, List<String> viewPath) {
        if (++viewDepth > MAX_VIEW_DEPTH) {
            throw VelariaException.of(
                    SqlState.STATEMENT_TOO_COMPLEX, "views are nested too deep: " + String.join(".", viewPath));
        }
        try {
            RelRoot root = convert(SqlParsing.parseStatement(sql));
            RelNode query = root.project(true);
            if (query.getRowType().getFieldCount() != rowType.getFieldCount()) {
                throw VelariaException.of(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "the columns of view " + String.join(".", viewPath)
                                + " have changed since it was created; create it again");
            }
            RelNode cast = org.apache.calcite.plan.RelOptUtil.createCastRel(query, rowType, true);
            return RelRoot.of(cast, root.kind);
        } finally {
            viewDepth--;
        }
    }

    /** Where the columns of the result come from, before rewriting loses track. */
    private void origins(RelRoot root, List<Field> fields, List<ColumnOrigin> origins) {
        List<Field> plain = RelationConverter.schema(root.validatedRowType);
        RelNode relation = root.rel;
        for (int i = 0; i < plain.size(); i++) {
            Field field = plain.get(i);
            RelColumnOrigin origin = null;
            Set<RelColumnOrigin> all = relation.getCluster()
                    .getMetadataQuery()
                    .getColumnOrigins(relation, root.fields.get(i).getKey());
            if (all != null && all.size() == 1 && !all.iterator().next().isDerived()) {
                origin = all.iterator().next();
            }
            PlannerTable table = origin == null ? null : origin.getOriginTable().unwrap(PlannerTable.class);
            if (table == null
                    || origin.getOriginColumnOrdinal() >= table.fields().size()) {
                fields.add(field);
                origins.add(null);
                continue;
            }
            Field source = table.fields().get(origin.getOriginColumnOrdinal());
            boolean sized =
                    source.type().kind() == TypeKind.VARCHAR && field.type().kind() == TypeKind.VARCHAR;
            fields.add(sized ? new Field(field.name(), source.type(), field.nullable()) : field);
            origins.add(
                    table.catalogTable() == null
                            ? null
                            : new ColumnOrigin(
                                    table.catalogTable().name().schema(),
                                    table.catalogTable().name().name(),
                                    source.name()));
        }
    }

    private static PhysicalPlan named(PhysicalPlan plan, List<String> names) {
        List<Field> schema = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < names.size(); i++) {
            Field field = plan.schema().get(i);
            same &= field.name().equals(names.get(i));
            schema.add(new Field(names.get(i), field.type(), field.nullable()));
        }
        if (same) {
            return plan;
        }
        if (plan instanceof Project project) {
            return new Project(project.input(), project.expressions(), schema);
        }
        if (plan instanceof Values values) {
            return new Values(values.rows(), schema);
        }
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            columns.add(new InputRef(i, schema.get(i).type()));
        }
        return new Project(plan, columns, schema);
    }

    /** Runs a part of planning; what Calcite throws comes out as ours. */
    public <T> T guarded(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (VelariaException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw VelariaException.of(SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deep", e);
        } catch (RuntimeException | AssertionError e) {
            throw errors.translate(e);
        }
    }

    /** The table that a name means, as the validator resolved it; for statements that change tables. */
    public RelOptTable table(List<String> names) {
        return catalog.getTable(names);
    }

    public List<PlannerExtension> extensions() {
        return extensions.all();
    }
}
