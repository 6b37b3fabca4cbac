package dev.meso.cli.command;

import dev.meso.cli.session.ExitCode;

/** What a command does once its options are read. */
public interface Action {
  /**
   * Does it.
   *
   * @return one of {@link ExitCode}, or a task's exit status
   * @throws dev.meso.cli.session.Failure with a message for the user
   */
  int run();

  /** The exit status when the command line is wrong. */
  default int usageExitCode() {
    return ExitCode.USAGE;
  }
}
