package io.velaria.planner.translate;

import io.velaria.planner.catalog.PlannerTable;
import io.velaria.planner.spi.RelationTranslator;
import io.velaria.planner.type.TypeMapping;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.SetOperation;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** Turns an optimised relational tree into a {@link PhysicalPlan}, node by node; columns are pruned afterwards. */
public final class RelationConverter implements RelationTranslator.Context {
    private final List<RelationTranslator> translators;
    private final Set<String> disabledRules;

    /** @param disabledRules names of rewrites that no translator may do */
    public RelationConverter(List<RelationTranslator> translators, Set<String> disabledRules) {
        this.translators = translators;
        this.disabledRules = disabledRules;
    }

    @Override
    public boolean isEnabled(String rewrite) {
        return !disabledRules.contains(rewrite);
    }

    @Override
    public PhysicalPlan convert(RelNode node) {
        RelNode stripped = node.stripped();
        for (RelationTranslator translator : translators) {
            PhysicalPlan plan = translator.translate(stripped, this);
            if (plan != null) {
                return plan;
            }
        }
        if (stripped instanceof TableScan scan) {
            return scan(scan);
        }
        if (stripped instanceof org.apache.calcite.rel.core.Filter filter) {
            return new Filter(
                    convert(filter.getInput()), ExpressionConverter.convert(filter.getCondition()), rows(filter));
        }
        if (stripped instanceof org.apache.calcite.rel.core.Project project) {
            return project(project);
        }
        if (stripped instanceof Join join) {
            return new JoinConverter(this).convert(join);
        }
        if (stripped instanceof org.apache.calcite.rel.core.Aggregate aggregate) {
            return AggregateConverter.convert(aggregate, convert(aggregate.getInput()), rows(aggregate));
        }
        if (stripped instanceof org.apache.calcite.rel.core.Sort sort) {
            return sort(sort);
        }
        if (stripped instanceof org.apache.calcite.rel.core.Values values) {
            return values(values);
        }
        if (stripped instanceof SetOp operation) {
            return setOperation(operation);
        }
        if (stripped instanceof org.apache.calcite.rel.core.Window window) {
            return WindowConverter.convert(window, convert(window.getInput()));
        }
        if (stripped instanceof Correlate correlate) {
            return UnnestConverter.convert(correlate, this);
        }
        if (stripped instanceof Uncollect uncollect) {
            return UnnestConverter.convert(uncollect, this);
        }
        throw VelariaException.unsupported(stripped.getRelTypeName().replaceFirst("^Logical", ""));
    }

    @Override
    public Expression expression(RexNode node) {
        return ExpressionConverter.convert(node);
    }

    @Override
    public List<Field> fields(RelDataType rowType) {
        return schema(rowType);
    }

    static List<Field> schema(RelDataType rowType) {
        List<Field> fields = new ArrayList<>(rowType.getFieldCount());
        for (RelDataTypeField field : rowType.getFieldList()) {
            RelDataType type = field.getType();
            fields.add(new Field(field.getName(), TypeMapping.toSqlType(type), type.isNullable()));
        }
        return fields;
    }

    @Override
    public double rows(RelNode node) {
        RelMetadataQuery metadata = node.getCluster().getMetadataQuery();
        Double rows = metadata.getRowCount(node);
        return rows == null ? Double.NaN : rows;
    }

    private PhysicalPlan scan(TableScan scan) {
        PlannerTable table = scan.getTable().unwrap(PlannerTable.class);
        if (table == null || table.source() == null) {
            throw VelariaException.unsupported("reading " + scan.getTable());
        }
        int declared = table.fields().size();
        List<Integer> columns = IntStream.range(0, scan.getRowType().getFieldCount())
                .mapToObj(i -> i < declared ? i : ScanSource.ROW_ID)
                .toList();
        List<Field> schema = new ArrayList<>(table.fields());
        if (columns.size() > declared) {
            schema.add(new Field(PlannerTable.ROW_ID, SqlType.BIGINT, false));
        }
        return new Scan(table.source(), columns, unsized(schema), List.of(), rows(scan));
    }

    /** Within a query text has no declared length. */
    private static List<Field> unsized(List<Field> fields) {
        return fields.stream()
                .map(field -> field.type().kind() == io.velaria.runtime.type.TypeKind.VARCHAR
                        ? new Field(field.name(), SqlType.VARCHAR, field.nullable())
                        : field)
                .toList();
    }

    private PhysicalPlan project(org.apache.calcite.rel.core.Project project) {
        if (project.containsOver()) {
            return new WindowConverter().convert(project, convert(project.getInput()));
        }
        PhysicalPlan input = convert(project.getInput());
        List<Expression> expressions = ExpressionConverter.convert(project.getProjects());
        return project(input, expressions, schema(project.getRowType()));
    }

    /** A projection of constant rows is constant rows, one of a projection a single one, where that repeats no work. */
    static PhysicalPlan project(PhysicalPlan input, List<Expression> expressions, List<Field> schema) {
        if (input instanceof Values values
                && (values.rows().size() <= 1 || expressions.stream().allMatch(RelationConverter::isCheap))
                && isReadOnce(values, expressions)) {
            List<List<Expression>> rows = new ArrayList<>();
            for (List<Expression> row : values.rows()) {
                rows.add(expressions.stream()
                        .map(expression -> Expressions.substitute(expression, row))
                        .toList());
            }
            return new Values(rows, schema);
        }
        if (input instanceof Project below && expressions.stream().allMatch(InputRef.class::isInstance)) {
            List<Expression> composed = expressions.stream()
                    .map(expression -> below.expressions().get(((InputRef) expression).index()))
                    .toList();
            if (Expressions.repeatsNoWork(composed)) {
                return new Project(below.input(), composed, schema);
            }
        }
        return new Project(input, expressions, schema);
    }

    /** Whether nothing is computed twice where the expressions take the place of what they read. */
    private static boolean isReadOnce(Values values, List<Expression> expressions) {
        int[] reads = new int[values.schema().size()];
        expressions.forEach(expression -> countReads(expression, reads));
        for (List<Expression> row : values.rows()) {
            for (int i = 0; i < reads.length; i++) {
                if (reads[i] > 1 && !isCheap(row.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void countReads(Expression expression, int[] reads) {
        if (expression instanceof InputRef input) {
            reads[input.index()]++;
        } else if (expression instanceof io.velaria.runtime.expression.Call call) {
            call.operands().forEach(operand -> countReads(operand, reads));
        }
    }

    private static boolean isCheap(Expression expression) {
        return expression instanceof InputRef
                || expression instanceof Literal
                || expression instanceof Parameter
                || expression instanceof io.velaria.runtime.expression.Call call
                        && call.function().equals(Operators.CAST)
                        && call.operands().stream().allMatch(RelationConverter::isCheap);
    }

    private PhysicalPlan sort(org.apache.calcite.rel.core.Sort sort) {
        PhysicalPlan input = convert(sort.getInput());
        Expression offset = rowCount(sort.offset);
        Expression fetch = rowCount(sort.fetch);
        double rows = rows(sort);
        List<SortKey> keys = sortKeys(sort.getCollation());
        return keys.isEmpty() ? new Limit(input, offset, fetch, rows) : new Sort(input, keys, offset, fetch, rows);
    }

    static Expression rowCount(RexNode node) {
        if (node == null) {
            return null;
        }
        if (node instanceof RexLiteral literal) {
            return new Literal(RexLiteral.numberValue(literal).longValue(), SqlType.BIGINT);
        }
        if (node instanceof RexDynamicParam parameter) {
            return new Parameter(parameter.getIndex(), SqlType.BIGINT);
        }
        throw VelariaException.unsupported("an expression in LIMIT");
    }

    static List<SortKey> sortKeys(RelCollation collation) {
        List<SortKey> keys = new ArrayList<>();
        for (RelFieldCollation field : collation.getFieldCollations()) {
            keys.add(sortKey(field));
        }
        return keys;
    }

    static SortKey sortKey(RelFieldCollation field) {
        boolean descending = field.direction.isDescending();
        boolean nullsFirst =
                switch (field.nullDirection) {
                    case FIRST -> true;
                    case LAST -> false;
                    case UNSPECIFIED -> descending;
                };
        return new SortKey(field.getFieldIndex(), descending, nullsFirst);
    }

    private static PhysicalPlan values(org.apache.calcite.rel.core.Values values) {
        List<Field> schema = schema(values.getRowType());
        List<List<Expression>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.tuples) {
            List<Expression> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                row.add(ExpressionConverter.cast(
                        Operators.CAST,
                        LiteralConverter.convert(tuple.get(i)),
                        schema.get(i).type()));
            }
            rows.add(row);
        }
        return new Values(rows, schema);
    }

    private PhysicalPlan setOperation(SetOp operation) {
        List<Field> schema = schema(operation.getRowType());
        List<PhysicalPlan> inputs = new ArrayList<>();
        for (RelNode input : operation.getInputs()) {
            inputs.add(Expressions.castTo(convert(input), schema));
        }
        double rows = rows(operation);
        return switch (operation.kind) {
            case UNION -> {
                PhysicalPlan all = unionAll(inputs, schema, rows);
                yield operation.all ? all : distinct(all, schema, rows);
            }
            case INTERSECT -> new SetOperation(SetOperation.Kind.INTERSECT, operation.all, inputs, schema, rows);
            case EXCEPT -> new SetOperation(SetOperation.Kind.EXCEPT, operation.all, inputs, schema, rows);
            default -> throw VelariaException.unsupported(operation.kind.toString());
        };
    }

    /** Constant rows one after another are one list of rows. */
    private static PhysicalPlan unionAll(List<PhysicalPlan> inputs, List<Field> schema, double rows) {
        if (inputs.stream().allMatch(Values.class::isInstance)) {
            List<List<Expression>> all = new ArrayList<>();
            inputs.forEach(input -> all.addAll(((Values) input).rows()));
            return new Values(all, schema);
        }
        return new SetOperation(SetOperation.Kind.UNION, true, inputs, schema, rows);
    }

    private static PhysicalPlan distinct(PhysicalPlan input, List<Field> schema, double rows) {
        List<Integer> keys = IntStream.range(0, schema.size()).boxed().toList();
        return new Aggregate(input, keys, List.of(keys), List.of(), schema, rows);
    }
}
