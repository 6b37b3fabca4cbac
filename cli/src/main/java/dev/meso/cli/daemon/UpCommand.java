package dev.meso.cli.daemon;

import dev.meso.cli.command.Action;
import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Settings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meso up}: a whole cluster in the foreground. */
@Command(
    name = "up",
    description = {
      "Start a cluster on this machine: an etcd, controllers and agents, each a process of its own."
          + " Runs until Ctrl-C.%n",
      "A second 'meso up' with the same --data takes up what is there.%n"
    },
    footer = {
      "%nExamples:",
      "  meso up",
      "  meso up --agents 3 --controllers 2",
      "  meso up --data /var/lib/meso --etcd http://10.0.0.5:2379"
    })
public final class UpCommand implements Action {
  /** Different for each daemon, so that no file can say it for all. */
  private static final Set<Setting> SET_FOR_EACH_DAEMON =
      EnumSet.of(
          Setting.AGENT_NAME,
          Setting.AGENT_PORT,
          Setting.PORT_RANGES,
          Setting.CONTROLLER_NAME,
          Setting.API_HOST,
          Setting.API_TLS_CERT,
          Setting.API_TLS_KEY,
          Setting.API_CLIENT_CA,
          Setting.AGENT_TOKEN_FILE);

  private @Nullable DaemonOptions options;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many agents; ${DEFAULT-VALUE} unless given.")
  private int agents;

  @Option(
      names = "--controllers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many controllers; ${DEFAULT-VALUE} unless given.")
  private int controllers;

  @Option(
      names = "--etcd",
      paramLabel = "URL,...",
      description = "An etcd that runs already; one is started unless given.")
  private @Nullable String etcd;

  @Option(
      names = "--etcd-port",
      paramLabel = "PORT",
      defaultValue = "" + UpOptions.ETCD_PORT,
      description =
          "Port of the etcd that is started, another free one when it is taken; ${DEFAULT-VALUE}"
              + " unless given.")
  private int etcdPort;

  @Option(
      names = "--plain-http",
      description =
          "Serve HTTP without TLS: whoever reaches a loopback address of this machine may do"
              + " everything.")
  private boolean plainHttp;

  @Option(names = "--keep-tasks", description = "Leave tasks running at the end.")
  private boolean keepTasks;

  @Option(names = "--restart", description = "Start a daemon again that ended.")
  private boolean restart;

  private UpCommand() {}

  /** The command with its flags. */
  public static CommandLine commandLine() {
    UpCommand command = new UpCommand();
    CommandLine line = new CommandLine(command);
    command.options = DaemonOptions.addTo(line.getCommandSpec(), Setting.Part.UP);
    return line;
  }

  @Override
  public int run() {
    DaemonOptions given = java.util.Objects.requireNonNull(options);
    Settings settings = given.settings();
    given.refuseInFiles(SET_FOR_EACH_DAEMON);
    UpOptions what =
        new UpOptions(
            agents,
            controllers,
            Optional.ofNullable(etcd).or(() -> given.inFiles(Setting.ETCD)),
            etcdPort,
            settings.text(Setting.DATA).map(Path::of).orElseGet(() -> DaemonHome.of("up")),
            settings.number(Setting.API_PORT),
            plainHttp,
            keepTasks,
            restart,
            settings.require(Setting.LOG_LEVEL),
            settings.text(Setting.RESOURCES),
            given.files());
    DaemonLogging.configure(settings.require(Setting.LOG_LEVEL));
    try (Lifetime lifetime = Lifetime.untilSignal(given.exitWithParent())) {
      Up up = new Up(what, System.out);
      try {
        up.start(lifetime);
        return lifetime.await(up);
      } finally {
        up.close();
      }
    }
  }
}
