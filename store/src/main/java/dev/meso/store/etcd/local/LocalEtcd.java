package dev.meso.store.etcd.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An etcd of one member that runs on this machine, listening on the loopback address only. It is a
 * process of its own and outlives this one unless it is stopped; a start in the same folder takes
 * up one that still runs there.
 *
 * <p>Thread-safe.
 */
public final class LocalEtcd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalEtcd.class);

  private static final Duration ASK_EVERY = Duration.ofMillis(25);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
  private static final Duration KILL_WITHIN = Duration.ofSeconds(10);
  private static final int STARTS_MAX = 3;
  private static final long LOG_BYTES_MAX = 16 << 20;
  private static final int LOG_LINES_SHOWN = 5;

  private final LocalEtcdOptions options;
  private final ProcessHandle process;
  private final URI clientUrl;
  private final boolean takenUp;

  private LocalEtcd(
      LocalEtcdOptions options, ProcessHandle process, int clientPort, boolean takenUp) {
    this.options = options;
    this.process = process;
    this.clientUrl = url(clientPort);
    this.takenUp = takenUp;
  }

  /** Whether an etcd program is on the PATH. */
  public static boolean isInstalled() {
    return EtcdBinary.onPath().isPresent();
  }

  /**
   * Starts one, or takes up the one that runs in this folder, and waits until it answers.
   *
   * @throws EtcdNotUsable saying why not, and what to do
   */
  public static LocalEtcd start(LocalEtcdOptions options) {
    Optional<Remembered> before = Remembered.read(options.memory());
    Optional<LocalEtcd> running =
        before.flatMap(
            last -> last.running().map(p -> new LocalEtcd(options, p, last.clientPort(), true)));
    if (running.isPresent()) {
      running.get().awaitHealthy();
      return running.get();
    }
    EtcdBinary binary = EtcdBinary.find(options.binary());
    try {
      Files.createDirectories(options.dir());
      Files.createDirectories(options.dataDir());
      rotate(options.log());
      return start(options, binary, before);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "Starting etcd in " + options.dir() + " failed: " + failed.getMessage(), failed);
    }
  }

  /** Where it listens for clients. */
  public URI clientUrl() {
    return clientUrl;
  }

  public long pid() {
    return process.pid();
  }

  /** Whether it was running before. */
  public boolean takenUp() {
    return takenUp;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its standard output and error. */
  public Path log() {
    return options.log();
  }

  /** Ends it in an orderly way, or by force when that takes too long. */
  public void stop() {
    process.destroy();
    if (!ended(STOP_WITHIN)) {
      LOG.atWarn().addKeyValue("pid", pid()).log("Etcd did not stop in time and was killed");
      kill();
    }
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    process.destroyForcibly();
    if (!ended(KILL_WITHIN)) {
      throw new EtcdNotUsable("etcd, process " + pid() + ", did not end after SIGKILL");
    }
  }

  /** Stops it. */
  @Override
  public void close() {
    stop();
  }

  private static LocalEtcd start(
      LocalEtcdOptions options, EtcdBinary binary, Optional<Remembered> before) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int client = options.clientPort().orElseGet(() -> port(before.map(Remembered::clientPort)));
      int peer = port(before.map(Remembered::peerPort).filter(port -> port != client));
      LocalEtcd etcd = launch(options, binary, client, peer);
      try {
        etcd.awaitHealthy();
        return etcd;
      } catch (EtcdNotUsable failed) {
        etcd.kill();
        // Somebody else took a port between our choice and etcd's start: choose again.
        if (attempt == STARTS_MAX || !etcd.lastLines().contains("address already in use")) {
          throw failed;
        }
      }
    }
  }

  private static LocalEtcd launch(LocalEtcdOptions options, EtcdBinary binary, int client, int peer)
      throws IOException {
    // In a session of its own, so that a Ctrl-C in the terminal does not end it before its users.
    List<String> command = new ArrayList<>();
    command.add("setsid");
    command.addAll(EtcdCommand.of(binary, options.dataDir(), url(client), url(peer)));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Settings for somebody's other etcd would otherwise be taken by this one.
    builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
    if (!binary.version().atLeast(3, 5) && System.getProperty("os.arch").equals("aarch64")) {
      builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64");
    }
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(options.log().toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    Instant started = process.info().startInstant().orElse(Instant.EPOCH);
    new Remembered(process.pid(), started, client, peer).write(options.memory());
    return new LocalEtcd(options, process.toHandle(), client, false);
  }

  private void awaitHealthy() {
    long until = System.nanoTime() + options.startWithin().toNanos();
    String answer = "nothing";
    while (System.nanoTime() < until) {
      if (ended(ASK_EVERY)) {
        throw new EtcdNotUsable(
            "etcd ended while it was starting. The end of " + log() + ":\n" + lastLines());
      }
      answer = health();
      if (answer.contains("\"health\":\"true\"")) {
        return;
      }
    }
    throw new EtcdNotUsable(
        "etcd, process "
            + pid()
            + ", did not get healthy at "
            + clientUrl
            + " within "
            + options.startWithin().toMillis()
            + " ms; it answered "
            + answer
            + ". The end of "
            + log()
            + ":\n"
            + lastLines());
  }

  private String health() {
    try {
      HttpURLConnection asked =
          (HttpURLConnection) clientUrl.resolve("/health").toURL().openConnection();
      asked.setConnectTimeout((int) ANSWER_WITHIN.toMillis());
      asked.setReadTimeout((int) ANSWER_WITHIN.toMillis());
      try (InputStream answer = asked.getInputStream()) {
        return new String(answer.readNBytes(1024), StandardCharsets.UTF_8);
      } finally {
        asked.disconnect();
      }
    } catch (IOException notYet) {
      return notYet.toString();
    }
  }

  /** Whether the process has ended, waiting so long for it at most. */
  private boolean ended(Duration within) {
    try {
      process.onExit().get(within.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EtcdNotUsable("Interrupted while waiting for etcd, process " + pid());
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException unreadable) {
      return "(" + unreadable + ")";
    }
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The wanted port if it is free, else any free one. */
  private static int port(Optional<Integer> wanted) {
    if (wanted.isPresent()) {
      try (var socket = new ServerSocket(wanted.get(), 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        LOG.atInfo().addKeyValue("port", wanted.get()).log("Port of last time was taken");
      }
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException("No free port on the loopback address", none);
    }
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
