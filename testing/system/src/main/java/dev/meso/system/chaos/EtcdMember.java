package dev.meso.system.chaos;

import dev.meso.system.MesoProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One member of a real etcd cluster. Its peers reach it through a {@link Wire} only. */
final class EtcdMember implements Node {
  /** Raft entries between two snapshots: few, so that members that were away need a snapshot. */
  private static final int SNAPSHOT_COUNT = 2_000;

  private static final long QUOTA_BYTES = 1L << 30;

  private final String name;
  private final Path directory;
  private final int clientPort = Ports.free();
  private final int peerPort = Ports.free();
  private String initialCluster = "";
  private String peerUrl = "";
  private @Nullable Process process;
  private boolean retired;

  EtcdMember(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  @Override
  public String name() {
    return name;
  }

  int clientPort() {
    return clientPort;
  }

  int peerPort() {
    return peerPort;
  }

  /** Where it answers, past every wire. */
  String url() {
    return "http://127.0.0.1:" + clientPort;
  }

  /**
   * Starts it for the first time.
   *
   * @param advertised how its peers reach it
   * @param cluster how each member is reached, as etcd's flag wants it
   */
  synchronized void start(String advertised, String cluster) {
    peerUrl = advertised;
    initialCluster = cluster;
    restart();
  }

  synchronized long pid() {
    return process == null ? -1 : process.pid();
  }

  @Override
  public synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  @Override
  public synchronized void kill() {
    if (process == null) {
      return;
    }
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void retire() {
    retired = true;
    kill();
  }

  @Override
  public synchronized void restart() {
    if (retired) {
      return;
    }
    String local = "http://127.0.0.1:" + peerPort;
    List<String> command =
        List.of(
            "etcd",
            "--name=" + name,
            "--data-dir=" + directory.resolve(name),
            "--listen-client-urls=" + url(),
            "--advertise-client-urls=" + url(),
            "--listen-peer-urls=" + local,
            "--initial-advertise-peer-urls=" + peerUrl,
            "--initial-cluster=" + initialCluster,
            "--snapshot-count=" + SNAPSHOT_COUNT,
            "--quota-backend-bytes=" + QUOTA_BYTES);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("etcd must be on the PATH; hack/test.sh installs it", e);
    }
  }

  @Override
  public synchronized void freeze() {
    signal("STOP");
  }

  @Override
  public synchronized void thaw() {
    signal("CONT");
  }

  private void signal(String signal) {
    if (alive()) {
      MesoProcess.signal(pid(), signal);
    }
  }
}
