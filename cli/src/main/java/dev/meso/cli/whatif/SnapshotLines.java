package dev.meso.cli.whatif;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.api.snapshot.SnapshotRecord;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a snapshot one after the other and checks that there are as many as its header
 * says. What is wrong is a {@link Failure} that names the source. Not thread-safe.
 */
final class SnapshotLines implements Closeable {
  private final String source;
  private final BufferedReader reader;
  private @Nullable SnapshotHeader header;
  private long read;

  private SnapshotLines(String source, InputStream plain) {
    this.source = source;
    this.reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }

  /** Those that a server sends. */
  static SnapshotLines of(String source, InputStream plain) {
    return new SnapshotLines(source, plain);
  }

  /** Those of a file. */
  static SnapshotLines of(Path file) {
    String source = "Snapshot " + file;
    try {
      return new SnapshotLines(source, new GZIPInputStream(Files.newInputStream(file)));
    } catch (NoSuchFileException _) {
      throw Failure.usage("File not found: " + file);
    } catch (ZipException | EOFException _) {
      throw failure(source, "expected a gzip file as 'meso whatif --save' writes it");
    } catch (IOException e) {
      throw failure(source, "cannot be read: " + e.getMessage());
    }
  }

  /** The first line; read before the others. */
  SnapshotHeader header() {
    if (header == null) {
      header = parsed(line());
    }
    return header;
  }

  private SnapshotHeader parsed(@Nullable String line) {
    SnapshotHeader found;
    try {
      found = Json.read(SnapshotHeader.class, line == null ? "" : line);
    } catch (MalformedRecord _) {
      throw failure(source, "line 1: expected the header of a snapshot, found something else");
    }
    if (!SnapshotHeader.FORMAT.equals(found.format())) {
      throw failure(
          source, "format: expected " + SnapshotHeader.FORMAT + ", found " + found.format());
    }
    if (found.version() < 1 || found.version() > SnapshotHeader.VERSION) {
      throw failure(
          source,
          "version: expected at most "
              + SnapshotHeader.VERSION
              + ", found "
              + found.version()
              + "; it was taken by a newer meso ("
              + found.program()
              + ")");
    }
    if (found.records() < 0 || found.records() > SnapshotHeader.RECORDS_MAX) {
      throw failure(
          source,
          "records: expected 0 to " + SnapshotHeader.RECORDS_MAX + ", found " + found.records());
    }
    if (found.root() == null || found.taken() == null) {
      throw failure(source, "line 1: expected root and taken, found a header without them");
    }
    return found;
  }

  /** The next record as text; nothing after the last. */
  Optional<String> nextLine() {
    long expected = header().records();
    if (read == expected) {
      if (line() != null) {
        throw failure(source, "records: expected " + expected + ", found more");
      }
      return Optional.empty();
    }
    String line = line();
    if (line == null) {
      throw failure(
          source, "records: expected " + expected + ", found " + read + "; it was cut off");
    }
    read++;
    return Optional.of(line);
  }

  /** A record. */
  SnapshotRecord record(String line) {
    try {
      SnapshotRecord record = Json.read(SnapshotRecord.class, line);
      if (record.key() != null && record.value() != null && record.modRevision() > 0) {
        return record;
      }
    } catch (MalformedRecord _) {
      // Told below.
    }
    throw failure(source, "line " + (read + 1) + ": expected a record, found something else");
  }

  private @Nullable String line() {
    StringBuilder line = new StringBuilder();
    try {
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          return line.toString();
        }
        if (line.length() == SnapshotHeader.LINE_LENGTH_MAX) {
          throw failure(
              source,
              "line "
                  + (read + 1)
                  + ": expected at most "
                  + SnapshotHeader.LINE_LENGTH_MAX
                  + " characters, found more");
        }
        line.append((char) c);
      }
    } catch (EOFException | ZipException _) {
      throw failure(source, "expected a whole gzip file, found one that was cut off or changed");
    } catch (IOException e) {
      throw failure(source, "cannot be read: " + e.getMessage());
    }
    return line.isEmpty() ? null : line.toString();
  }

  private static Failure failure(String source, String what) {
    return new Failure(ExitCode.FAILED, source + ": " + what);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException _) {
      // Everything that counts was read.
    }
  }
}
