package dev.meso.agent.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is kept of one output stream: the file being written and the older ones beside it, read as
 * one text, oldest first. Offsets count from the oldest byte kept, so they shift when a file is
 * dropped; {@link #follow} does not lose its place then. Thread-safe.
 *
 * @param current the file being written, which need not exist
 */
public record LogFiles(Path current) {

  /** More files than any limit allows are not looked for. */
  private static final int FILES_MAX = 16;

  private static final int BLOCK_BYTES = 64 << 10;

  /** The files that are there, oldest first. */
  List<Path> segments() {
    List<Path> found = new ArrayList<>();
    for (int i = FILES_MAX; i >= 1; i--) {
      Path older = current.resolveSibling(current.getFileName() + "." + i);
      if (Files.isRegularFile(older, LinkOption.NOFOLLOW_LINKS)) {
        found.add(older);
      }
    }
    if (Files.isRegularFile(current, LinkOption.NOFOLLOW_LINKS)) {
      found.add(current);
    }
    return found;
  }

  /** How many bytes are kept. */
  public long size() throws IOException {
    long size = 0;
    for (Path segment : segments()) {
      size += Files.size(segment);
    }
    return size;
  }

  /** Bytes from an offset, at most {@link SandboxFiles#READ_BYTES_MAX}. */
  public byte[] read(long offset, int limit) throws IOException {
    long skip = offset;
    for (Path segment : segments()) {
      try (FileChannel channel = SandboxFiles.open(segment)) {
        long size = channel.size();
        if (skip < size) {
          // What is in the next file comes with the next read.
          return SandboxFiles.read(channel, skip, Math.min(limit, SandboxFiles.READ_BYTES_MAX));
        }
        skip -= size;
      } catch (NoSuchFileException _) {
        // Rotated away meanwhile.
      }
    }
    return new byte[0];
  }

  /**
   * The offset at which the last {@code lines} lines begin. A last line without its end counts.
   *
   * @param lines 0 gives the end
   */
  public long tailOffset(long lines) throws IOException {
    long end = size();
    long at = end;
    long left = lines;
    boolean first = true;
    while (at > 0 && lines > 0) {
      long from = Math.max(0, at - BLOCK_BYTES);
      byte[] block = readFully(from, (int) (at - from));
      for (int i = block.length - 1; i >= 0; i--) {
        boolean endsText = first;
        first = false;
        if (block[i] == '\n' && !endsText && --left == 0) {
          return from + i + 1;
        }
      }
      at = from;
    }
    return lines > 0 ? 0 : end;
  }

  private byte[] readFully(long offset, int length) throws IOException {
    byte[] all = new byte[length];
    int have = 0;
    while (have < length) {
      byte[] part = read(offset + have, length - have);
      if (part.length == 0) {
        break;
      }
      System.arraycopy(part, 0, all, have, part.length);
      have += part.length;
    }
    return have == length ? all : Arrays.copyOf(all, have);
  }

  /** A reader that goes on across rotations, from an offset as in {@link #read}. */
  public LogReader follow(long offset) {
    return new LogReader(this, offset);
  }
}
