package dev.meso.agent.reconcile;

import dev.meso.agent.driver.Running;
import java.time.Duration;

/**
 * One container of an attempt, as observed.
 *
 * @param name as in the task's spec
 * @param stage where it is
 */
public record ContainerState(String name, Stage stage) {

  /** A container that was never started. */
  public static ContainerState waiting(String name) {
    return new ContainerState(name, new Waiting());
  }

  /** How often it was started again in place. */
  public int restarts() {
    return switch (stage) {
      case Waiting() -> 0;
      case Launching(int run) -> run;
      case Up up -> up.running.id().run();
      case Ended ended -> ended.exited.id().run();
    };
  }

  /** Whether it has, or may soon have, a process. */
  public boolean alive() {
    return switch (stage) {
      case Launching _, Up _ -> true;
      case Waiting _, Ended _ -> false;
    };
  }

  ContainerState with(Stage other) {
    return new ContainerState(name, other);
  }

  /** Where a container is. */
  public sealed interface Stage {}

  /** It was never started. */
  public record Waiting() implements Stage {}

  /**
   * The driver was asked to start it and has not answered.
   *
   * @param run which start of this container, from 0
   */
  public record Launching(int run) implements Stage {}

  /**
   * It runs.
   *
   * @param running what the driver said
   * @param sent the strongest signal that it was sent
   * @param sentAt when, by the monotonic clock; meaningless while nothing was sent
   */
  public record Up(Running running, Sent sent, Duration sentAt) implements Stage {
    static Up of(Running running) {
      return new Up(running, Sent.NOTHING, Duration.ZERO);
    }
  }

  /**
   * Its last run is over.
   *
   * @param exited how
   * @param seenAt when this process learned of it, by the monotonic clock; back-off counts from
   *     here
   * @param started whether the driver could start it at all
   */
  public record Ended(Exit exited, Duration seenAt, boolean started) implements Stage {}

  /** How hard a container was asked to end. */
  public enum Sent {
    NOTHING,
    TERMINATE,
    KILL
  }
}
