package dev.meso.cli;

import dev.meso.cli.command.Action;
import dev.meso.cli.naming.Durations;
import dev.meso.cli.naming.Suggestions;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.ReaderGone;
import dev.meso.cli.session.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads a command line, runs the command it names, and turns what goes wrong into a message and an
 * exit status.
 *
 * <p>Only the class of the named command is loaded: most of the time that {@code meso get} takes is
 * the start of the process.
 */
public final class Cli {
  private static final String DEBUG_VARIABLE = "MESO_DEBUG";

  private final Session session;

  /** A command line in that session. */
  public Cli(Session session) {
    this.session = session;
  }

  /** Runs one command; returns the exit status and never throws. */
  public int run(String... args) {
    int code;
    try {
      code = execute(args);
      session.out().flush();
    } catch (ReaderGone _) {
      code = ExitCode.OK;
    } catch (Failure failure) {
      code = failed(failure.exitCode(), failure.text());
    } catch (RuntimeException bug) {
      code = failed(ExitCode.FAILED, bug(bug));
    }
    try {
      session.err().flush();
    } catch (ReaderGone _) {
      // Nobody is left to tell.
    }
    return code;
  }

  private int execute(String[] args) {
    Root.Words words = Root.split(args);
    if (words.command().isEmpty()) {
      return withoutCommand(words, args);
    }
    String name = words.command().get();
    CommandName command =
        CommandName.find(name)
            .orElseThrow(
                () ->
                    Failure.usage(
                        "Unknown command '"
                            + name
                            + "'"
                            + Suggestions.sentence(name, CommandName.words())
                            + "\nTry 'meso --help'."));
    CommandLine root = Root.commandLine(session);
    root.addSubcommand(command.word(), command.commandLine(session));
    configure(root);
    return parse(root, args);
  }

  private int withoutCommand(Root.Words words, String[] args) {
    if (words.version()) {
      return run(CommandName.VERSION.word(), "--client");
    }
    if (args.length == 0 || words.help()) {
      session.out().text(Root.help());
      return args.length == 0 ? ExitCode.USAGE : ExitCode.OK;
    }
    throw Failure.usage("Expected a command, found only " + List.of(args) + "\nTry 'meso --help'.");
  }

  private static void configure(CommandLine root) {
    root.registerConverter(Duration.class, Durations::parse);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(Root.HELP_WIDTH);
    root.setUsageHelpLongOptionsMaxWidth(Root.HELP_OPTIONS_WIDTH);
  }

  private int parse(CommandLine root, String[] args) {
    try {
      ParseResult result = root.parseArgs(args);
      while (result.hasSubcommand()) {
        result = result.subcommand();
      }
      CommandLine named = result.commandSpec().commandLine();
      if (result.isUsageHelpRequested()) {
        session.out().text(named.getUsageMessage(Ansi.OFF));
        return ExitCode.OK;
      }
      Action action = named.getCommand();
      return action.run();
    } catch (ParameterException e) {
      int code =
          e.getCommandLine().getCommand() instanceof Action action
              ? action.usageExitCode()
              : ExitCode.USAGE;
      throw new Failure(code, explained(e));
    }
  }

  private static String explained(ParameterException e) {
    CommandLine at = e.getCommandLine();
    String name = at.getCommandSpec().qualifiedName();
    StringBuilder text = new StringBuilder(name).append(": ").append(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      text.append(Suggestions.sentence(word, near(at, word)));
    }
    return text.append("\nTry '").append(name).append(" --help'.").toString();
  }

  private static List<String> near(CommandLine at, String word) {
    if (!word.startsWith("-")) {
      return List.copyOf(at.getSubcommands().keySet());
    }
    return at.getCommandSpec().options().stream()
        .map(OptionSpec::names)
        .flatMap(Arrays::stream)
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  private int failed(int code, String message) {
    try {
      session.out().flush();
      session.err().line("meso: " + message);
    } catch (ReaderGone _) {
      // The exit status has to do.
    }
    return code;
  }

  private static String bug(RuntimeException bug) {
    if (Optional.ofNullable(System.getenv(DEBUG_VARIABLE)).isEmpty()) {
      return "internal error: " + bug + " (set " + DEBUG_VARIABLE + "=1 for details)";
    }
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace));
    return "internal error: " + trace;
  }
}
