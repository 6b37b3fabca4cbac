package dev.meso.agent.driver;

import org.jspecify.annotations.Nullable;

/**
 * A container could not be started, and nothing of it runs: the caller may report the failure or
 * start the same id again.
 */
public final class DriverException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why a start failed; the names appear in reports as they stand here. */
  public enum Reason {
    /** A file, directory or cgroup of the container could not be made. */
    PreparationFailed,
    /** Command and environment are larger than the kernel passes to a program. */
    LaunchTooLarge,
    /** No supervisor came up in time; the start was withdrawn. */
    SupervisorNotStarted
  }

  /** A failure with its cause, if there is one. */
  public DriverException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
