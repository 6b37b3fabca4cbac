package dev.meso.agent.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes sandboxes as a {@link Collection} decides, and leaves a small file in place of each that
 * says when, which is itself removed after {@link #MARKER_AGE_MAX}. Links are removed, never
 * followed. One thread at a time.
 */
final class SandboxCollector {

  /** How long one can read that a sandbox was collected, and when. */
  static final Duration MARKER_AGE_MAX = Duration.ofDays(30);

  static final String MARKER = ".collected";

  private final Path root;

  SandboxCollector(Path root) {
    this.root = root;
  }

  List<Path> collect(Set<Path> live, Collection policy, Instant now) throws IOException {
    List<Collection.Ended> ended = new ArrayList<>();
    for (Path namespace : children(root)) {
      for (Path task : children(namespace)) {
        for (Path attempt : children(task)) {
          if (isDirectory(attempt) && !live.contains(attempt)) {
            ended.add(measure(attempt));
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
      Path directory = sandbox.directory();
      Files.writeString(directory.resolveSibling(directory.getFileName() + MARKER), now.toString());
      delete(directory);
      removed.add(directory);
    }
    return removed;
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

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
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
}
