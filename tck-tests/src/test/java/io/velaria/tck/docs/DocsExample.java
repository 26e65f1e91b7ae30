package io.velaria.tck.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A block of SQL in a guide.
 *
 * @param line where it begins
 * @param fails whether its last statement must fail
 * @param table the cells of the table in the block after it, labels first; empty if there is none
 */
record DocsExample(int line, List<String> statements, boolean fails, List<List<String>> table) {
    private static final String FENCE = "```";

    private record Block(int line, String kind, List<String> text) {}

    static List<DocsExample> of(List<String> lines) {
        List<Block> blocks = blocks(lines);
        List<DocsExample> examples = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.kind().equals("sql") || block.kind().equals("sql error")) {
                boolean followed = i + 1 < blocks.size() && isTable(blocks.get(i + 1));
                examples.add(new DocsExample(
                        block.line(),
                        statements(String.join("\n", block.text())),
                        block.kind().endsWith("error"),
                        followed ? cells(blocks.get(i + 1)) : List.of()));
            }
        }
        return examples;
    }

    private static List<Block> blocks(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        Block open = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            if (!line.startsWith(FENCE)) {
                if (open != null) {
                    open.text().add(line);
                }
            } else if (open == null) {
                open = new Block(i + 1, line.substring(FENCE.length()).strip(), new ArrayList<>());
            } else {
                blocks.add(open);
                open = null;
            }
        }
        return blocks;
    }

    /** Guides end every statement with a semicolon at the end of a line. */
    private static List<String> statements(String script) {
        return Arrays.stream(script.split(";\\s*(\n|$)"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static boolean isTable(Block block) {
        return block.kind().equals("text")
                && !block.text().isEmpty()
                && block.text().stream().allMatch(line -> line.startsWith("|") || line.startsWith("+"));
    }

    private static List<List<String>> cells(Block block) {
        return block.text().stream()
                .filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
