package dev.meso.simulation.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a run is made of. A value: the same scenario is the same run, bit for bit.
 *
 * @param seed of everything that is random in the run, and of the scenario itself
 * @param controllers at least {@value #CONTROLLERS_MIN}
 * @param agents at least {@value #AGENTS_MIN}
 * @param input until when things go wrong and users ask for things
 * @param settling the bound within which desired state must be reached from there; zero for a run
 *     that is over then, and of whose end nothing is asked
 * @param quiet how long the cluster is watched for writes that nobody needs
 * @param steps by time
 */
public record Scenario(
    long seed,
    int controllers,
    int agents,
    Duration input,
    Duration settling,
    Duration quiet,
    List<Step> steps) {
  public static final int CONTROLLERS_MIN = 2;
  public static final int AGENTS_MIN = 5;

  public Scenario {
    steps = List.copyOf(steps);
  }

  /** The scenario of a seed. */
  public static Scenario of(long seed) {
    return new Dice(seed).scenario();
  }

  /** How long it is in all. */
  public Duration length() {
    return input.plus(settling).plus(quiet);
  }

  /** The same with some of its steps only. */
  public Scenario only(Set<Integer> numbers) {
    return new Scenario(
        seed,
        controllers,
        agents,
        input,
        settling,
        quiet,
        steps.stream().filter(step -> numbers.contains(step.number())).toList());
  }

  /** The same until a moment of its input, and no longer. */
  public Scenario until(Duration end) {
    Duration shorter = end.compareTo(input) < 0 ? end : input;
    return new Scenario(
        seed,
        controllers,
        agents,
        shorter,
        Duration.ZERO,
        Duration.ZERO,
        steps.stream().filter(step -> step.at().compareTo(shorter) < 0).toList());
  }

  /** How many of its steps are faults. */
  public long faults() {
    return steps.stream().filter(step -> step.deed() instanceof Fault).count();
  }
}
