package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a run of a container ended, or why it never began: what the driver says, or, where the driver
 * knows nothing, what the agent says itself.
 *
 * @param reason a CamelCase word: one of the driver's or of {@link Reasons}
 * @param message for people; may be empty
 */
public record Exit(
    ContainerId id,
    OptionalInt exitCode,
    OptionalInt signal,
    String reason,
    String message,
    Instant at) {

  /** What the driver said. */
  public static Exit of(Exited exited) {
    return new Exit(
        exited.id(),
        exited.exitCode(),
        exited.signal(),
        exited.reason().name(),
        exited.message(),
        exited.at());
  }

  /** One without an exit code. */
  static Exit unseen(ContainerId id, String reason, String message, Instant at) {
    return new Exit(id, OptionalInt.empty(), OptionalInt.empty(), reason, message, at);
  }

  /** Whether it did its work. */
  boolean well() {
    return exitCode.orElse(-1) == 0
        && signal.isEmpty()
        && !reason.equals(Exited.Reason.OutOfMemory.name());
  }
}
