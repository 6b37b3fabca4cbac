package dev.meso.store.etcd.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What is written down of an etcd that was started in a folder, so that a later start finds it
 * running, or at least gives it the same ports.
 */
record Remembered(long pid, Instant started, int clientPort, int peerPort) {
  /** The start time of a process is computed from the time of boot, which is set now and then. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  static Optional<Remembered> read(Path file) {
    Properties read = new Properties();
    try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(in);
      return Optional.of(
          new Remembered(
              Long.parseLong(read.getProperty("pid", "")),
              Instant.parse(read.getProperty("started", "")),
              Integer.parseInt(read.getProperty("clientPort", "")),
              Integer.parseInt(read.getProperty("peerPort", ""))));
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException unreadable) {
      // Absent, or cut short by a crash: then nothing is remembered, and new ports are chosen.
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    String text =
        "pid="
            + pid
            + "\nstarted="
            + started
            + "\nclientPort="
            + clientPort
            + "\npeerPort="
            + peerPort
            + "\n";
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The process, if it still runs and its id was not given to another one. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(at -> Duration.between(at, started).abs())
                    .filter(off -> off.compareTo(START_TOLERANCE) <= 0)
                    .isPresent());
  }
}
