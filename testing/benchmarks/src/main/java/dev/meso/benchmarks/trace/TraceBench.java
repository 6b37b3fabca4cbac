package dev.meso.benchmarks.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Places the tasks of a trace in several ways and compares what came of it. Writes pictures and
 * tables, and prints the tables; a gate for nothing.
 */
public final class TraceBench {
  private static final int SEEDS = 5;

  /** Agents of a fleet that is drawn, where tasks come and go. */
  private static final int CHURNED = 100;

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
    Workload churned = trace == null ? Drawn.of(1, CHURNED) : workload;
    List<Report> reports =
        List.of(
            InflationReport.of(workload, seeds),
            SteadyReport.of(churned, seeds),
            ContentionReport.of(churned, seeds));
    for (Report report : reports) {
      report.write(out, workload.name());
      System.out.println(report.table());
    }
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--seeds: expected a number, found " + value, e);
    }
  }
}
