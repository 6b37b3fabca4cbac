package dev.meso.cli.daemon;

import dev.meso.agent.driver.LogLimits;
import dev.meso.agent.runtime.Agent;
import dev.meso.agent.runtime.AgentConfig;
import dev.meso.agent.runtime.AgentConfig.SandboxLimits;
import dev.meso.api.resource.PortRanges;
import dev.meso.cli.command.Action;
import dev.meso.cli.command.AgentCommands;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Session;
import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Settings;
import dev.meso.store.lease.LeaseConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code meso agent}: one agent in the foreground. */
@Command(
    name = "agent",
    description = {
      "Run an agent: it runs the tasks that are assigned to it. Runs until it is asked to end; its"
          + " tasks run on, and the next agent with the same --data takes them up.%n",
      "With a command, say something about agents.%n"
    })
public final class AgentCommand implements Action {
  private @Nullable DaemonOptions options;

  private AgentCommand() {}

  /** The command with its flags, and what can be said about agents below it. */
  public static CommandLine commandLine(Session session) {
    AgentCommand command = new AgentCommand();
    CommandLine line = new CommandLine(command);
    command.options = DaemonOptions.addTo(line.getCommandSpec(), Setting.Part.AGENT);
    return AgentCommands.attach(line, session);
  }

  @Override
  public int run() {
    DaemonOptions given = Objects.requireNonNull(options);
    Settings settings = given.settings();
    DaemonLogging.configure(settings.require(Setting.LOG_LEVEL));
    AgentConfig config = config(settings);
    try (Lifetime lifetime = Lifetime.untilSignal(given.exitWithParent())) {
      Agent agent = Agent.start(config);
      var _ = agent.fault().thenAccept(_ -> lifetime.end(ExitCode.FAILED));
      return lifetime.await(agent);
    } catch (IOException e) {
      throw new DaemonFailure("agent " + config.name() + ": " + e.getMessage());
    }
  }

  private static AgentConfig config(Settings settings) {
    Path data = settings.text(Setting.DATA).map(Path::of).orElseGet(() -> DaemonHome.of("agent"));
    try {
      return new AgentConfig(
          settings.text(Setting.AGENT_NAME).orElseGet(HostName::ofThisMachine),
          settings.require(Setting.ETCD),
          settings.require(Setting.ETCD_ROOT),
          data,
          settings.require(Setting.AGENT_HOST),
          settings.require(Setting.AGENT_BIND),
          settings.number(Setting.AGENT_PORT),
          NamedValues.resources(settings),
          NamedValues.attributes(settings),
          PortRanges.parse(settings.require(Setting.PORT_RANGES)),
          TokenFile.path(settings, data),
          LeaseConfig.AGENT_TTL,
          new LogLimits(
              settings.quantity(Setting.LOG_FILE_SIZE).toBytes(), LogLimits.DEFAULT.files()),
          new SandboxLimits(
              settings.duration(Setting.SANDBOX_KEEP),
              settings.quantity(Setting.SANDBOX_BYTES).toBytes()));
    } catch (IllegalArgumentException e) {
      throw new DaemonFailure(String.valueOf(e.getMessage()));
    }
  }
}
