package dev.meso.simulation;

import dev.meso.simulation.bugs.Bug;
import dev.meso.simulation.bugs.KnownBugs;
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
import java.util.function.Supplier;
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
  private static final long SEEDS = 300;
  private static final long SEEDS_MAX = 1_000_000_000;
  private static final Duration SHRINK_MAX = Duration.ofMinutes(1);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  @Option(
      names = "--seeds",
      description =
          "How many seeds to run (default: 300; with --minutes as many as there is time for).")
  private Optional<Long> seeds = Optional.empty();

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

  @Option(
      names = "--bug",
      description = "Plant a known bug (see --sensitivity) in what is searched or replayed.")
  private Optional<String> bug = Optional.empty();

  @Option(
      names = "--sensitivity",
      description = {
        "Plant each known bug in turn, or the one of --bug, and run seeds until one finds it.",
        "Prints a table in Markdown; ends with status 1 when one is not found in --seeds runs."
      })
  private boolean sensitivity;

  private final PrintStream out;
  private long saidAt;

  SimulationCommand(PrintStream out) {
    this.out = out;
  }

  /** Runs the command. */
  public static void main(String[] args) {
    // The log of a run is its own; the components' is not wanted.
    Logger.getLogger("").setLevel(Level.OFF);
    System.exit(new CommandLine(new SimulationCommand(System.out)).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (sensitivity) {
      List<Bug> bugs = bug.isPresent() ? List.of(planted(bug.get())) : KnownBugs.ALL;
      return new SensitivityTable(bugs, threads, out).print(from, seeds.orElse(SEEDS)) ? 0 : 1;
    }
    Supplier<Wiring> wiring = bug.isPresent() ? planted(bug.get()).wiring() : () -> Wiring.REAL;
    return replay.isPresent() ? replay(replay.get(), wiring.get()) : search(wiring);
  }

  private Bug planted(String name) {
    return KnownBugs.named(name)
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    new CommandLine(this),
                    "No known bug is called "
                        + name
                        + "; known are "
                        + KnownBugs.ALL.stream().map(Bug::name).toList()));
  }

  private int replay(long seed, Wiring wiring) {
    Scenario scenario = Scenario.of(seed);
    Scenario some = steps.isEmpty() ? scenario : scenario.only(new TreeSet<>(steps));
    Outcome outcome = Simulation.run(some, wiring, out::println);
    out.println();
    outcome.violations().forEach(violation -> out.println("BROKEN " + violation));
    out.println(
        "Seed "
            + seed
            + (outcome.good() ? " kept every promise" : " broke a promise")
            + "; digest "
            + Long.toHexString(outcome.digest()));
    return outcome.good() ? 0 : 1;
  }

  private int search(Supplier<Wiring> wiring) throws InterruptedException {
    long started = System.nanoTime();
    saidAt = started;
    Duration time =
        Double.isInfinite(minutes)
            ? Duration.ofDays(365)
            : Duration.ofMillis(Math.round(minutes * 60_000));
    Tally tally =
        new Search(wiring, threads)
            .run(
                from,
                seeds.orElse(Double.isInfinite(minutes) ? SEEDS : SEEDS_MAX),
                time,
                keepGoing,
                (sofar, last) -> progress(sofar, last, started));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    details(tally);
    if (!keepGoing) {
      tally.failure().ifPresent(failure -> explain(failure, wiring));
    }
    out.println(summary(tally, took));
    return tally.failure().isPresent() ? 1 : 0;
  }

  private void progress(Tally sofar, Outcome last, long started) {
    if (!last.good()) {
      out.println("Seed " + last.scenario().seed() + " BROKEN " + last.violations().getFirst());
    }
    long now = System.nanoTime();
    if (now - saidAt >= PROGRESS_EVERY.toNanos()) {
      saidAt = now;
      out.println(summary(sofar, Duration.ofNanos(now - started)));
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

  private void details(Tally tally) {
    out.println("Faults and wishes: " + counts(tally.deeds()));
    out.println("Transitions of tasks: " + counts(tally.coverage().transitions()));
    out.println("Ways of stopping: " + counts(new TreeMap<>(tally.coverage().stops())));
    out.println("Invariants evaluated: " + counts(tally.coverage().evaluated()));
  }

  private static String counts(Map<?, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private void explain(Outcome failure, Supplier<Wiring> wiring) {
    out.println();
    failure.violations().forEach(violation -> out.println("BROKEN " + violation));
    out.println("Looking for a shorter way to break it ...");
    Shrinker shrinker =
        new Shrinker(scenario -> Simulation.run(scenario, wiring.get()), SHRINK_MAX);
    Outcome small = shrinker.shrink(failure);
    Violation first = small.violations().getFirst();
    out.println("BROKEN " + first);
    for (Step step : small.scenario().steps()) {
      out.println("  step " + step.number() + " at " + step.at() + ": " + step.deed());
    }
    String kept =
        small.scenario().steps().stream()
            .map(step -> Integer.toString(step.number()))
            .collect(Collectors.joining(","));
    out.println(
        "Replay with its log: hack/simulate.sh --replay "
            + small.scenario().seed()
            + " --steps "
            + kept
            + bug.map(name -> " --bug " + name).orElse(""));
    out.println();
  }
}
