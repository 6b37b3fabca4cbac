package dev.meso.agent.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * An agent's own directory: what it needs to be the same agent after a restart. One process holds
 * it at a time, by a lock on the file {@code lock}, which the kernel takes back when the process
 * dies. The agent's uid is made when the directory is, and kept in {@code uid}.
 */
public final class StateDirectory implements AutoCloseable {
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private final String uid;

  private StateDirectory(Path path, FileChannel channel, FileLock lock, String uid) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.uid = uid;
  }

  /**
   * Takes the directory, making it if it is not there.
   *
   * @param uids for a new directory
   * @throws IOException if another process holds it, with a message for people, or if it cannot be
   *     written
   */
  public static StateDirectory open(Path path, Supplier<String> uids) throws IOException {
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    Path real = path.toRealPath();
    FileChannel channel =
        FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = lock(real, channel);
      return new StateDirectory(real, channel, lock, uid(real, uids));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock lock(Path path, FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process holds it.
    }
    if (lock == null) {
      throw new IOException(
          "State directory "
              + path
              + " is in use by another agent process; give this one a directory of its own"
              + " (--data DIR), or stop the other");
    }
    return lock;
  }

  private static String uid(Path path, Supplier<String> uids) throws IOException {
    Path file = path.resolve("uid");
    try {
      String uid = Files.readString(file).strip();
      if (!UID.matcher(uid).matches()) {
        throw new IOException(
            "File "
                + file
                + ": expected the agent's uid, found '"
                + uid
                + "'; delete the file"
                + " and the agent registers as a new one");
      }
      return uid;
    } catch (NoSuchFileException e) {
      String uid = uids.get();
      Path fresh = path.resolve("uid.new");
      try (FileChannel out =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        out.write(StandardCharsets.UTF_8.encode(uid + "\n"));
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return uid;
    }
  }

  /** The directory, without links in it. */
  public Path path() {
    return path;
  }

  /** The agent's. */
  public String uid() {
    return uid;
  }

  /** Lets another process have it. */
  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
