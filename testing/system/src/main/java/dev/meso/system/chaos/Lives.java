package dev.meso.system.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The directory in which every process of a task writes of itself. */
final class Lives {
  /** Longer than some beats, so that a busy machine makes nobody look dead. */
  private static final Duration SILENT_MAX = Duration.ofSeconds(5);

  private final Path directory;

  Lives(Path directory) {
    this.directory = directory;
  }

  /** Every life of the run. */
  List<Life> all() {
    return read(false);
  }

  /** Those whose process is there and still writes. */
  List<Life> beating() {
    return read(true).stream()
        .filter(life -> life.exit().isEmpty() && ProcessHandle.of(life.pid()).isPresent())
        .toList();
  }

  private List<Life> read(boolean recentOnly) {
    long oldest = System.currentTimeMillis() - SILENT_MAX.toMillis();
    List<Life> lives = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(file -> Life.parts(file).size() > 1).sorted().toList()) {
        if (!recentOnly || Files.getLastModifiedTime(file).toMillis() >= oldest) {
          Life.read(file).ifPresent(lives::add);
        }
      }
      return lives;
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
