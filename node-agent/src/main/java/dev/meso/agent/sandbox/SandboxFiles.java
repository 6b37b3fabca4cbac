package dev.meso.agent.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the files of one sandbox for people who may see that sandbox and nothing else. A path never
 * leaves it: {@code ..}, absolute paths and links, anywhere in the path, are refused.
 *
 * <p>Thread-safe. A task that changes its directories while they are read can make a read fail, and
 * could, within microseconds, put a link where a directory was looked at; the file itself is opened
 * without following a link. Tasks run as the agent's own user today, so that gains them nothing.
 */
public final class SandboxFiles {

  /** A directory is listed up to this many entries. */
  public static final int ENTRIES_MAX = 10_000;

  /** One read returns at most this much. */
  public static final int READ_BYTES_MAX = 1 << 20;

  private final Path directory;

  SandboxFiles(Path directory) {
    this.directory = directory;
  }

  /** The sandbox's directory. */
  public Path directory() {
    return directory;
  }

  /**
   * What kind of thing a path names, and its size.
   *
   * @param path relative to the sandbox; empty for the sandbox itself
   */
  public FileEntry stat(String path) throws IOException, SandboxException {
    Path found = resolve(path);
    return entry(found, attributes(found, path));
  }

  /** The entries of a directory by name, at most {@link #ENTRIES_MAX}. */
  public List<FileEntry> list(String path) throws IOException, SandboxException {
    Path found = resolve(path);
    if (!attributes(found, path).isDirectory()) {
      throw new SandboxException.Refused("'" + path + "' is not a directory");
    }
    List<FileEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(found)) {
      for (Path child : stream) {
        if (entries.size() == ENTRIES_MAX) {
          break;
        }
        try {
          entries.add(
              entry(
                  child,
                  Files.readAttributes(
                      child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException _) {
          // It vanished while the directory was read.
        }
      }
    }
    entries.sort(Comparator.comparing(FileEntry::name));
    return entries;
  }

  /**
   * Bytes of a file.
   *
   * @param offset from its beginning
   * @param limit at most {@link #READ_BYTES_MAX} are returned whatever is asked for
   * @return fewer than asked for at its end, none behind it
   */
  public byte[] read(String path, long offset, int limit) throws IOException, SandboxException {
    Path found = resolve(path);
    if (!attributes(found, path).isRegularFile()) {
      throw new SandboxException.Refused("'" + path + "' is not a file");
    }
    try (FileChannel channel = open(found)) {
      return read(channel, offset, Math.min(limit, READ_BYTES_MAX));
    }
  }

  /**
   * The output of one container.
   *
   * @throws SandboxException if there is no such container
   */
  public LogFiles log(String container, LogStream stream) throws IOException, SandboxException {
    Path found = resolve(container);
    if (container.isEmpty() || !attributes(found, container).isDirectory()) {
      throw new SandboxException.NotFound("Container '" + container + "' has no output");
    }
    return new LogFiles(found.resolve(stream.fileName()));
  }

  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  static byte[] read(FileChannel channel, long offset, int limit) throws IOException {
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException(
          "Read: expected offset and limit from 0, found " + offset + " and " + limit);
    }
    long left = Math.max(0, channel.size() - offset);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(limit, left));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        break;
      }
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private Path resolve(String path) throws IOException, SandboxException {
    if (path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new SandboxException.Refused("'" + path + "' is not a path within the sandbox");
    }
    Path at = directory;
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        throw new SandboxException.Refused("'" + path + "' leaves the sandbox");
      }
      at = at.resolve(name);
      if (Files.isSymbolicLink(at)) {
        throw new SandboxException.Refused("'" + path + "' goes through the link '" + name + "'");
      }
    }
    try {
      if (!at.toRealPath().equals(at)) {
        throw new SandboxException.Refused("'" + path + "' goes through a link");
      }
    } catch (NoSuchFileException e) {
      throw new SandboxException.NotFound("'" + path + "' does not exist");
    }
    return at;
  }

  private static BasicFileAttributes attributes(Path found, String path)
      throws IOException, SandboxException {
    try {
      return Files.readAttributes(found, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new SandboxException.NotFound("'" + path + "' does not exist");
    }
  }

  private static FileEntry entry(Path path, BasicFileAttributes attributes) {
    FileEntry.Type type =
        attributes.isSymbolicLink()
            ? FileEntry.Type.LINK
            : attributes.isDirectory()
                ? FileEntry.Type.DIRECTORY
                : attributes.isRegularFile() ? FileEntry.Type.FILE : FileEntry.Type.OTHER;
    return new FileEntry(
        String.valueOf(path.getFileName()),
        type,
        attributes.isRegularFile() ? attributes.size() : 0,
        attributes.lastModifiedTime().toInstant());
  }
}
