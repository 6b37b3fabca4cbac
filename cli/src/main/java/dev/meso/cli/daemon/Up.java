package dev.meso.cli.daemon;

import dev.meso.cli.session.Target;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster in one command: an etcd unless there is one, controllers and agents, each a
 * process of its own. Runs until it is asked to end, then ends them.
 */
final class Up implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** A daemon that ends again and again is not started more often than this. */
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);

  private static final int CONTROLLER_HEAP_MB = 512;
  private static final int AGENT_HEAP_MB = 128;

  private static final String ETCD = "etcd";

  /** What the command wrote for scripts: server=, etcd= and its process ids. */
  static final String STATE_FILE = "up.properties";

  private final UpOptions options;
  private final PrintStream out;
  private final long started = System.nanoTime();
  private final DataDirectory data;
  private final Map<String, ChildProcess> children = new TreeMap<>();
  private final Map<String, List<String>> commands = new TreeMap<>();
  private final List<String> servers = new ArrayList<>();
  private Optional<LocalSecurity> security = Optional.empty();
  private volatile @Nullable LocalEtcd etcd;
  private int plannedEtcdPort;
  private CompletableFuture<String> etcdStart = CompletableFuture.completedFuture("");
  private boolean closing;

  Up(UpOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.data = DataDirectory.open(options.data());
  }

  /**
   * Starts everything and waits until it is ready.
   *
   * @throws DaemonFailure if something ends, or is not ready in time; the message names its log
   */
  void start(Lifetime lifetime) {
    TokenFile.secret(data.token());
    // Beside the start of etcd, which takes longer.
    Optional<CompletableFuture<LocalSecurity>> certificates =
        options.plainHttp()
            ? Optional.empty()
            : Optional.of(Side.start("certificates", () -> LocalSecurity.in(data.certificates())));
    etcdStart = options.etcd().map(CompletableFuture::completedFuture).orElseGet(this::startEtcd);
    // On new data the address is known before etcd answers, and daemons wait for it by themselves.
    String etcdUrl =
        plannedEtcdPort == 0 ? joined(etcdStart) : "http://127.0.0.1:" + plannedEtcdPort;
    security = certificates.map(CompletableFuture::join);
    for (int i = 0; i < options.controllers(); i++) {
      startController("controller-" + (i + 1), controllerPort(i), etcdUrl);
    }
    for (int i = 0; i < options.agents(); i++) {
      startAgent("agent-" + (i + 1), i, etcdUrl);
    }
    joined(etcdStart);
    List<ApiProbe> probes = servers.stream().map(this::target).map(ApiProbe::new).toList();
    await(
        lifetime, "every controller to be ready", () -> probes.stream().allMatch(ApiProbe::ready));
    say("%s at %s", count(options.controllers(), "controller"), String.join(", ", servers));
    await(
        lifetime,
        "every agent to be ready",
        () -> probes.getFirst().readyAgents() >= options.agents());
    say("%s", count(options.agents(), "agent"));
    security.ifPresent(known -> known.writeKubeconfig(servers.getFirst(), data.kubeconfig()));
    writeState(etcdUrl);
    out.printf(
        Locale.ROOT,
        "Meso is ready. Logs are in %s.%nTry: bin/meso%s apply -f examples/hello%nCtrl-C ends"
            + " %s.%n",
        data.log("x").getParent(),
        clientFlags(),
        options.keepTasks() ? "the daemons and leaves the tasks running" : "everything");
    out.flush();
  }

  private Target target(String url) {
    return security.map(known -> known.target(url)).orElseGet(() -> Target.plain(url));
  }

  /** What a client must be told to find this cluster. */
  private String clientFlags() {
    if (security.isEmpty()) {
      return servers.getFirst().endsWith(":7070") ? "" : " --server " + servers.getFirst();
    }
    return data.path().equals(DaemonHome.of("up")) ? "" : " --kubeconfig " + data.kubeconfig();
  }

  /** Ends everything; a second call does nothing. */
  @Override
  public void close() {
    List<ChildProcess> all;
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      all = new ArrayList<>(children.values());
    }
    // Controllers first: they must not replace what ends now.
    ChildProcess.stopAll(all.stream().filter(child -> !isAgent(child.name())).toList(), PATIENCE);
    ChildProcess.stopAll(all.stream().filter(child -> isAgent(child.name())).toList(), PATIENCE);
    try {
      if (!options.keepTasks()) {
        endTasks();
      }
    } finally {
      // One that is still starting is waited for, so that it does not stay behind.
      var _ = etcdStart.handle((_, _) -> "").join();
      if (etcd != null) {
        etcd.stop();
      }
      deleteState();
      data.close();
    }
  }

  private void endTasks() {
    LeftTasks.Result left = LeftTasks.end(data.agents(), PATIENCE);
    if (left.ended() > 0) {
      out.println("Ended " + count(left.ended(), "container") + ".");
    }
    left.failures().forEach(out::println);
  }

  private void deleteState() {
    try {
      Files.deleteIfExists(data.path().resolve(STATE_FILE));
    } catch (IOException e) {
      out.println("cannot delete " + STATE_FILE + ": " + e.getMessage());
    }
  }

  private CompletableFuture<String> startEtcd() {
    boolean asked = options.etcdPort() != 0 && LoopbackPorts.free(options.etcdPort());
    int port = asked ? options.etcdPort() : 0;
    if (!Files.exists(data.etcd())) {
      plannedEtcdPort = port == 0 ? LoopbackPorts.anyFree() : port;
    }
    int wanted = plannedEtcdPort == 0 ? port : plannedEtcdPort;
    return Side.start(
        "etcd-start",
        () -> {
          LocalEtcd local = launchEtcd(wanted);
          String url = local.clientUrl().toString();
          say("etcd%s at %s", local.takenUp() ? ", which ran already," : "", url);
          return url;
        });
  }

  private static String joined(CompletableFuture<String> start) {
    try {
      return start.join();
    } catch (CompletionException e) {
      throw new DaemonFailure(
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    }
  }

  /** Starts an etcd on a port, or on the one of last time or a free one for 0. */
  private LocalEtcd launchEtcd(int port) {
    LocalEtcdOptions wanted = LocalEtcdOptions.in(data.etcd());
    LocalEtcd local = LocalEtcd.start(port == 0 ? wanted : wanted.withClientPort(port));
    etcd = local;
    var _ =
        ProcessHandle.of(local.pid())
            .map(ProcessHandle::onExit)
            .map(end -> end.thenRun(() -> ended(ETCD, local.log())));
    return local;
  }

  private int controllerPort(int index) {
    int port = options.apiPort() == 0 ? LoopbackPorts.anyFree() : options.apiPort() + index;
    if (!LoopbackPorts.free(port)) {
      throw new DaemonFailure(
          "port "
              + port
              + " of 127.0.0.1 is taken; is a cluster running already? give another --api-port, or"
              + " 0 for a free one");
    }
    return port;
  }

  private void startController(String name, int port, String etcdUrl) {
    servers.add((security.isPresent() ? "https" : "http") + "://127.0.0.1:" + port);
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--controller-name=" + name,
                "--api-port=" + port,
                "--etcd=" + etcdUrl,
                "--data=" + data.path().resolve(name),
                "--agent-token-file=" + data.token(),
                "--log-level=" + options.logLevel(),
                ParentWatch.FLAG));
    security.ifPresent(known -> flags.addAll(known.flags()));
    startChild(name, withConfig("controller", flags));
  }

  private void startAgent(String name, int index, String etcdUrl) {
    int first = UpOptions.FIRST_TASK_PORT + index * UpOptions.PORTS_PER_AGENT;
    startChild(
        name,
        withConfig(
            "agent",
            List.of(
                "--agent-name=" + name,
                "--port-ranges=" + first + "-" + (first + UpOptions.PORTS_PER_AGENT - 1),
                options.resources().isPresent()
                    ? "--resources=" + options.resources().get()
                    : "--resources=" + MachineShare.of(options.agents(), data.path()),
                "--etcd=" + etcdUrl,
                "--data=" + data.agent(name),
                "--agent-token-file=" + data.token(),
                "--log-level=" + options.logLevel(),
                ParentWatch.FLAG)));
  }

  /** A daemon's command line: the files first, since flags win over them. */
  private List<String> withConfig(String daemon, List<String> flags) {
    List<String> arguments = new ArrayList<>();
    arguments.add(daemon);
    options.files().forEach(file -> arguments.add("--config=" + file.toAbsolutePath()));
    arguments.addAll(flags);
    return arguments;
  }

  private synchronized void startChild(String name, List<String> arguments) {
    if (closing) {
      return;
    }
    int heap = isAgent(name) ? AGENT_HEAP_MB : CONTROLLER_HEAP_MB;
    ChildProcess child = ChildProcess.start(name, JavaCommand.of(heap, arguments), data.log(name));
    children.put(name, child);
    commands.put(name, arguments);
    var _ = child.ended().thenRun(() -> ended(name, child.log()));
  }

  private void ended(String name, Path log) {
    synchronized (this) {
      if (closing) {
        return;
      }
    }
    out.println(name + " ended; its log is " + log);
    out.flush();
    if (options.restart()) {
      CompletableFuture.delayedExecutor(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> startAgain(name));
    }
  }

  private synchronized void startAgain(String name) {
    List<String> command = commands.get(name);
    if (closing) {
      return;
    }
    if (command != null) {
      startChild(name, command);
    } else if (etcd != null) {
      launchEtcd(etcd.clientUrl().getPort());
    }
  }

  private void await(Lifetime lifetime, String what, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (lifetime.over()) {
        throw new DaemonFailure("asked to end while waiting for " + what);
      }
      synchronized (this) {
        for (ChildProcess child : children.values()) {
          if (!child.alive() && !options.restart()) {
            throw new DaemonFailure(child.name() + " ended; its log is " + child.log());
          }
        }
      }
      if (System.nanoTime() - begin > READY_WITHIN.toNanos()) {
        throw new DaemonFailure(
            "waited "
                + READY_WITHIN.toSeconds()
                + " s for "
                + what
                + "; logs are in "
                + data.log("x").getParent());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void writeState(String etcdUrl) {
    StringBuilder text = new StringBuilder();
    text.append("server=").append(servers.getFirst()).append('\n');
    if (security.isPresent()) {
      text.append("kubeconfig=").append(data.kubeconfig()).append('\n');
    }
    text.append("etcd=").append(etcdUrl).append('\n');
    text.append("pid=").append(ProcessHandle.current().pid()).append('\n');
    children.forEach((name, child) -> text.append(name + ".pid=" + child.pid() + "\n"));
    try {
      Files.writeString(data.path().resolve(STATE_FILE), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(String format, Object... arguments) {
    double seconds = (System.nanoTime() - started) / 1e9;
    out.printf(Locale.ROOT, "%5.1f s  ", seconds);
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static boolean isAgent(String name) {
    return name.startsWith("agent-");
  }
}
