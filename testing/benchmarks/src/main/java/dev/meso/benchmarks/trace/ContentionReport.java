package dev.meso.benchmarks.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The table of {@link Contention}. */
final class ContentionReport {
  private static final List<Policy> POLICIES = List.of(Policy.PACK, Policy.SPREAD, Policy.RANDOM);

  private ContentionReport() {}

  static Report of(Workload workload, int seeds) {
    Contention contention = new Contention(workload);
    StringBuilder table = new StringBuilder(header(workload, seeds));
    for (Policy policy : POLICIES) {
      List<Contention.Deviation> deviations = new ArrayList<>();
      List<Contention.Burst> weighted = new ArrayList<>();
      List<Contention.Burst> guaranteed = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        deviations.add(contention.steady(policy, seed));
        weighted.add(contention.burst(policy, "b", seed));
        guaranteed.add(contention.burst(policy, "g", seed));
      }
      table.append("| ").append(policy.title).append(" |");
      table.append(Medians.cell(2, deviations, Contention.Deviation::mean));
      table.append(Medians.cell(2, deviations, Contention.Deviation::most));
      table.append(bursts(weighted)).append(bursts(guaranteed));
      table.append(System.lineSeparator());
    }
    return new Report("-fairness", table.toString(), null);
  }

  private static String header(Workload workload, int seeds) {
    return String.format(
        Locale.ROOT,
        "%s: %d agents, median of %d seeds; deviation in %% of the fleet, times in mean lives of a"
            + " task%n%n"
            + "| | deviation, mean | most | b bursts: half of its due after | 95 %% | preempted"
            + " | g bursts: half of its due after | 95 %% | preempted |%n"
            + "|---|---|---|---|---|---|---|---|---|%n",
        workload.name(),
        workload.agents().size(),
        seeds);
  }

  private static String bursts(List<Contention.Burst> bursts) {
    return time(bursts, Contention.Burst::half)
        + time(bursts, Contention.Burst::all)
        + Medians.cell(0, bursts, Contention.Burst::preempted);
  }

  private static String time(
      List<Contention.Burst> bursts, ToDoubleFunction<Contention.Burst> figure) {
    // Whoever never got there took longer than was looked.
    double median =
        Medians.of(
            bursts,
            burst ->
                figure.applyAsDouble(burst) < 0
                    ? Double.POSITIVE_INFINITY
                    : figure.applyAsDouble(burst));
    return Double.isInfinite(median)
        ? " over " + Contention.MEASURED + " |"
        : String.format(Locale.ROOT, " %.2f |", median);
  }
}
