package dev.meso.agent.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directories of attempts below one root: {@code <namespace>/<task>/<attempt>-<uid8>/}, in each
 * a directory for each container with its {@code stdout} and {@code stderr} (older parts {@code
 * stdout.1} …).
 *
 * <p>The root and the levels below it may be entered but not listed by others (0711), an attempt's
 * directory belongs to its user alone (0700). Thread-safe.
 */
public final class Sandboxes {

  private static final Set<PosixFilePermission> PASSAGE =
      PosixFilePermissions.fromString("rwx--x--x");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path root;

  /**
   * Sandboxes below {@code root}, which is made if it is not there.
   *
   * @throws IOException if it cannot be made
   */
  public Sandboxes(Path root) throws IOException {
    Files.createDirectories(root, PosixFilePermissions.asFileAttribute(PASSAGE));
    this.root = root.toRealPath();
  }

  /** The root, without links in it. */
  public Path root() {
    return root;
  }

  /** Where an attempt's directory is or would be. */
  public Path directory(AttemptRef attempt) {
    return root.resolve(attempt.namespace())
        .resolve(attempt.task())
        .resolve(attempt.directoryName());
  }

  /**
   * Makes an attempt's directory, or takes the one that is there.
   *
   * @return its absolute path
   * @throws IOException if it cannot be made
   */
  public Path create(AttemptRef attempt) throws IOException {
    Path directory = directory(attempt);
    Files.createDirectories(directory.getParent(), PosixFilePermissions.asFileAttribute(PASSAGE));
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    return directory;
  }
}
