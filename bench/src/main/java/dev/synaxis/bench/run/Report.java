package dev.synaxis.bench.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Numbers by metric and target, and their medians as a table. */
final class Report {

    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    void add(String metric, String target, double value) {
        values.computeIfAbsent(metric, m -> new LinkedHashMap<>())
                .computeIfAbsent(target, t -> new ArrayList<>())
                .add(value);
    }

    /** Something that makes a number doubtful, such as failed requests. */
    void problem(String text) {
        problems.add(text);
        System.err.println("! " + text);
    }

    /** A Markdown table: medians, and in brackets the ratio to {@code base}. */
    String table(List<String> targets, String base) {
        StringBuilder out = new StringBuilder("| median |");
        targets.forEach(t -> out.append(' ').append(t).append(" |"));
        out.append("\n|---|").append("---|".repeat(targets.size())).append('\n');
        values.forEach((metric, byTarget) -> {
            StringJoiner row = new StringJoiner(" | ", "| ", " |\n").add(metric);
            List<Double> bases = byTarget.get(base);
            for (String target : targets) {
                List<Double> all = byTarget.get(target);
                row.add(all == null ? "-" : number(median(all)) + (bases == null || target.equals(base)
                        || median(bases) == 0 ? "" : String.format(Locale.ROOT, " (%.2f)", median(all) / median(bases))));
            }
            out.append(row);
        });
        problems.forEach(p -> out.append("\nDoubtful: ").append(p));
        return out.toString();
    }

    /** Every value, one line for each metric and target. */
    String csv() {
        StringBuilder out = new StringBuilder();
        values.forEach((metric, byTarget) -> byTarget.forEach((target, all) -> {
            out.append('"').append(metric).append("\",\"").append(target).append('"');
            all.forEach(value -> out.append(',').append(String.format(Locale.ROOT, "%.1f", value)));
            out.append('\n');
        }));
        return out.toString();
    }

    /** The median of one target over that of another; NaN where either has none. */
    double ratio(String metric, String of, String to) {
        Map<String, List<Double>> byTarget = values.getOrDefault(metric, Map.of());
        List<Double> above = byTarget.get(of);
        List<Double> below = byTarget.get(to);
        return above == null || below == null ? Double.NaN : median(above) / median(below);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 || value == Math.rint(value) ? "%,.0f" : "%.1f", value);
    }
}
