package io.velaria.tck.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Median, geometric mean, and tables printed for people or as CSV. */
final class Figures {
    private final boolean csv;
    private final PrintStream out;
    private final List<String[]> rows = new ArrayList<>();

    Figures(boolean csv, PrintStream out) {
        this.csv = csv;
        this.out = out;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double geometricMean(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.log(value);
        }
        return Math.exp(sum / values.size());
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value);
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell instanceof Double number ? number(number) : String.valueOf(cell))
                .toArray(String[]::new));
    }

    /**
     * A row of the medians of several engines, the first of which is Velaria.
     *
     * @param times of each engine, ms
     * @param first what Velaria's first run took, ms
     * @param difference between the answers, or null
     * @param ratios to which the fastest peer's time over Velaria's is added, if there is a peer
     */
    void comparison(String name, double[][] times, double first, String difference, List<Double> ratios) {
        List<Object> row = new ArrayList<>(List.of(name));
        double[] medians = Arrays.stream(times).mapToDouble(Figures::median).toArray();
        for (double median : medians) {
            row.add(median);
        }
        row.add(first);
        if (medians.length > 1) {
            double ratio = Arrays.stream(medians).skip(1).min().getAsDouble() / medians[0];
            ratios.add(ratio);
            row.add(ratio);
        }
        if (difference != null) {
            row.add("WRONG: " + difference);
        }
        row(row.toArray());
    }

    void print() {
        int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                if (csv) {
                    line.append(i == 0 ? "" : ",").append(row[i]);
                } else if (i == 0) {
                    line.append(String.format("%-" + widths[i] + "s", row[i]));
                } else {
                    line.append("  ").append(String.format("%" + widths[i] + "s", row[i]));
                }
            }
            out.println(line);
        }
        rows.clear();
    }
}
