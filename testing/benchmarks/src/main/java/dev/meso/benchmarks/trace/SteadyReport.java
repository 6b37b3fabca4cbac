package dev.meso.benchmarks.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table and the picture of {@link Steady}. */
final class SteadyReport {
  private static final int[] PERCENT = {80, 90, 95};

  /** The picture is of this one. */
  private static final int SHOWN = 90;

  /** Up to where the picture shows waiting, in percent of a mean life. */
  private static final int LONG = 400;

  private static final int POINTS = 100;

  private SteadyReport() {}

  static Report of(Workload workload, int seeds) {
    Steady steady = new Steady(workload);
    StringBuilder table = new StringBuilder(header(workload, seeds));
    List<Picture.Line> lines = new ArrayList<>();
    for (int percent : PERCENT) {
      for (Policy policy : Policy.values()) {
        List<Steady.Outcome> outcomes = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
          outcomes.add(steady.run(policy, percent / 100.0, seed));
        }
        table.append(row(percent, policy, outcomes));
        if (percent == SHOWN) {
          lines.add(new Picture.Line(policy.title, policy.colour, curve(outcomes)));
        }
      }
    }
    String title =
        "percent of tasks, by what they waited at most (% of a mean life), "
            + SHOWN
            + " % asked for, "
            + workload.name();
    return new Report(
        "-churn", table.toString(), Picture.of(title, new Picture.Scale(0, LONG, 80, 100), lines));
  }

  private static String header(Workload workload, int seeds) {
    Mix mix = new Mix(workload, 1);
    return String.format(
        Locale.ROOT,
        "%s: %d agents, %s asked for most (seed 1), median of %d seeds; waiting in %% of the mean"
            + " life of a task%n%n"
            + "| asked for, %% | | used, %% | no room at first, %% | waited: p50 | p90 | p99"
            + " | with priority: p50 | p90 | p99 | preempted per 1,000 | still waiting |%n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|%n",
        workload.name(),
        workload.agents().size(),
        workload.rooms().dimensions().name(mix.column),
        seeds);
  }

  private static String row(int percent, Policy policy, List<Steady.Outcome> outcomes) {
    StringBuilder row = new StringBuilder("| " + percent + " | " + policy.title + " |");
    row.append(Medians.cell(1, outcomes, Steady.Outcome::used));
    row.append(Medians.cell(1, outcomes, Steady.Outcome::failed));
    for (int part : new int[] {50, 90, 99}) {
      row.append(Medians.cell(0, outcomes, outcome -> outcome.low().at(part)));
    }
    for (int part : new int[] {50, 90, 99}) {
      row.append(Medians.cell(0, outcomes, outcome -> outcome.high().at(part)));
    }
    row.append(Medians.cell(1, outcomes, Steady.Outcome::preempted));
    row.append(Medians.cell(0, outcomes, Steady.Outcome::waiting));
    return row + System.lineSeparator();
  }

  /** How many percent of the tasks waited no longer than each point. */
  private static List<Double> curve(List<Steady.Outcome> outcomes) {
    List<Double> curve = new ArrayList<>();
    for (int point = 0; point < POINTS; point++) {
      double life = (double) LONG * (point + 1) / POINTS;
      curve.add(Medians.of(outcomes, outcome -> outcome.all().upTo(life)));
    }
    return curve;
  }
}
