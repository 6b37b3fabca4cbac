package dev.meso.agent.reconcile;

import java.time.Duration;

/**
 * The decision that an attempt ends. It is never taken back: an attempt that was asked to end is
 * not run again, its successor is another attempt.
 *
 * @param cause the first one; it decides what the end is called
 * @param since when, by the monotonic clock
 * @param grace from SIGTERM to SIGKILL
 */
public record StopOrder(Cause cause, Duration since, Duration grace) {

  /** When SIGKILL is due, by the monotonic clock. */
  Duration deadline() {
    return since.plus(grace);
  }

  /** Why an attempt ends. */
  public enum Cause {
    /** Its assignment says stop. */
    ASKED,
    /** It is not assigned here, or no longer. */
    UNASSIGNED,
    /** One of its containers failed for good, so the others have no purpose. */
    CONTAINER_FAILED,
    /** It was reported as over already, and yet something of it runs. */
    ALREADY_OVER
  }
}
