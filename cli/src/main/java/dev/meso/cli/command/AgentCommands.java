package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Refusal;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** What an admin says about machines: {@code meso agent cordon}, {@code uncordon}, {@code gone}. */
public final class AgentCommands {
  private static final int CONFLICTS_MAX = 5;

  private AgentCommands() {}

  /** {@code meso agent} and what is below it. */
  public static CommandLine commandLine(Session session) {
    return attach(new CommandLine(new Bare()), session);
  }

  /** Adds them below a command. */
  public static CommandLine attach(CommandLine agent, Session session) {
    agent.addSubcommand("cordon", new Cordon(session));
    agent.addSubcommand("uncordon", new Uncordon(session));
    return agent.addSubcommand("gone", new Gone(session));
  }

  @Command(name = "agent", description = "Say something about agents.%n")
  private static final class Bare implements Action {
    @Override
    public int run() {
      throw Failure.usage("Expected agent cordon, uncordon or gone\nTry 'meso agent --help'.");
    }
  }

  @Command(
      name = "cordon",
      description = "Place no new tasks on an agent. What runs there goes on running.%n")
  private static final class Cordon extends Change {
    Cordon(Session session) {
      super(session, "unschedulable", true, "cordoned");
    }
  }

  @Command(name = "uncordon", description = "Place tasks on an agent again.%n")
  private static final class Uncordon extends Change {
    Uncordon(Session session) {
      super(session, "unschedulable", false, "uncordoned");
    }
  }

  @Command(
      name = "gone",
      description = {
        "Declare that a machine will not come back with what ran on it.%n",
        "Its tasks are replaced at once, whatever their policy. If it does come back, it stops"
            + " what it still runs.%n"
      })
  private static final class Gone extends Change {
    Gone(Session session) {
      super(session, "gone", true, "declared gone");
    }
  }

  /** One field of the spec of one or several agents. */
  private abstract static sealed class Change implements Action permits Cordon, Uncordon, Gone {
    private final Session session;
    private final ApiClient client;
    private final String field;
    private final boolean value;
    private final String done;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The agents.")
    private List<String> names = new ArrayList<>();

    Change(Session session, String field, boolean value, String done) {
      this.session = session;
      this.client = new ApiClient(session);
      this.field = field;
      this.value = value;
      this.done = done;
    }

    @Override
    public int run() {
      for (String name : names) {
        Ref ref = name.contains("/") ? Ref.parse(name) : new Ref(Kind.AGENT, name);
        if (ref.kind() != Kind.AGENT) {
          throw Failure.usage("Expected the name of an agent, found " + ref);
        }
        session.out().line(ref + " " + (change(ref) ? done : "already " + done));
      }
      return ExitCode.OK;
    }

    private boolean change(Ref ref) {
      for (int conflicts = 0; ; conflicts++) {
        ObjectNode agent = Lookup.get(client, null, ref);
        if (Trees.at(agent, "spec").path(field).asBoolean(false) == value) {
          return false;
        }
        agent.withObjectProperty("spec").put(field, value);
        agent.remove("status");
        try {
          client.replace(Kind.AGENT, null, agent, false);
          return true;
        } catch (Refusal refusal) {
          if (refusal.code() != Refusal.CONFLICT || conflicts == CONFLICTS_MAX) {
            throw refusal;
          }
        }
      }
    }
  }
}
