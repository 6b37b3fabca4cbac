package dev.meso.benchmarks.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Places the tasks of a trace in several ways and compares what came of it. Writes a picture and a
 * table, and prints the table; a gate for nothing.
 */
public final class TraceBench {
  private static final int SEEDS = 5;

  private TraceBench() {}

  /** Runs: {@code [--trace DIR] [--seeds N] [--out DIR]}. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    Path trace = null;
    Path out = Path.of("target", "trace");
    int seeds = SEEDS;
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--trace" -> trace = Path.of(value);
        case "--out" -> out = Path.of(value);
        case "--seeds" -> seeds = number(value);
        default ->
            throw new IllegalArgumentException(
                "expected --trace, --seeds or --out, found " + arguments[i]);
      }
    }
    if (seeds < 1) {
      throw new IllegalArgumentException("--seeds: expected at least 1, found " + seeds);
    }
    Workload workload = trace == null ? Drawn.of(1) : Openb.read(trace);
    Inflation inflation = new Inflation(workload);
    StringBuilder table = new StringBuilder(header(workload, inflation, seeds));
    List<Picture.Line> lines = new ArrayList<>();
    for (Policy policy : Policy.values()) {
      List<Inflation.Outcome> outcomes = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        outcomes.add(inflation.run(policy, seed));
      }
      table.append(row(policy, outcomes));
      lines.add(new Picture.Line(policy.title, policy.colour, curve(outcomes)));
    }
    Files.createDirectories(out);
    Files.writeString(
        out.resolve("trace-" + workload.name() + ".md"), table, StandardCharsets.UTF_8);
    Files.writeString(
        out.resolve("trace-" + workload.name() + ".svg"),
        Picture.of("allocated, when so much has arrived (%), " + workload.name(), lines),
        StandardCharsets.UTF_8);
    System.out.print(table);
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--seeds: expected a number, found " + value, e);
    }
  }

  private static String header(Workload workload, Inflation inflation, int seeds) {
    return String.format(
        Locale.ROOT,
        "%s: %d agents, %d tasks to draw from (%d more fit nowhere), %s, median of %d seeds%n%n"
            + "| %% of what the fleet has | allocated at 100 %% arrived | least | most"
            + " | at first refusal | fragmented |%n|---|---|---|---|---|---|%n",
        workload.name(),
        workload.agents().size(),
        workload.tasks().size() - inflation.impossible(),
        inflation.impossible(),
        workload.rooms().dimensions().name(workload.column()),
        seeds);
  }

  private static String row(Policy policy, List<Inflation.Outcome> outcomes) {
    List<Double> allocated = sorted(outcomes, Inflation.Outcome::allocated);
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
        policy.title,
        median(allocated),
        allocated.getFirst(),
        allocated.getLast(),
        median(sorted(outcomes, Inflation.Outcome::firstRefusal)),
        median(sorted(outcomes, Inflation.Outcome::fragmented)));
  }

  private static List<Double> curve(List<Inflation.Outcome> outcomes) {
    List<Double> curve = new ArrayList<>();
    for (int point = 0; point < Inflation.POINTS; point++) {
      int at = point;
      curve.add(median(sorted(outcomes, outcome -> outcome.curve().get(at))));
    }
    return curve;
  }

  private static List<Double> sorted(
      List<Inflation.Outcome> outcomes, ToDoubleFunction<Inflation.Outcome> figure) {
    return outcomes.stream().mapToDouble(figure).sorted().boxed().toList();
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
