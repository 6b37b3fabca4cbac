package dev.meso.cli.daemon;

import dev.meso.cli.session.Target;
import dev.meso.cli.settings.ClassicFiles;
import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Setting.Part;
import dev.meso.cli.settings.Settings;
import dev.meso.cli.settings.SettingsFile;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The start scripts of the original: starts and ends daemons in the background, as the three files
 * of {@link ClassicFiles} say. What runs already is left alone.
 */
final class Classic {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int PROBE_MILLIS = 500;
  private static final int CONTROLLER_HEAP_MB = 512;
  private static final int AGENT_HEAP_MB = 128;

  /** Set for each daemon by this class, from the files' own keys. */
  private static final Set<Setting> OURS =
      EnumSet.of(
          Setting.DATA,
          Setting.ETCD,
          Setting.API_HOST,
          Setting.API_PORT,
          Setting.CONTROLLER_NAME,
          Setting.AGENT_NAME);

  private final ClassicFiles files;
  private final Settings settings;
  private final Path data;
  private final PrintStream out;

  Classic(Path directory, PrintStream out) {
    this.files = ClassicFiles.read(directory);
    this.settings = Settings.of(Map.of(), System::getenv, files.files());
    this.data =
        settings
            .text(Setting.DATA)
            .map(Path::of)
            .orElseGet(() -> DaemonHome.of("classic"))
            .toAbsolutePath();
    this.out = out;
  }

  /** Starts an etcd if none answers, and the controllers; waits until they are ready. */
  void startMaster() {
    TokenFile.secret(token());
    ensureEtcd();
    for (int i = 0; i < controllers(); i++) {
      String name = "controller-" + (i + 1);
      int port = files.masterPort() + i;
      List<String> arguments = new ArrayList<>();
      arguments.add("controller");
      arguments.add("--controller-name=" + name);
      arguments.add("--api-host=" + files.masterHost());
      arguments.add("--api-port=" + port);
      arguments.addAll(common(Part.CONTROLLER, data.resolve(name)));
      if (start(name, CONTROLLER_HEAP_MB, arguments)) {
        ApiProbe probe = new ApiProbe(Target.plain("http://" + files.masterHost() + ":" + port));
        await(name, () -> probe.ready());
      }
      say("%s answers at http://%s:%d", name, files.masterHost(), port);
    }
  }

  /** Starts the agents and waits until the master sees them. */
  void startSlave() {
    ApiProbe master =
        new ApiProbe(Target.plain("http://" + files.masterHost() + ":" + files.masterPort()));
    if (!master.ready()) {
      throw new DaemonFailure(
          "no master answers at http://"
              + files.masterHost()
              + ":"
              + files.masterPort()
              + "; start it first: hack/start-master.sh");
    }
    TokenFile.secret(token());
    int before = master.readyAgents();
    int begun = 0;
    for (int i = 0; i < files.slaveCount(); i++) {
      String name = slaveName(i);
      int first = UpOptions.FIRST_TASK_PORT + i * UpOptions.PORTS_PER_AGENT;
      List<String> arguments = new ArrayList<>();
      arguments.add("agent");
      arguments.add("--agent-name=" + name);
      if (!given(Setting.RESOURCES)) {
        arguments.add("--resources=" + MachineShare.of(files.slaveCount(), existing(data)));
      }
      if (!given(Setting.PORT_RANGES)) {
        int last = first + UpOptions.PORTS_PER_AGENT - 1;
        arguments.add("--port-ranges=" + first + "-" + last);
      }
      arguments.addAll(common(Part.AGENT, agentData(name)));
      begun += start(name, AGENT_HEAP_MB, arguments) ? 1 : 0;
    }
    int expected = Math.min(files.slaveCount(), before + begun);
    await(slaveName(files.slaveCount() - 1), () -> master.readyAgents() >= expected);
    say("%d agents are ready", files.slaveCount());
  }

  /** Ends the agents, and the tasks that they run unless {@code keepTasks}. */
  void stopSlave(boolean keepTasks) {
    List<Path> directories = new ArrayList<>();
    for (int i = 0; i < ClassicFiles.SLAVES_MAX; i++) {
      stop(slaveName(i));
      // Also of an agent that was killed before: what it ran runs on until somebody ends it.
      directories.add(agentData(slaveName(i)));
    }
    if (!keepTasks) {
      LeftTasks.Result left = LeftTasks.end(directories, PATIENCE);
      say("Ended %d containers", left.ended());
      if (!left.failures().isEmpty()) {
        throw new DaemonFailure(String.join("\n", left.failures()));
      }
    }
  }

  /** Ends the controllers and the etcd that {@link #startMaster} started. */
  void stopMaster() {
    for (int i = 0; i < 2; i++) {
      stop("controller-" + (i + 1));
    }
    stop("etcd");
  }

  private int controllers() {
    return files.multiMaster() ? 2 : 1;
  }

  private void ensureEtcd() {
    URI url = URI.create(etcd().split(",", -1)[0].strip());
    if (answers(url)) {
      say("etcd answers at %s", url);
      return;
    }
    if (!onThisMachine(url.getHost())) {
      throw new DaemonFailure(
          "no etcd answers at "
              + url
              + ", and it is not on this machine; start it, or set the key"
              + " etcd in Mesos.properties");
    }
    LocalEtcd etcd =
        LocalEtcd.start(LocalEtcdOptions.in(data.resolve("etcd")).withClientPort(url.getPort()));
    ProcessHandle.of(etcd.pid()).ifPresent(pidFile("etcd")::write);
    say("etcd started at %s", url);
  }

  /** What every daemon is told, from the files: its own values win over what they say. */
  private List<String> common(Part part, Path directory) {
    List<String> arguments = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      boolean given = files.files().stream().anyMatch(file -> file.values().containsKey(setting));
      if (given && !OURS.contains(setting) && setting.parts().contains(part)) {
        arguments.add(setting.flag() + "=" + settings.require(setting));
      }
    }
    arguments.add("--etcd=" + etcd());
    arguments.add("--data=" + directory);
    if (!given(Setting.AGENT_TOKEN_FILE)) {
      arguments.add("--agent-token-file=" + token());
    }
    return arguments;
  }

  private boolean given(Setting setting) {
    return files.files().stream().map(SettingsFile::values).anyMatch(v -> v.containsKey(setting))
        || System.getenv(setting.variable()) != null;
  }

  private String etcd() {
    return given(Setting.ETCD)
        ? settings.require(Setting.ETCD)
        : "http://" + files.masterHost() + ":" + UpOptions.ETCD_PORT;
  }

  private boolean start(String name, int heapMegabytes, List<String> arguments) {
    Optional<ProcessHandle> running = pidFile(name).running();
    if (running.isPresent()) {
      say("%s runs already, process %d", name, running.get().pid());
      return false;
    }
    List<String> command = new ArrayList<>();
    if (files.executablePath().isPresent()) {
      command.add(program(files.executablePath().get()).toString());
      command.addAll(arguments);
    } else {
      command.addAll(JavaCommand.of(heapMegabytes, arguments));
    }
    ChildProcess child = ChildProcess.start(name, command, log(name));
    pidFile(name).write(child.handle());
    return true;
  }

  /** The program that executable-path means: a checkout, its bin directory, or the program. */
  private static Path program(Path executablePath) {
    for (Path candidate :
        List.of(
            executablePath.resolve("bin/meso"), executablePath.resolve("meso"), executablePath)) {
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new DaemonFailure(
        "key executable-path: expected the Meso checkout, its bin directory or the program meso,"
            + " found "
            + executablePath);
  }

  private void stop(String name) {
    PidFile file = pidFile(name);
    Optional<ProcessHandle> running = file.running();
    running.ifPresent(
        process -> {
          process.destroy();
          long begin = System.nanoTime();
          while (process.isAlive() && System.nanoTime() - begin < PATIENCE.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
          }
          if (process.isAlive()) {
            process.destroyForcibly();
            process.onExit().join();
          }
          say("%s ended", name);
        });
    file.delete();
  }

  private void await(String name, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      boolean ended = pidFile(name).running().isEmpty();
      if (ended || System.nanoTime() - begin > READY_WITHIN.toNanos()) {
        throw new DaemonFailure(
            name + (ended ? " ended" : " is not ready") + "; its log is " + log(name));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean answers(URI url) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), PROBE_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean onThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private String slaveName(int index) {
    return "slave-" + (index + 1);
  }

  private static Path existing(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new DaemonFailure("data directory " + directory + ": " + e.getMessage());
    }
  }

  private Path agentData(String name) {
    return data.resolve("agents").resolve(name);
  }

  private Path token() {
    return data.resolve("agent-token");
  }

  private Path log(String name) {
    return data.resolve("logs").resolve(name + ".log");
  }

  private PidFile pidFile(String name) {
    return new PidFile(data.resolve("run").resolve(name + ".pid"));
  }

  private void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }
}
