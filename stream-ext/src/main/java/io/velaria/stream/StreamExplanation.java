package io.velaria.stream;

import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What EXPLAIN STREAM says: the sections logical, physical and strategy, line by line. */
public final class StreamExplanation {
    public static final List<Field> SCHEMA = List.of(
            new Field("section", SqlType.VARCHAR, false),
            new Field("ordinal", SqlType.INTEGER, false),
            new Field("content", SqlType.VARCHAR, false));

    private StreamExplanation() {}

    /** @param logical the plan as it was before it became continuous */
    public static List<List<Object>> rows(PhysicalPlan logical, StreamRewrite.Result result) {
        List<List<Object>> rows = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        lines.add("source=" + result.strategy().source());
        lines.add("sink=resultset");
        number(lines, logical, false);
        add(rows, "logical", lines);
        lines = new ArrayList<>();
        lines.add("writes_to_sink=false");
        lines.add("sink=resultset");
        lines.add("has_window=false");
        lines.add("has_stateful_ops=" + result.strategy().grouped());
        lines.add("partition_local_prefix_nodes=" + localPrefix(result.plan()));
        lines.add("actor_eligible=false");
        lines.add("actor_eligibility_reason=" + StreamStrategy.actorReason());
        lines.add("ends_after_rows=" + result.strategy().limited());
        number(lines, result.plan(), true);
        add(rows, "physical", lines);
        lines = new ArrayList<>();
        for (Map.Entry<String, Object> entry : result.strategy().entries().entrySet()) {
            lines.add(entry.getKey() + "=" + entry.getValue());
        }
        add(rows, "strategy", lines);
        return rows;
    }

    /** The nodes in the order in which rows pass them. */
    private static List<PhysicalPlan> nodes(PhysicalPlan plan) {
        List<PhysicalPlan> nodes = new ArrayList<>();
        for (PhysicalPlan node = plan;
                node != null;
                node = node.inputs().isEmpty() ? null : node.inputs().get(0)) {
            nodes.add(node);
        }
        Collections.reverse(nodes);
        return nodes;
    }

    /** Whether a node treats each row by itself, so that parts of the stream could pass it apart. */
    private static boolean isPartitionLocal(PhysicalPlan node) {
        return !(node instanceof ChangelogAggregate) && !(node instanceof Limit);
    }

    private static int localPrefix(PhysicalPlan plan) {
        int count = 0;
        for (PhysicalPlan node : nodes(plan)) {
            if (!isPartitionLocal(node)) {
                break;
            }
            count++;
        }
        return count;
    }

    private static void number(List<String> lines, PhysicalPlan plan, boolean physical) {
        int number = 0;
        for (PhysicalPlan node : nodes(plan)) {
            String details = node.details().entrySet().stream()
                    .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining());
            String locality = physical
                    ? " partition_local=" + isPartitionLocal(node)
                            + (node instanceof ChangelogAggregate ? " stateful=true" : "")
                    : "";
            lines.add(++number + ". " + node.label() + locality + details);
        }
    }

    private static void add(List<List<Object>> rows, String section, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            rows.add(List.of(section, i + 1L, lines.get(i)));
        }
    }
}
