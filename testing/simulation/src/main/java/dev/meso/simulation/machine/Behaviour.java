package dev.meso.simulation.machine;

import dev.meso.api.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a simulated program does. Written as a command: {@code sim run=30s exit=1 term=5s}.
 *
 * @param run how long it runs by itself; empty for ever
 * @param exitCode what it returns then
 * @param term how long it takes to end after SIGTERM; empty when it ignores it
 */
public record Behaviour(Optional<Duration> run, int exitCode, Optional<Duration> term) {
  private static final String PROGRAM = "sim";
  private static final String NEVER = "never";

  /** A service that runs until it is asked to end. */
  public static final Behaviour SERVICE =
      new Behaviour(Optional.empty(), 0, Optional.of(Duration.ofMillis(200)));

  /** Reads a command; what is no simulated program runs until it is asked to end. */
  public static Behaviour of(List<String> command) {
    Behaviour behaviour = SERVICE;
    for (String word : command) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        behaviour = behaviour.with(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return behaviour;
  }

  /** The command that {@link #of} reads. */
  public List<String> command() {
    return List.of(
        PROGRAM,
        "run=" + run.map(Durations::format).orElse(NEVER),
        "exit=" + exitCode,
        "term=" + term.map(Durations::format).orElse(NEVER));
  }

  private Behaviour with(String name, String value) {
    return switch (name) {
      case "run" -> new Behaviour(duration(value), exitCode, term);
      case "exit" -> new Behaviour(run, Integer.parseInt(value), term);
      case "term" -> new Behaviour(run, exitCode, duration(value));
      default -> throw new IllegalArgumentException("No simulated program knows '" + name + "'");
    };
  }

  private static Optional<Duration> duration(String value) {
    return value.equals(NEVER) ? Optional.empty() : Optional.of(Durations.parse(value));
  }
}
