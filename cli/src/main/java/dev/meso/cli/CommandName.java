package dev.meso.cli;

import dev.meso.cli.command.Apply;
import dev.meso.cli.command.Completion;
import dev.meso.cli.command.Delete;
import dev.meso.cli.command.Describe;
import dev.meso.cli.command.Diff;
import dev.meso.cli.command.Events;
import dev.meso.cli.command.Explain;
import dev.meso.cli.command.Get;
import dev.meso.cli.command.Kubeconfig;
import dev.meso.cli.command.Logs;
import dev.meso.cli.command.Plan;
import dev.meso.cli.command.Run;
import dev.meso.cli.command.Scale;
import dev.meso.cli.command.Top;
import dev.meso.cli.command.Version;
import dev.meso.cli.command.WhatIf;
import dev.meso.cli.daemon.AgentCommand;
import dev.meso.cli.daemon.Certs;
import dev.meso.cli.daemon.ClassicCommand;
import dev.meso.cli.daemon.ControllerCommand;
import dev.meso.cli.daemon.DaemonRehearsal;
import dev.meso.cli.daemon.UpCommand;
import dev.meso.cli.rehearsal.Rehearse;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * All commands, in the order of help. A new one is a constant here and a case in {@link
 * #commandLine}.
 */
enum CommandName {
  UP(Group.CLUSTER, "up", "Start a cluster on this machine: etcd, controllers, agents"),
  CONTROLLER(Group.CLUSTER, "controller", "Run a controller"),
  PLAN(Group.CHANGE, "plan", "Show what applying files would change, and where tasks would go"),
  DIFF(Group.CHANGE, "diff", "Show which fields applying files would change"),
  APPLY(Group.CHANGE, "apply", "Create or change objects from files"),
  RUN(Group.CHANGE, "run", "Run one command as a task, stream its output, exit with its status"),
  SCALE(Group.CHANGE, "scale", "Set how many tasks an App has"),
  DELETE(Group.CHANGE, "delete", "Delete objects and wait until they are gone"),
  GET(Group.LOOK, "get", "List objects, or show some; -w watches"),
  DESCRIBE(Group.LOOK, "describe", "Show all about an object, with its tasks"),
  EXPLAIN(Group.LOOK, "explain", "Say why an object is as it is: why a task is pending"),
  WHATIF(Group.LOOK, "whatif", "Say what would come of more agents, fewer, or other queues"),
  LOGS(Group.LOOK, "logs", "Print what tasks wrote"),
  TOP(Group.LOOK, "top", "Show what agents or tasks use"),
  EVENTS(Group.LOOK, "events", "Show what happened to objects"),
  AGENT(Group.CLUSTER, "agent", "Run an agent; cordon one, or declare it gone"),
  VERSION(Group.OTHER, "version", "Show the versions of this command and of the server"),
  KUBECONFIG(Group.OTHER, "kubeconfig", "Print a configuration for kubectl"),
  CERTS(Group.CLUSTER, "certs", "Make certificates for servers and users"),
  COMPLETION(Group.OTHER, "completion", "Print a completion script for bash or zsh"),
  CLASSIC(Group.HIDDEN, "classic", "What the start scripts of the original call"),
  REHEARSE_DAEMONS(Group.HIDDEN, "rehearse-daemons", "Train the AOT cache of the daemons"),
  REHEARSE(Group.HIDDEN, "rehearse", "Train the AOT cache of this command");

  /** How help groups the commands. */
  enum Group {
    CLUSTER("Cluster"),
    CHANGE("Change what runs"),
    LOOK("See what runs"),
    OTHER("Other"),
    HIDDEN("");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }

  private final Group group;
  private final String word;
  private final String summary;

  CommandName(Group group, String word, String summary) {
    this.group = group;
    this.word = word;
    this.summary = summary;
  }

  /** Loads the command's classes. */
  CommandLine commandLine(Session session) {
    return switch (this) {
      case PLAN -> new CommandLine(new Plan(session));
      case WHATIF -> new CommandLine(new WhatIf(session));
      case DIFF -> new CommandLine(new Diff(session));
      case APPLY -> new CommandLine(new Apply(session));
      case RUN -> new CommandLine(new Run(session)).setStopAtPositional(true);
      case SCALE -> new CommandLine(new Scale(session));
      case TOP -> new CommandLine(new Top(session));
      case EVENTS -> new CommandLine(new Events(session));
      case KUBECONFIG -> new CommandLine(new Kubeconfig(session));
      case DELETE -> new CommandLine(new Delete(session));
      case GET -> new CommandLine(new Get(session));
      case DESCRIBE -> new CommandLine(new Describe(session));
      case EXPLAIN -> new CommandLine(new Explain(session));
      case LOGS -> new CommandLine(new Logs(session));
      case CERTS -> Certs.commandLine(session);
      case UP -> UpCommand.commandLine();
      case CONTROLLER -> ControllerCommand.commandLine();
      case AGENT -> AgentCommand.commandLine(session);
      case CLASSIC -> new CommandLine(new ClassicCommand());
      case REHEARSE_DAEMONS -> DaemonRehearsal.commandLine();
      case VERSION -> new CommandLine(new Version(session));
      case COMPLETION -> new CommandLine(new Completion(session, CommandName::everything));
      case REHEARSE -> new CommandLine(new Rehearse(session, s -> new Cli(s)::run));
    };
  }

  Group group() {
    return group;
  }

  String word() {
    return word;
  }

  String summary() {
    return summary;
  }

  static Optional<CommandName> find(String word) {
    for (CommandName command : values()) {
      if (command.word.equals(word)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (CommandName command : values()) {
      if (command.group != Group.HIDDEN) {
        words.add(command.word);
      }
    }
    return words;
  }

  /** All commands under their root, for the completion script. */
  private static CommandLine everything(Session session) {
    CommandLine root = Root.commandLine(session);
    for (CommandName command : values()) {
      if (command.group != Group.HIDDEN) {
        root.addSubcommand(command.word, command.commandLine(session));
      }
    }
    return root;
  }
}
