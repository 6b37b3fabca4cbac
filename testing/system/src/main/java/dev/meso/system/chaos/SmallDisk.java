package dev.meso.system.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few megabytes that can be filled to the last byte. Needs root. */
final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "24m";
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Path path;
  private final Path filler;

  private SmallDisk(Path path) {
    this.path = path;
    this.filler = path.resolve("filler");
  }

  /** Whether this machine lets us mount one: tried in {@code scratch}. */
  static boolean possible(Path scratch) {
    Path trial = scratch.resolve("mount-trial");
    try {
      Files.createDirectory(trial);
      boolean mounted = run(List.of("mount", "-t", "tmpfs", "-o", "size=1m", "none", text(trial)));
      if (mounted) {
        run(List.of("umount", text(trial)));
      }
      Files.delete(trial);
      return mounted;
    } catch (IOException e) {
      return false;
    }
  }

  /** Mounts one at a directory that is made for it. */
  static SmallDisk mount(Path path) {
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!run(List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "none", text(path)))) {
      throw new IllegalStateException("Mounting a file system of " + SIZE + " at " + path);
    }
    return new SmallDisk(path);
  }

  Path path() {
    return path;
  }

  /** Takes every byte that is left. */
  void fill() {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int size = CHUNK_BYTES; size > 0; size /= 2) {
      try (OutputStream out =
          Files.newOutputStream(
              filler,
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)) {
        while (true) {
          out.write(chunk, 0, size);
        }
      } catch (IOException _) {
        // Full for writes of this size.
      }
    }
  }

  /** Gives the room back. */
  void empty() {
    try {
      Files.deleteIfExists(filler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Lazily, since a process that is just ending may still stand in it.
    run(List.of("umount", "-l", text(path)));
  }

  private static String text(Path path) {
    return path.toAbsolutePath().toString();
  }

  private static boolean run(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
