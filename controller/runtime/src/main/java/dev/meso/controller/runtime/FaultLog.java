package dev.meso.controller.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers faults of ours across restarts. A controller that had several within a short time would
 * go on having them: it starts without taking part in elections, so that it can be looked at while
 * others lead. A log that cannot be read or written never keeps a controller from starting: what it
 * does not tell is taken as if it had not happened.
 */
final class FaultLog {
  /** So many faults within {@link #WINDOW} lead to safe mode. */
  static final int FAULTS_MAX = 3;

  static final Duration WINDOW = Duration.ofMinutes(10);

  /** Lines that are read; a longer file is cut by the next write. */
  private static final int LINES_MAX = 100;

  private static final Logger log = LoggerFactory.getLogger(FaultLog.class);

  private final Path file;

  FaultLog(Path data) {
    this.file = data.resolve("faults");
  }

  /** Whether the controller should start without taking part in elections. */
  boolean safeMode(Instant now) {
    long recent =
        lines().stream()
            .flatMap(line -> parse(line).stream())
            .filter(fault -> fault.isAfter(now.minus(WINDOW)))
            .count();
    return recent >= FAULTS_MAX;
  }

  /** Remembers a fault if it can; never throws. */
  void record(Instant now) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (lines().size() >= LINES_MAX) {
        Files.delete(file);
      }
      // Ends a line that a crash cut short.
      Files.writeString(
          file, "\n" + now + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("file", file)
          .log("Fault could not be remembered; it does not count towards safe mode");
    }
  }

  /** Nothing for a line that a crash tore, or that is not ours. */
  private static Optional<Instant> parse(String line) {
    try {
      return Optional.of(Instant.parse(line));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private List<String> lines() {
    // Any bytes are text in this charset, those of a torn file included.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> !line.isBlank()).limit(LINES_MAX).toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException | UncheckedIOException e) {
      log.atWarn()
          .setCause(e)
          .addKeyValue("file", file)
          .log("Fault log could not be read; it is taken as empty");
      return List.of();
    }
  }
}
