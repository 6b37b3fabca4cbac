package dev.meso.cli.daemon;

import java.nio.file.Path;

/** Where a daemon keeps its files unless told. */
final class DaemonHome {
  private DaemonHome() {}

  /** {@code ~/.meso/<name>}. */
  static Path of(String name) {
    return Path.of(System.getProperty("user.home"), ".meso", name);
  }
}
