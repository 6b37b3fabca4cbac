package dev.meso.cli;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Session;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code meso} itself: the options that every command has, and the list of commands. */
@Command(name = "meso", synopsisHeading = "Usage: ")
final class Root {
  static final int HELP_WIDTH = 100;
  static final int HELP_OPTIONS_WIDTH = 34;
  private static final String SERVER = "--server";
  private static final String KUBECONFIG = "--kubeconfig";

  private final Session session;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it; only its presence matters here
  private boolean help;

  private Root(Session session) {
    this.session = session;
  }

  static CommandLine commandLine(Session session) {
    return new CommandLine(new Root(session));
  }

  @Option(
      names = SERVER,
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "The server; else $" + Session.SERVER_VARIABLE + ", else " + Session.DEFAULT_SERVER + ".")
  void server(String url) {
    session.useServer(url);
  }

  @Option(
      names = KUBECONFIG,
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "A file with the server and credentials, as kubectl reads it; else $"
              + Session.KUBECONFIG_VARIABLE
              + ", else ~/.meso/up/kubeconfig.")
  void kubeconfig(String file) {
    session.useKubeconfig(file);
  }

  /** What stands before and at the command's name. */
  record Words(Optional<String> command, boolean help, boolean version) {}

  static Words split(String[] args) {
    boolean help = false;
    boolean version = false;
    for (int i = 0; i < args.length; i++) {
      String word = args[i];
      if (word.equals("help") && i + 1 < args.length) {
        // "meso help get" is "meso get --help".
        args[i] = args[i + 1];
        args[i + 1] = "--help";
        return new Words(Optional.of(args[i]), true, version);
      }
      if (word.equals("help") || word.equals("-h") || word.equals("--help")) {
        help = true;
      } else if (word.equals("--version")) {
        version = true;
      } else if (word.equals(SERVER) || word.equals(KUBECONFIG)) {
        i++;
      } else if (!word.startsWith("-")) {
        return new Words(Optional.of(word), help, version);
      }
    }
    return new Words(Optional.empty(), help, version);
  }

  static String help() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: meso [--server URL] [--kubeconfig FILE] COMMAND ...\n\n");
    text.append("Meso, a cluster manager.\n");
    for (CommandName.Group group : CommandName.Group.values()) {
      text.append('\n').append(group.heading()).append(":\n");
      for (CommandName command : CommandName.values()) {
        if (command.group() == group) {
          text.append("  ").append(command.word());
          text.repeat(' ', Math.max(1, 13 - command.word().length()));
          text.append(command.summary()).append('\n');
        }
      }
    }
    text.append("\nThe server is named by --server URL or $")
        .append(Session.SERVER_VARIABLE)
        .append(", with credentials by --kubeconfig FILE or\n$")
        .append(Session.KUBECONFIG_VARIABLE)
        .append("; otherwise it is the one of 'meso up', or ")
        .append(Session.DEFAULT_SERVER)
        .append(".\n'meso COMMAND --help' says more, with examples.\n\n");
    return text.append(ExitCode.TABLE).toString();
  }
}
