package dev.meso.cli.daemon;

import dev.meso.cli.command.Action;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Settings;
import dev.meso.controller.apiserver.http.Listener;
import dev.meso.controller.runtime.Controller;
import dev.meso.controller.runtime.ControllerConfig;
import dev.meso.store.etcd.EtcdAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code meso controller}: one controller in the foreground. */
@Command(
    name = "controller",
    description =
        "Run a controller: it serves the API, and one of all controllers decides. Runs until it is"
            + " asked to end.%n")
public final class ControllerCommand implements Action {
  private @Nullable DaemonOptions options;

  private ControllerCommand() {}

  /** The command with its flags. */
  public static CommandLine commandLine() {
    ControllerCommand command = new ControllerCommand();
    CommandLine line = new CommandLine(command);
    command.options = DaemonOptions.addTo(line.getCommandSpec(), Setting.Part.CONTROLLER);
    return line;
  }

  @Override
  public int run() {
    DaemonOptions given = Objects.requireNonNull(options);
    Settings settings = given.settings();
    DaemonLogging.configure(settings.require(Setting.LOG_LEVEL));
    ControllerConfig config = config(settings);
    try (Lifetime lifetime = Lifetime.untilSignal(given.exitWithParent())) {
      Controller controller = Controller.start(config);
      var _ = controller.fault().thenAccept(_ -> lifetime.end(ExitCode.FAILED));
      return lifetime.await(controller);
    } catch (IllegalArgumentException | CompletionException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      throw new DaemonFailure("controller " + config.name() + ": " + cause.getMessage());
    }
  }

  private static ControllerConfig config(Settings settings) {
    int port = settings.number(Setting.API_PORT);
    String name =
        settings
            .text(Setting.CONTROLLER_NAME)
            .orElseGet(() -> HostName.ofThisMachine() + "-" + port);
    Path data =
        settings.text(Setting.DATA).map(Path::of).orElseGet(() -> DaemonHome.of("controller"));
    return new ControllerConfig(
        name,
        EtcdAddress.parse(settings.require(Setting.ETCD)),
        settings.require(Setting.ETCD_ROOT),
        new Listener(settings.require(Setting.API_HOST), port, ApiAccess.of(settings)),
        settings.number(Setting.CONNECTIONS_MAX),
        settings.duration(Setting.LOST_AFTER),
        settings.names(Setting.SHARES_WITHOUT),
        settings.flag(Setting.COMPACT),
        data,
        TokenFile.secret(TokenFile.path(settings, data)),
        new SecureRandom().nextLong());
  }
}
