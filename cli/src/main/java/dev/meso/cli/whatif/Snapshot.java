package dev.meso.cli.whatif;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Records;
import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.api.snapshot.SnapshotRecord;
import dev.meso.api.time.Now;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * A cluster as it was at one revision.
 *
 * @param state made of it, owned by whoever has the snapshot
 * @param now when it was taken
 */
public record Snapshot(SnapshotHeader header, ClusterState state, Now now) {

  /** A monotonic clock that has run for longer than any agent could be missing. */
  private static final Duration UP = Duration.ofHours(1);

  /**
   * From what a server sends.
   *
   * @param unshared resources that do not count for shares, as its controllers are told
   */
  public static Snapshot read(String server, InputStream sent, Set<String> unshared) {
    try (SnapshotLines lines = SnapshotLines.of("Snapshot of " + server, sent)) {
      return read(lines, unshared);
    }
  }

  /** From a file that {@link #save} wrote. */
  public static Snapshot read(Path file, Set<String> unshared) {
    try (SnapshotLines lines = SnapshotLines.of(file)) {
      return read(lines, unshared);
    }
  }

  private static Snapshot read(SnapshotLines lines, Set<String> unshared) {
    SnapshotHeader header = lines.header();
    Keyspace keyspace = new Keyspace(header.root());
    Now now = new Now(header.taken(), UP);
    ClusterState state = new ClusterState(unshared);
    state.apply(new Event.Tick(now));
    for (Optional<String> line = lines.nextLine(); line.isPresent(); line = lines.nextLine()) {
      SnapshotRecord record = lines.record(line.get());
      Key key = keyspace.parse(record.key());
      if (SnapshotRecord.belongs(key)) {
        state.apply(event(key, record));
      }
    }
    return new Snapshot(header, state, now);
  }

  /** As a controller reads it: what cannot be read harms nothing but its own key. */
  private static Event event(Key key, SnapshotRecord record) {
    try {
      Object value = Json.read(Records.typeOf(key).orElseThrow(), record.value());
      return new Event.Put(key, value, record.createRevision(), record.modRevision());
    } catch (MalformedRecord e) {
      return new Event.Unreadable(
          key, String.valueOf(e.getMessage()), record.createRevision(), record.modRevision());
    }
  }

  /**
   * Writes what a server sends into a file that its owner alone can read, whole or not at all.
   *
   * @return the header
   */
  public static SnapshotHeader save(String server, InputStream sent, Path file) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (SnapshotLines lines = SnapshotLines.of("Snapshot of " + server, sent)) {
      SnapshotHeader header = lines.header();
      Files.deleteIfExists(next);
      Path _ =
          Files.createFile(
              next,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(next), 1 << 16)) {
        write(out, Json.write(header));
        for (Optional<String> line = lines.nextLine(); line.isPresent(); line = lines.nextLine()) {
          write(out, line.get());
        }
      }
      Path _ =
          Files.move(
              next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return header;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "Cannot write snapshot "
              + file
              + ": "
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage());
    } finally {
      forget(next);
    }
  }

  private static void forget(Path next) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException _) {
      // Left over; the next one replaces it.
    }
  }

  private static void write(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
