package dev.meso.agent.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sandboxes as a {@link Collection} decides, and leaves a small file in place of each that
 * says when, which is itself removed after {@link #MARKER_AGE_MAX}. Links are removed, never
 * followed. One thread at a time.
 */
final class SandboxCollector {

  /** How long one can read that a sandbox was collected, and when. */
  static final Duration MARKER_AGE_MAX = Duration.ofDays(30);

  static final String MARKER = ".collected";

  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

  private static final Logger log = LoggerFactory.getLogger(SandboxCollector.class);

  private final Path root;
  // Those that could not be removed, so that each is logged once; only such as are still there.
  private final Set<Path> stuck = new TreeSet<>();

  SandboxCollector(Path root) {
    this.root = root;
  }

  List<Path> collect(Set<Path> live, Collection policy, Instant now) throws IOException {
    List<Collection.Ended> ended = new ArrayList<>();
    for (Path namespace : children(root)) {
      for (Path task : children(namespace)) {
        for (Path attempt : children(task)) {
          if (isDirectory(attempt) && !live.contains(attempt)) {
            measured(attempt).ifPresent(ended::add);
          } else if (attempt.toString().endsWith(MARKER)) {
            dropOldMarker(attempt, now);
          }
        }
        if (children(task).isEmpty()) {
          Files.deleteIfExists(task);
        }
      }
    }
    List<Path> removed = new ArrayList<>();
    for (Collection.Ended sandbox : policy.decide(ended, now)) {
      if (remove(sandbox.directory(), now)) {
        removed.add(sandbox.directory());
      }
    }
    stuck.removeIf(sandbox -> !isDirectory(sandbox));
    return removed;
  }

  /** One that cannot be removed, whatever its task did to it, keeps none of the others. */
  private boolean remove(Path directory, Instant now) {
    try {
      Files.writeString(directory.resolveSibling(directory.getFileName() + MARKER), now.toString());
      delete(directory);
      return true;
    } catch (IOException e) {
      stuck(directory, e);
      return false;
    }
  }

  private Optional<Collection.Ended> measured(Path sandbox) {
    try {
      return Optional.of(measure(sandbox));
    } catch (IOException e) {
      stuck(sandbox, e);
      return Optional.empty();
    }
  }

  private void stuck(Path sandbox, IOException why) {
    if (stuck.add(sandbox)) {
      log.atWarn()
          .setCause(why)
          .addKeyValue("sandbox", sandbox)
          .log("Sandbox could not be removed; tried again with each collection");
    }
  }

  private static void dropOldMarker(Path marker, Instant now) throws IOException {
    Instant written = Files.getLastModifiedTime(marker, LinkOption.NOFOLLOW_LINKS).toInstant();
    if (written.plus(MARKER_AGE_MAX).isBefore(now)) {
      Files.deleteIfExists(marker);
    }
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    if (isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        stream.forEach(children::add);
      }
    }
    return children;
  }

  /** Its size, and its end taken as the last change of anything in it. */
  private static Collection.Ended measure(Path sandbox) throws IOException {
    long[] bytes = {0};
    Instant[] latest = {Instant.EPOCH};
    Files.walkFileTree(
        sandbox,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
            return seen(attributes);
          }

          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return seen(attributes);
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          private FileVisitResult seen(BasicFileAttributes attributes) {
            Instant modified = attributes.lastModifiedTime().toInstant();
            latest[0] = modified.isAfter(latest[0]) ? modified : latest[0];
            return FileVisitResult.CONTINUE;
          }
        });
    return new Collection.Ended(sandbox, latest[0], bytes[0]);
  }

  /** Removes what is below, too, whatever permissions its task left there. */
  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            var _ = opened(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (!opened(path)) {
              throw e;
            }
            delete(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Lets us into a directory that kept us out; whether that was so and worked. An agent that is
   * root is kept out of none, so it changes no permissions, not even through a link that somebody
   * puts there in between.
   */
  private static boolean opened(Path path) throws IOException {
    if (!isDirectory(path) || accessible(path)) {
      return false;
    }
    Files.setPosixFilePermissions(path, OPEN);
    return accessible(path);
  }

  private static boolean accessible(Path path) {
    return Files.isReadable(path) && Files.isWritable(path) && Files.isExecutable(path);
  }
}
