package dev.meso.cli.command;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Session;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = "Print a completion script for bash or zsh.%n",
    footer = {
      "%nExamples:",
      "  source <(meso completion bash)",
      "  meso completion zsh >> ~/.zshrc"
    })
public final class Completion implements Action {
  /** The shells that the script is for. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Session session;
  private final Function<Session, CommandLine> everything;

  @Parameters(arity = "1", paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell = Shell.BASH;

  /**
   * The command in a session.
   *
   * @param everything makes {@code meso} with all its commands
   */
  public Completion(Session session, Function<Session, CommandLine> everything) {
    this.session = session;
    this.everything = everything;
  }

  @Override
  public int run() {
    // The same script serves both: in zsh it begins by loading bash's completion functions.
    if (shell == Shell.ZSH) {
      session.out().line("autoload -U +X compinit && compinit");
    }
    session.out().text(AutoComplete.bash("meso", everything.apply(session)));
    return ExitCode.OK;
  }
}
