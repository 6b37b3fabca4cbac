package dev.meso.benchmarks.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table and the picture of {@link Inflation}. */
final class InflationReport {
  private InflationReport() {}

  static Report of(Workload workload, int seeds) {
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
    String title = "allocated, when so much has arrived (%), " + workload.name();
    return new Report("", table.toString(), Picture.of(title, Picture.Scale.PERCENT, lines));
  }

  private static String header(Workload workload, Inflation inflation, int seeds) {
    return String.format(
        Locale.ROOT,
        "%s: %d agents, %d tasks to draw from (%d more fit nowhere), %s, median of %d seeds%n%n"
            + "| %% of what the fleet has | allocated at 100 %% arrived | least | most"
            + " | at first refusal | fragmented at %d %% arrived | at 100 %% | of what is free |%n"
            + "|---|---|---|---|---|---|---|---|%n",
        workload.name(),
        workload.agents().size(),
        workload.tasks().size() - inflation.impossible(),
        inflation.impossible(),
        workload.rooms().dimensions().name(workload.column()),
        seeds,
        Inflation.EARLY);
  }

  private static String row(Policy policy, List<Inflation.Outcome> outcomes) {
    List<Double> allocated = Medians.sorted(outcomes, Inflation.Outcome::allocated);
    return "| "
        + policy.title
        + " |"
        + Medians.cell(1, outcomes, Inflation.Outcome::allocated)
        + String.format(Locale.ROOT, " %.1f | %.1f |", allocated.getFirst(), allocated.getLast())
        + Medians.cell(1, outcomes, Inflation.Outcome::firstRefusal)
        + Medians.cell(1, outcomes, Inflation.Outcome::fragmentedEarly)
        + Medians.cell(1, outcomes, Inflation.Outcome::fragmented)
        + Medians.cell(0, outcomes, Inflation.Outcome::useless)
        + System.lineSeparator();
  }

  private static List<Double> curve(List<Inflation.Outcome> outcomes) {
    List<Double> curve = new ArrayList<>();
    for (int point = 0; point < Inflation.POINTS; point++) {
      int at = point;
      curve.add(Medians.of(outcomes, outcome -> outcome.curve().get(at)));
    }
    return curve;
  }
}
