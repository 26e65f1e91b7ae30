package io.velaria.stream;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the plan of an ordinary query over a source table continuous, or says why that cannot be. */
public final class StreamRewrite {
    private final boolean emitChanges;
    private int scans;
    private boolean grouped;
    private boolean limited;

    private StreamRewrite(boolean emitChanges) {
        this.emitChanges = emitChanges;
    }

    /** A continuous plan and how it runs. */
    public record Result(PhysicalPlan plan, StreamStrategy strategy) {}

    /**
     * @param emitChanges whether the query asked for changes of groups
     * @throws VelariaException 42809 where nothing in the query is a stream, 0A000 for what a stream cannot do
     */
    public static Result apply(PhysicalPlan plan, boolean emitChanges) {
        StreamRewrite rewrite = new StreamRewrite(emitChanges);
        rewrite.inspect(plan);
        if (rewrite.scans == 0) {
            throw VelariaException.of(SqlState.WRONG_OBJECT_TYPE, "SELECT STREAM reads no source table")
                    .hint("CREATE SOURCE TABLE makes one; without STREAM the query ends");
        }
        if (rewrite.scans > 1) {
            throw VelariaException.unsupported("SELECT STREAM over more than one source table");
        }
        if (rewrite.grouped && !emitChanges) {
            throw VelariaException.unsupported("an aggregate over a stream without a window and without EMIT CHANGES")
                    .hint("EMIT CHANGES gives each group's changes as they happen");
        }
        if (emitChanges && !rewrite.grouped) {
            throw VelariaException.unsupported("EMIT CHANGES of a query without an aggregate")
                    .hint("its rows never change; leave out EMIT CHANGES");
        }
        StreamStrategy strategy = new StreamStrategy(source(plan), rewrite.grouped, rewrite.limited);
        return new Result(rewrite.convert(plan, strategy), strategy);
    }

    private static String source(PhysicalPlan plan) {
        if (plan instanceof Scan scan) {
            return scan.source().description();
        }
        return source(plan.inputs().get(0));
    }

    private void inspect(PhysicalPlan plan) {
        if (plan instanceof Scan scan) {
            if (!(scan.source() instanceof StreamTable)) {
                throw scans == 0 && !grouped
                        ? VelariaException.of(
                                SqlState.WRONG_OBJECT_TYPE,
                                "SELECT STREAM needs a source table, but "
                                        + scan.source().description() + " is none")
                        : VelariaException.unsupported("SELECT STREAM over a source table and another one");
            }
            scans++;
        } else if (plan instanceof Aggregate) {
            if (grouped) {
                throw VelariaException.unsupported("an aggregate of an aggregate over a stream");
            }
            grouped = true;
        } else if (plan instanceof Limit limit) {
            if (emitChanges) {
                throw VelariaException.unsupported("LIMIT with EMIT CHANGES");
            }
            limited = limit.fetch() != null;
        } else if (plan instanceof Sort) {
            throw VelariaException.unsupported("ORDER BY over a stream, which has no last row,");
        } else if (!(plan instanceof Filter) && !(plan instanceof Project)) {
            throw VelariaException.unsupported(plan.label().toLowerCase(Locale.ROOT) + " in SELECT STREAM");
        }
        plan.inputs().forEach(this::inspect);
    }

    private PhysicalPlan convert(PhysicalPlan plan, StreamStrategy strategy) {
        if (!emitChanges) {
            return continuous(plan, strategy);
        }
        List<ChangelogAggregate.Step> steps = new ArrayList<>();
        PhysicalPlan node = plan;
        while (!(node instanceof Aggregate)) {
            if (node instanceof Filter filter) {
                steps.add(0, new ChangelogAggregate.Step(filter.condition(), List.of()));
            } else {
                steps.add(0, new ChangelogAggregate.Step(null, ((Project) node).expressions()));
            }
            node = node.inputs().get(0);
        }
        Aggregate aggregate = (Aggregate) node;
        Aggregate changed = new Aggregate(
                continuous(aggregate.input(), strategy),
                aggregate.keys(),
                aggregate.groupingSets(),
                aggregate.calls(),
                aggregate.schema(),
                aggregate.estimatedRows());
        List<Field> schema = new ArrayList<>(plan.schema());
        for (String reserved : List.of(ChangelogAggregate.OP, ChangelogAggregate.SEQUENCE)) {
            if (schema.stream().anyMatch(field -> field.name().equalsIgnoreCase(reserved))) {
                throw VelariaException.of(
                        SqlState.DUPLICATE_COLUMN, "column " + reserved + " is added by EMIT CHANGES itself");
            }
        }
        schema.add(new Field(ChangelogAggregate.OP, SqlType.VARCHAR, false));
        schema.add(new Field(ChangelogAggregate.SEQUENCE, SqlType.BIGINT, false));
        return new ChangelogAggregate(changed, steps, schema);
    }

    private static PhysicalPlan continuous(PhysicalPlan plan, StreamStrategy strategy) {
        if (plan instanceof Scan scan) {
            StreamTable table = (StreamTable) scan.source();
            return new Scan(
                    table.continuous(strategy), scan.columns(), scan.schema(), scan.skipping(), scan.estimatedRows());
        }
        PhysicalPlan input = continuous(plan.inputs().get(0), strategy);
        if (plan instanceof Filter filter) {
            return new Filter(input, filter.condition(), filter.estimatedRows());
        }
        if (plan instanceof Project project) {
            return new Project(input, project.expressions(), project.schema());
        }
        Limit limit = (Limit) plan;
        return new Limit(input, limit.offset(), limit.fetch(), limit.estimatedRows());
    }
}
