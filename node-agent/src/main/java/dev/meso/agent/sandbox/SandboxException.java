package dev.meso.agent.sandbox;

import java.time.Instant;

/** Why something of a sandbox cannot be read; each case is another answer over HTTP. */
public abstract sealed class SandboxException extends Exception {

  private static final long serialVersionUID = 1L;

  private SandboxException(String message) {
    super(message);
  }

  /** There is no such attempt or file. */
  public static final class NotFound extends SandboxException {
    private static final long serialVersionUID = 1L;

    NotFound(String message) {
      super(message);
    }
  }

  /** The path leaves the sandbox, goes through a link, or names something that is not a file. */
  public static final class Refused extends SandboxException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** The sandbox was there, and was collected. */
  public static final class Collected extends SandboxException {
    private static final long serialVersionUID = 1L;

    private final transient Instant at;

    Collected(String message, Instant at) {
      super(message);
      this.at = at;
    }

    /** When. */
    public Instant at() {
      return at;
    }
  }
}
