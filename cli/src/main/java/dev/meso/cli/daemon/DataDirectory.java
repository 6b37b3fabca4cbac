package dev.meso.cli.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The directory of one {@code meso up}, held by one process at a time. */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the directory if need be and takes it.
   *
   * @throws DaemonFailure if another process holds it
   */
  static DataDirectory open(Path path) {
    try {
      Path directory = path.toAbsolutePath().normalize();
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new DaemonFailure(
            "another meso up runs on " + directory + "; stop it, or give another --data");
      }
      return new DataDirectory(directory, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("data directory " + path, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  Path etcd() {
    return path.resolve("etcd");
  }

  Path agent(String name) {
    return path.resolve("agents").resolve(name);
  }

  /** The state directories of every agent that ever ran here. */
  List<Path> agents() {
    Path parent = path.resolve("agents");
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> agents = Files.list(parent)) {
      return agents.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("data directory " + parent, e);
    }
  }

  Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  /** Certificates of the cluster. */
  Path certificates() {
    return path.resolve("certs");
  }

  /** What clients want to know of the cluster. */
  Path kubeconfig() {
    return path.resolve("kubeconfig");
  }

  Path token() {
    return path.resolve("agent-token");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
