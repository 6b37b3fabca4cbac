package dev.meso.agent.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one output stream piece by piece and goes on across rotations: it holds the file that it
 * reads open, so that a rotation takes nothing from it, and finds its place among the files by
 * their identity. It never waits: {@link Chunk.Nothing} means to ask again later.
 *
 * <p>Not thread-safe; one reader belongs to one request. Closing it frees one open file.
 */
public final class LogReader implements AutoCloseable {

  /** What a step found. */
  public sealed interface Chunk {
    /**
     * Output, at most {@link SandboxFiles#READ_BYTES_MAX} bytes, of which the caller is the owner.
     */
    record Bytes(ByteBuffer bytes) implements Chunk {}

    /**
     * The reader went over to the next file.
     *
     * @param lost whether output between the two may have been dropped before it could be read
     */
    record Rotated(boolean lost) implements Chunk {}

    /** There is no more at this time. */
    record Nothing() implements Chunk {}
  }

  private final LogFiles files;
  private long skip;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long position;

  LogReader(LogFiles files, long offset) {
    this.files = files;
    this.skip = offset;
  }

  /**
   * The next step.
   *
   * @param limit bytes at most
   */
  public Chunk next(int limit) throws IOException {
    if (channel == null && !begin()) {
      return new Chunk.Nothing();
    }
    byte[] bytes = read(limit);
    if (bytes.length > 0) {
      return new Chunk.Bytes(ByteBuffer.wrap(bytes));
    }
    List<Segment> segments = look();
    int mine = place(segments);
    if (mine == segments.size() - 1 && mine >= 0) {
      return truncated();
    }
    // Ours is no longer written. What came after our last look is read before we leave it.
    bytes = read(limit);
    if (bytes.length > 0) {
      return new Chunk.Bytes(ByteBuffer.wrap(bytes));
    }
    if (segments.isEmpty()) {
      return new Chunk.Nothing();
    }
    return enter(segments.get(mine + 1)) ? new Chunk.Rotated(mine < 0) : new Chunk.Nothing();
  }

  /** Opens the file that holds the first byte wanted. */
  private boolean begin() throws IOException {
    List<Segment> segments = look();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (skip < segment.size() || i == segments.size() - 1) {
        long start = Math.min(skip, segment.size());
        if (!enter(segment)) {
          return false;
        }
        position = start;
        skip = 0;
        return true;
      }
      skip -= segment.size();
    }
    return false;
  }

  private Chunk truncated() throws IOException {
    if (Objects.requireNonNull(channel).size() < position) {
      position = 0;
      return new Chunk.Rotated(true);
    }
    return new Chunk.Nothing();
  }

  private boolean enter(Segment segment) throws IOException {
    FileChannel opened;
    try {
      opened = SandboxFiles.open(segment.path());
    } catch (NoSuchFileException e) {
      return false;
    }
    // Between look and open it may have been rotated: then the next step looks anew.
    if (!segment.key().equals(key(segment.path()))) {
      opened.close();
      return false;
    }
    close();
    channel = opened;
    key = segment.key();
    position = 0;
    return true;
  }

  private byte[] read(int limit) throws IOException {
    byte[] bytes =
        SandboxFiles.read(
            Objects.requireNonNull(channel),
            position,
            Math.min(limit, SandboxFiles.READ_BYTES_MAX));
    position += bytes.length;
    return bytes;
  }

  private int place(List<Segment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private record Segment(Path path, Object key, long size) {}

  private List<Segment> look() throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (Path path : files.segments()) {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Segment segment =
            new Segment(path, Objects.requireNonNull(attributes.fileKey()), attributes.size());
        // A rotation during this look can show one file under two names.
        segments.removeIf(seen -> seen.key().equals(segment.key()));
        segments.add(segment);
      } catch (NoSuchFileException _) {
        // Rotated away meanwhile.
      }
    }
    return segments;
  }

  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
