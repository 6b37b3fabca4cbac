package dev.meso.cli.session;

/**
 * Ends a command with a message for the user and an exit status; never shown with a stack trace.
 */
public class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * A failure.
   *
   * @param exitCode one of {@link ExitCode}
   * @param message one or more lines for standard error, without a final line end
   */
  public Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** The exit status that the process ends with. */
  public final int exitCode() {
    return exitCode;
  }

  /** The command line or a file is wrong. */
  public static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  /** The message, of a throwable that was made with one. */
  public final String text() {
    String message = getMessage();
    return message == null ? "failed" : message;
  }
}
