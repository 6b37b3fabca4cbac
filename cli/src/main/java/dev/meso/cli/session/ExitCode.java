package dev.meso.cli.session;

/** What the process' exit status says. Scripts rely on these; {@code meso --help} lists them. */
public final class ExitCode {
  /** What was asked for was done. */
  public static final int OK = 0;

  /** The server refused, or what was waited for failed. */
  public static final int FAILED = 1;

  /** The command line or a file is wrong; nothing was sent. */
  public static final int USAGE = 2;

  /**
   * Of {@code meso plan} and {@code meso diff}: there are changes. Their errors are {@link
   * #FAILED}.
   */
  public static final int CHANGES = 2;

  /** A named object does not exist. */
  public static final int NOT_FOUND = 3;

  /** The server cannot be reached, or does not answer. */
  public static final int UNREACHABLE = 4;

  /** It was not over in the time that was given. */
  public static final int TIMED_OUT = 124;

  /** {@code meso run} itself failed: any other status of it is the task's own. */
  public static final int RUN_FAILED = 125;

  /** Added to the number of the signal that ended a task. */
  public static final int SIGNAL_BASE = 128;

  /** As help prints them. */
  public static final String TABLE =
      """
      Exit status:
        0    done
        1    the server refused, or what was waited for failed
        2    the command line or a file is wrong; nothing was sent
             (of 'meso plan' and 'meso diff': there are changes; every error of theirs is 1)
        3    a named object does not exist
        4    the server cannot be reached
        124  not over in the time given
        125  'meso run' itself failed; its other statuses are the task's (128+N: signal N)
        130  interrupted by Ctrl-C
      """;

  private ExitCode() {}
}
