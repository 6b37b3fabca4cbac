package dev.meso.controller.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Remembers faults of ours across restarts. A controller that had several within a short time would
 * go on having them: it starts without taking part in elections, so that it can be looked at while
 * others lead.
 */
final class FaultLog {
  /** So many faults within {@link #WINDOW} lead to safe mode. */
  static final int FAULTS_MAX = 3;

  static final Duration WINDOW = Duration.ofMinutes(10);

  /** Lines that are read; a longer file is cut by the next write. */
  private static final int LINES_MAX = 100;

  private final Path file;

  FaultLog(Path data) {
    this.file = data.resolve("faults");
  }

  /** Whether the controller should start without taking part in elections. */
  boolean safeMode(Instant now) {
    long recent =
        lines().stream()
            .filter(line -> Instant.parse(line).isAfter(now.minus(WINDOW)))
            .limit(LINES_MAX)
            .count();
    return recent >= FAULTS_MAX;
  }

  /** Remembers a fault. */
  void record(Instant now) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (lines().size() >= LINES_MAX) {
        Files.delete(file);
      }
      Files.writeString(file, now + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("fault log " + file, e);
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("fault log " + file, e);
    }
  }
}
