package io.velaria.runtime.explain;

import io.velaria.runtime.execution.PlanStatistics;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.plan.PhysicalPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plans as EXPLAIN shows them: one line for each node, or JSON. */
public final class PlanPrinter {
    private PlanPrinter() {}

    /** @param statistics of a run that took {@code nanos}, or null */
    public static List<String> text(PhysicalPlan plan, PlanStatistics statistics, long nanos) {
        List<String> lines = new ArrayList<>();
        text(plan, statistics, 0, lines);
        if (statistics != null) {
            lines.add("Total time: " + millis(nanos) + " ms");
        }
        return lines;
    }

    private static void text(PhysicalPlan plan, PlanStatistics statistics, int depth, List<String> lines) {
        StringBuilder line = new StringBuilder("  ".repeat(depth)).append(plan.label());
        plan.details()
                .forEach((key, value) ->
                        line.append(' ').append(key).append(": ").append(value).append(';'));
        if (line.charAt(line.length() - 1) == ';') {
            line.setLength(line.length() - 1);
        }
        List<String> numbers = new ArrayList<>();
        if (!Double.isNaN(plan.estimatedRows()) && !(plan instanceof CommandPlan)) {
            numbers.add("~" + rows(plan.estimatedRows()) + " rows");
        }
        if (statistics != null && !(plan instanceof CommandPlan)) {
            PlanStatistics.Node node = statistics.node(plan);
            numbers.add("actual " + node.rows() + " rows");
            numbers.add(millis(node.nanos()) + " ms");
        }
        if (!numbers.isEmpty()) {
            line.append("  (").append(String.join(", ", numbers)).append(')');
        }
        lines.add(line.toString());
        for (PhysicalPlan input : inputs(plan)) {
            text(input, statistics, depth + 1, lines);
        }
    }

    /** A command's query is shown below it. */
    private static List<PhysicalPlan> inputs(PhysicalPlan plan) {
        if (plan instanceof CommandPlan command) {
            if (command.command() instanceof Command.CreateTable create && create.query() != null) {
                return List.of(create.query());
            }
            if (command.command() instanceof Command.CopyTo copy) {
                return List.of(copy.query());
            }
        }
        return plan.inputs();
    }

    /** @param statistics of a run that took {@code nanos}, or null */
    public static String json(PhysicalPlan plan, PlanStatistics statistics, long nanos) {
        StringBuilder json = new StringBuilder();
        json.append('{');
        if (statistics != null) {
            json.append("\"total_ms\": ").append(millis(nanos)).append(", ");
        }
        json.append("\"plan\": ");
        json(plan, statistics, json);
        return json.append('}').toString();
    }

    private static void json(PhysicalPlan plan, PlanStatistics statistics, StringBuilder json) {
        json.append("{\"node\": ");
        string(plan.label(), json);
        for (Map.Entry<String, String> detail : plan.details().entrySet()) {
            json.append(", ");
            string(detail.getKey(), json);
            json.append(": ");
            string(detail.getValue(), json);
        }
        if (!Double.isNaN(plan.estimatedRows()) && !(plan instanceof CommandPlan)) {
            json.append(", \"estimated_rows\": ").append(rows(plan.estimatedRows()));
        }
        if (statistics != null && !(plan instanceof CommandPlan)) {
            PlanStatistics.Node node = statistics.node(plan);
            json.append(", \"actual_rows\": ").append(node.rows());
            json.append(", \"ms\": ").append(millis(node.nanos()));
        }
        List<PhysicalPlan> inputs = inputs(plan);
        if (!inputs.isEmpty()) {
            json.append(", \"inputs\": [");
            for (int i = 0; i < inputs.size(); i++) {
                json.append(i == 0 ? "" : ", ");
                json(inputs.get(i), statistics, json);
            }
            json.append(']');
        }
        json.append('}');
    }

    private static String rows(double rows) {
        return Double.isInfinite(rows) || rows > Long.MAX_VALUE ? "1e99" : Long.toString(Math.round(rows));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    private static void string(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
