package dev.meso.agent.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final SandboxCollector collector;

  /**
   * Sandboxes below {@code root}, which is made if it is not there.
   *
   * @throws IOException if it cannot be made
   */
  public Sandboxes(Path root) throws IOException {
    Files.createDirectories(root, PosixFilePermissions.asFileAttribute(PASSAGE));
    this.root = root.toRealPath();
    this.collector = new SandboxCollector(this.root);
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
    Files.createDirectories(
        root.resolve(attempt.namespace()).resolve(attempt.task()),
        PosixFilePermissions.asFileAttribute(PASSAGE));
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    return directory;
  }

  /**
   * The files of an attempt's sandbox.
   *
   * @param taskUid the task's uid; without, the only or latest sandbox of that attempt is taken
   * @throws SandboxException.NotFound if there is none
   * @throws SandboxException.Collected if there was one
   */
  public SandboxFiles files(String namespace, String task, long attempt, Optional<String> taskUid)
      throws IOException, SandboxException {
    // A made-up uid checks the names; only the prefix before it is used then.
    AttemptRef wanted = new AttemptRef(namespace, task, taskUid.orElse("0"), attempt);
    Path parent = root.resolve(wanted.namespace()).resolve(wanted.task());
    String prefix = taskUid.isPresent() ? wanted.directoryName() : attempt + "-";
    @Nullable Path latest = null;
    @Nullable Instant collected = null;
    if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
        for (Path path : stream) {
          String name = String.valueOf(path.getFileName());
          if (!name.startsWith(prefix)) {
            continue;
          }
          if (name.endsWith(SandboxCollector.MARKER)) {
            collected = Files.getLastModifiedTime(path).toInstant();
          } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
              && (latest == null
                  || Files.getLastModifiedTime(path).compareTo(Files.getLastModifiedTime(latest))
                      > 0)) {
            latest = path;
          }
        }
      }
    }
    if (latest != null) {
      return new SandboxFiles(latest);
    }
    String what = namespace + "/" + task + "#" + attempt;
    if (collected != null) {
      throw new SandboxException.Collected(
          "Sandbox of " + what + " was collected at " + collected, collected);
    }
    throw new SandboxException.NotFound("There is no sandbox of " + what + " on this agent");
  }

  /**
   * Removes sandboxes of ended attempts as the policy decides. Not to be called by two threads at
   * once.
   *
   * @param live directories of attempts that have not ended; they are never removed
   * @return what was removed
   */
  public List<Path> collect(Set<Path> live, Collection policy, Instant now) throws IOException {
    return collector.collect(live, policy, now);
  }
}
