package dev.meso.cli.daemon;

import java.nio.file.Path;

/** Where a daemon keeps its files unless told. */
final class DaemonHome {
  private DaemonHome() {}

  /** {@code ~/.meso/<name>}. */
  static Path of(String name) {
    // Where client commands look, too; the JVM's user.home is another one under sudo and in tests.
    String home = System.getenv("HOME");
    return Path.of(
        home == null || home.isBlank() ? System.getProperty("user.home") : home, ".meso", name);
  }
}
