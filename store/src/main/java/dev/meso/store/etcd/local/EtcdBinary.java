package dev.meso.store.etcd.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An etcd program that is installed.
 *
 * @param path of the executable
 * @param version that it says it is
 */
record EtcdBinary(Path path, EtcdVersion version) {
  private static final long ANSWER_SECONDS_MAX = 10;
  private static final int OUTPUT_BYTES_MAX = 4096;

  /** What to do where there is none. */
  static final String INSTALL =
      "Install it (Debian, Ubuntu: apt-get install etcd-server; Fedora: dnf install etcd; macOS:"
          + " brew install etcd), or use an etcd that runs already by its URL";

  /** The given one, else the first {@code etcd} on the PATH. */
  static EtcdBinary find(Optional<Path> given) {
    Path path = given.or(EtcdBinary::onPath).orElseThrow(EtcdBinary::missing);
    if (!Files.isExecutable(path)) {
      throw new EtcdNotUsable("There is no executable etcd at " + path + ". " + INSTALL);
    }
    String printed = versionOf(path);
    EtcdVersion version =
        EtcdVersion.parse(printed)
            .orElseThrow(
                () ->
                    new EtcdNotUsable(
                        path + " --version names no etcd version; it printed: " + printed.strip()));
    if (!version.atLeast(3, 4)) {
      throw new EtcdNotUsable(
          path + " is etcd " + version + "; version 3.4 or newer is needed. " + INSTALL);
    }
    return new EtcdBinary(path, version);
  }

  static Optional<Path> onPath() {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path etcd = Path.of(folder, "etcd");
      if (!folder.isEmpty() && Files.isRegularFile(etcd) && Files.isExecutable(etcd)) {
        return Optional.of(etcd);
      }
    }
    return Optional.empty();
  }

  private static EtcdNotUsable missing() {
    return new EtcdNotUsable(
        "No etcd was found on the PATH (" + System.getenv("PATH") + "). " + INSTALL);
  }

  private static String versionOf(Path etcd) {
    try {
      Process asked =
          new ProcessBuilder(etcd.toString(), "--version").redirectErrorStream(true).start();
      try (var out = asked.getInputStream()) {
        asked.getOutputStream().close();
        String printed = new String(out.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
        if (!asked.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)) {
          asked.destroyForcibly();
        }
        return printed;
      }
    } catch (IOException failed) {
      throw new EtcdNotUsable("Running " + etcd + " --version failed: " + failed.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EtcdNotUsable("Interrupted while asking " + etcd + " for its version");
    }
  }
}
