package dev.meso.cli.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers a process across calls of a command. Its start time is kept beside its id, so that
 * another process that got the same id is not taken for it.
 */
final class PidFile {
  private final Path file;

  PidFile(Path file) {
    this.file = file;
  }

  /** Remembers a process. */
  void write(ProcessHandle process) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, process.pid() + " " + startOf(process) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("pid file " + file, e);
    }
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> running() {
    try {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .filter(process -> parts.length == 2 && startOf(process).equals(parts[1]))
          .filter(ProcessHandle::isAlive);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (NumberFormatException _) {
      throw new DaemonFailure("pid file " + file + ": expected a process id; remove the file");
    } catch (IOException e) {
      throw new UncheckedIOException("pid file " + file, e);
    }
  }

  /** Forgets the process. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("pid file " + file, e);
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L).toString();
  }
}
