package dev.meso.cli.command;

/** What a command does once its options are read. */
public interface Action {
  /**
   * Does it.
   *
   * @return one of {@link dev.meso.cli.session.ExitCode}, or a task's exit status
   * @throws dev.meso.cli.session.Failure with a message for the user
   */
  int run();
}
