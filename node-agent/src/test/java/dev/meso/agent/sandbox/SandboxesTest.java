package dev.meso.agent.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxesTest {

  private static final AttemptRef ATTEMPT =
      new AttemptRef("default", "web-0", "0b6a1c1e-2222-4333-8444-555566667777", 3);
  private final Instant later = Instant.now().plus(Duration.ofDays(1));

  @TempDir Path directory;
  private Sandboxes sandboxes;
  private Path sandbox;

  @BeforeEach
  void open() throws IOException {
    sandboxes = new Sandboxes(directory.resolve("sandboxes"));
    sandbox = sandboxes.create(ATTEMPT);
  }

  private SandboxFiles files() throws IOException, SandboxException {
    return sandboxes.files("default", "web-0", 3, Optional.of(ATTEMPT.taskUid()));
  }

  @Test
  void theDirectoryIsNamedByAttemptAndUidAndPrivate() throws Exception {
    assertThat(directory.toRealPath().relativize(sandbox))
        .hasToString("sandboxes/default/web-0/3-0b6a1c1e");
    assertThat(Files.getPosixFilePermissions(sandbox)).hasSize(3);
    assertThat(sandboxes.files("default", "web-0", 3, Optional.empty()).directory())
        .isEqualTo(sandbox);
    assertThatThrownBy(() -> sandboxes.files("default", "web-0", 4, Optional.empty()))
        .isInstanceOf(SandboxException.NotFound.class);
    assertThatThrownBy(() -> sandboxes.files("..", "web-0", 4, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noPathLeavesTheSandbox() throws Exception {
    Files.writeString(directory.resolve("secret"), "secret");
    Files.createDirectory(sandbox.resolve("dir"));
    Files.createSymbolicLink(sandbox.resolve("link"), directory.resolve("secret"));
    Files.createSymbolicLink(sandbox.resolve("dir/up"), directory);
    for (String path :
        List.of("../x", "dir/../../x", "/etc/passwd", "link", "dir/up/secret", "dir/up", "a\0b")) {
      assertThatThrownBy(() -> files().read(path, 0, 10))
          .as(path)
          .isInstanceOf(SandboxException.Refused.class);
      assertThatThrownBy(() -> files().list(path))
          .as(path)
          .isInstanceOf(SandboxException.Refused.class);
    }
    assertThat(files().list(""))
        .extracting(FileEntry::name, FileEntry::type)
        .containsExactly(
            tuple("dir", FileEntry.Type.DIRECTORY), tuple("link", FileEntry.Type.LINK));
  }

  @Test
  void aRangeOfAFileIsRead() throws Exception {
    Files.writeString(sandbox.resolve("f"), "0123456789");
    assertThat(files().read("f", 3, 4)).isEqualTo(bytes("3456"));
    assertThat(files().read("f", 8, 100)).isEqualTo(bytes("89"));
    assertThat(files().read("f", 99, 100)).isEmpty();
    assertThatThrownBy(() -> files().read("none", 0, 1))
        .isInstanceOf(SandboxException.NotFound.class);
  }

  @Test
  void aTailGoesAcrossTheRotatedFile() throws Exception {
    Path log = Files.createDirectory(sandbox.resolve("c")).resolve("stdout");
    Files.writeString(log.resolveSibling("stdout.1"), "a\nb\nc");
    Files.writeString(log, "c\nd\ne");
    LogFiles files = files().log("c", LogStream.STDOUT);
    assertThat(tail(files, 1)).isEqualTo("e");
    assertThat(tail(files, 2)).isEqualTo("d\ne");
    assertThat(tail(files, 3)).isEqualTo("cc\nd\ne");
    assertThat(tail(files, 99)).isEqualTo("a\nb\ncc\nd\ne");
    assertThat(tail(files, 0)).isEmpty();
  }

  @Test
  void aReaderFollowsAcrossRotations() throws Exception {
    Path log = Files.createDirectory(sandbox.resolve("c")).resolve("stdout");
    try (LogReader reader = files().log("c", LogStream.STDOUT).follow(0)) {
      assertThat(reader.next(100)).isInstanceOf(LogReader.Chunk.Nothing.class);
      Files.writeString(log, "one");
      assertThat(text(reader.next(100))).isEqualTo("one");
      assertThat(reader.next(100)).isInstanceOf(LogReader.Chunk.Nothing.class);
      Files.writeString(log, "onetwo");
      Files.move(log, log.resolveSibling("stdout.1"));
      Files.writeString(log, "three");
      assertThat(text(reader.next(100))).isEqualTo("two");
      assertThat(reader.next(100)).isEqualTo(new LogReader.Chunk.Rotated(false));
      assertThat(text(reader.next(2))).isEqualTo("th");
      assertThat(text(reader.next(100))).isEqualTo("ree");
      Files.delete(log);
      Files.writeString(log, "new");
      assertThat(reader.next(100)).isEqualTo(new LogReader.Chunk.Rotated(true));
    }
  }

  @Test
  void theOldestGoFirstAndALaterReadIsTold() throws Exception {
    Files.writeString(sandbox.resolve("f"), "0123456789");
    Collection none = new Collection(Duration.ofDays(7), 5);
    assertThat(sandboxes.collect(Set.of(sandbox), none, later)).isEmpty();
    assertThat(sandboxes.collect(Set.of(), none, later)).containsExactly(sandbox);
    assertThat(sandbox).doesNotExist();
    assertThatThrownBy(this::files).isInstanceOf(SandboxException.Collected.class);
  }

  @Test
  void oneThatCannotBeRemovedKeepsNoneOfTheOthers() throws Exception {
    Path other = sandboxes.create(new AttemptRef("default", "web-1", ATTEMPT.taskUid(), 1));
    // In the place of the file that tells of the collection, and younger than the sandbox.
    Path obstacle = sandbox.resolveSibling(sandbox.getFileName() + SandboxCollector.MARKER);
    Files.createDirectory(obstacle);
    Files.setLastModifiedTime(sandbox, FileTime.from(later.minus(Duration.ofDays(9))));
    Collection none = new Collection(Duration.ofDays(7), 0);
    Files.writeString(other.resolve("f"), "x");
    Files.writeString(obstacle.resolve("f"), "x");
    assertThat(sandboxes.collect(Set.of(obstacle), none, later)).containsExactly(other);
    assertThat(sandbox).exists();
    Files.delete(obstacle.resolve("f"));
    Files.delete(obstacle);
    assertThat(sandboxes.collect(Set.of(), none, later)).containsExactly(sandbox);
  }

  @Test
  void directoriesThatAreClosedAreRemovedAndLinksNotFollowed() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("f"), "x");
    Path closed = Files.createDirectories(sandbox.resolve("closed/below"));
    Files.writeString(closed.resolve("f"), "x");
    Files.createSymbolicLink(sandbox.resolve("link"), outside);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(closed.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertThat(sandboxes.collect(Set.of(), new Collection(Duration.ZERO, 0), later))
        .containsExactly(sandbox);
    assertThat(sandbox).doesNotExist();
    assertThat(outside.resolve("f")).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside)))
        .isEqualTo("r-xr-xr-x");
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void theDecisionKeepsWhatFits() {
    Instant now = Instant.parse("2026-01-02T00:00:00Z");
    Collection policy = new Collection(Duration.ofHours(2), 100);
    Collection.Ended old = ended("old", now.minus(Duration.ofHours(3)), 1);
    Collection.Ended hour = ended("hour", now.minus(Duration.ofHours(1)), 60);
    Collection.Ended half = ended("half", now.minus(Duration.ofMinutes(30)), 30);
    Collection.Ended fresh = ended("fresh", now, 50);
    assertThat(policy.decide(List.of(fresh, half, hour, old), now)).containsExactly(old, hour);
    assertThat(policy.decide(List.of(fresh, half), now)).isEmpty();
  }

  private static Collection.Ended ended(String name, Instant at, long bytes) {
    return new Collection.Ended(Path.of("/s", name), at, bytes);
  }

  private static String tail(LogFiles files, int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    long offset = files.tailOffset(lines);
    byte[] part = files.read(offset, 100);
    while (part.length > 0) {
      text.append(new String(part, StandardCharsets.UTF_8));
      offset += part.length;
      part = files.read(offset, 100);
    }
    return text.toString();
  }

  private static String text(LogReader.Chunk chunk) {
    return chunk instanceof LogReader.Chunk.Bytes(var buffer)
        ? StandardCharsets.UTF_8.decode(buffer).toString()
        : chunk.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
