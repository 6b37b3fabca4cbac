package dev.meso.store.etcd.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to start an etcd on this machine.
 *
 * @param dir where its data, its log and what we remember of it are kept; made when absent
 * @param binary the executable; the first one on the PATH when absent
 * @param clientPort on the loopback address; the one used last time in this folder, or else a free
 *     one, when absent
 * @param startWithin how long it may take until it answers
 */
public record LocalEtcdOptions(
    Path dir, Optional<Path> binary, OptionalInt clientPort, Duration startWithin) {

  private static final Duration START_WITHIN = Duration.ofSeconds(30);

  /** In this folder, with everything else by default. */
  public static LocalEtcdOptions in(Path dir) {
    return new LocalEtcdOptions(dir, Optional.empty(), OptionalInt.empty(), START_WITHIN);
  }

  public LocalEtcdOptions withBinary(Path binary) {
    return new LocalEtcdOptions(dir, Optional.of(binary), clientPort, startWithin);
  }

  public LocalEtcdOptions withClientPort(int port) {
    return new LocalEtcdOptions(dir, binary, OptionalInt.of(port), startWithin);
  }

  public LocalEtcdOptions withStartWithin(Duration time) {
    return new LocalEtcdOptions(dir, binary, clientPort, time);
  }

  Path dataDir() {
    return dir.resolve("data");
  }

  Path log() {
    return dir.resolve("etcd.log");
  }

  Path memory() {
    return dir.resolve("etcd.properties");
  }
}
