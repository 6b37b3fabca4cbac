package dev.meso.simulation;

import dev.meso.simulation.check.Violation;
import dev.meso.simulation.scenario.Scenario;
import dev.meso.simulation.scenario.Step;
import dev.meso.simulation.world.Outcome;
import dev.meso.simulation.world.Simulation;
import dev.meso.simulation.world.Wiring;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hack/simulate.sh}: searches seeds for one that breaks a promise, or replays one. */
@Command(
    name = "hack/simulate.sh",
    description = {
      "Runs simulated clusters under faults and checks what Meso promises (docs/reliability.md).",
      "Ends with status 1 and a line that replays the failure when a promise was broken."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SimulationCommand implements Callable<Integer> {
  private static final Duration SHRINK_MAX = Duration.ofMinutes(1);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);
  private static final PrintStream OUT = System.out;

  @Option(names = "--seeds", description = "How many seeds to run (default: ${DEFAULT-VALUE}).")
  private long seeds = 300;

  @Option(names = "--from", description = "The first seed (default: ${DEFAULT-VALUE}).")
  private long from = 1;

  @Option(names = "--minutes", description = "Begin no further seed after so many minutes.")
  private double minutes = Double.POSITIVE_INFINITY;

  @Option(names = "--keep-going", description = "Run all seeds, and list those that fail.")
  private boolean keepGoing;

  @Option(names = "--threads", description = "Runs at a time (default: one for each core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--replay", description = "Run this seed alone, and write its log.")
  private Optional<Long> replay = Optional.empty();

  @Option(
      names = "--steps",
      split = ",",
      description = "With --replay: only these steps of the scenario; all unless said.")
  private List<Integer> steps = List.of();

  private long saidAt;

  /** Runs the command. */
  public static void main(String[] args) {
    // The log of a run is its own; the components' is not wanted.
    Logger.getLogger("").setLevel(Level.OFF);
    System.exit(new CommandLine(new SimulationCommand()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    return replay.isPresent() ? replay(replay.get()) : search();
  }

  private int replay(long seed) {
    Scenario scenario = Scenario.of(seed);
    Scenario some = steps.isEmpty() ? scenario : scenario.only(new TreeSet<>(steps));
    Outcome outcome = Simulation.run(some, Wiring.REAL, OUT::println);
    OUT.println();
    outcome.violations().forEach(violation -> OUT.println("BROKEN " + violation));
    OUT.println(
        "Seed "
            + seed
            + (outcome.good() ? " kept every promise" : " broke a promise")
            + "; digest "
            + Long.toHexString(outcome.digest()));
    return outcome.good() ? 0 : 1;
  }

  private int search() throws InterruptedException {
    long started = System.nanoTime();
    saidAt = started;
    Duration time =
        Double.isInfinite(minutes)
            ? Duration.ofDays(365)
            : Duration.ofMillis(Math.round(minutes * 60_000));
    Tally tally =
        new Search(() -> Wiring.REAL, threads)
            .run(from, seeds, time, keepGoing, (sofar, last) -> progress(sofar, last, started));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    details(tally);
    if (!keepGoing) {
      tally.failure().ifPresent(this::explain);
    }
    OUT.println(summary(tally, took));
    return tally.failure().isPresent() ? 1 : 0;
  }

  private void progress(Tally sofar, Outcome last, long started) {
    if (!last.good()) {
      OUT.println("Seed " + last.scenario().seed() + " BROKEN " + last.violations().getFirst());
    }
    long now = System.nanoTime();
    if (now - saidAt >= PROGRESS_EVERY.toNanos()) {
      saidAt = now;
      OUT.println(summary(sofar, Duration.ofNanos(now - started)));
    }
  }

  private static String summary(Tally tally, Duration took) {
    return String.format(
        Locale.ROOT,
        "%d seeds, %.1f simulated cluster-hours in %.1f s, %d revisions and %d processes checked,"
            + " %d tasks, %d fresh reads, %s",
        tally.runs(),
        tally.simulated().toSeconds() / 3600.0,
        took.toMillis() / 1000.0,
        tally.coverage().revisions(),
        tally.coverage().processEvents(),
        tally.tasks(),
        tally.freshReads(),
        tally
            .failure()
            .map(failure -> "seed " + failure.scenario().seed() + " BROKE a promise")
            .orElse("every promise kept"));
  }

  private static void details(Tally tally) {
    OUT.println("Faults and wishes: " + counts(tally.deeds()));
    OUT.println("Transitions of tasks: " + counts(tally.coverage().transitions()));
    OUT.println("Ways of stopping: " + counts(new TreeMap<>(tally.coverage().stops())));
    OUT.println("Invariants evaluated: " + counts(tally.coverage().evaluated()));
  }

  private static String counts(Map<?, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private void explain(Outcome failure) {
    OUT.println();
    failure.violations().forEach(violation -> OUT.println("BROKEN " + violation));
    OUT.println("Looking for a shorter way to break it ...");
    Shrinker shrinker = new Shrinker(Simulation::run, SHRINK_MAX);
    Outcome small = shrinker.shrink(failure);
    Violation first = small.violations().getFirst();
    OUT.println("BROKEN " + first);
    for (Step step : small.scenario().steps()) {
      OUT.println("  step " + step.number() + " at " + step.at() + ": " + step.deed());
    }
    String kept =
        small.scenario().steps().stream()
            .map(step -> Integer.toString(step.number()))
            .collect(Collectors.joining(","));
    OUT.println(
        "Replay with its log: hack/simulate.sh --replay "
            + small.scenario().seed()
            + " --steps "
            + kept);
    OUT.println();
  }
}
