package dev.meso.agent.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * The driver's directory: {@code containers/<mark>/} for each container, {@code exits/<mark>} when
 * it has ended, the supervisor's script, and a lock against a second agent.
 */
final class StateRoot implements AutoCloseable {

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String UNFINISHED = ".new-";

  private final Path root;
  private final FileChannel lockFile;
  private final Path script;

  private StateRoot(Path root, FileChannel lockFile, Path script) {
    this.root = root;
    this.lockFile = lockFile;
    this.script = script;
  }

  /**
   * Opens the directory, making what is missing.
   *
   * @throws IOException if it cannot be used, or another agent uses it
   */
  static StateRoot open(Path directory) throws IOException {
    Files.createDirectories(directory, PRIVATE_DIRECTORY);
    Path root = directory.toRealPath();
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock(channel, root);
      Files.createDirectories(root.resolve("containers"), PRIVATE_DIRECTORY);
      Files.createDirectories(root.resolve("exits"), PRIVATE_DIRECTORY);
      return new StateRoot(root, channel, installScript(root));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path root) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException("Driver state " + root + " is in use by another agent");
    }
  }

  /** A running shell reads its script piece by piece, so a file that is in use never changes. */
  private static Path installScript(Path root) throws IOException {
    byte[] text;
    try (InputStream in = StateRoot.class.getResourceAsStream("supervisor.sh")) {
      if (in == null) {
        throw new IOException("the supervisor's script is missing from this build");
      }
      text = in.readAllBytes();
    }
    CRC32C sum = new CRC32C();
    sum.update(text);
    Path script =
        root.resolve("supervisor-" + HexFormat.of().toHexDigits((int) sum.getValue()) + ".sh");
    // An agent that is started again on a full disk must be able to: it writes nothing it has.
    if (Files.exists(script) && Arrays.equals(Files.readAllBytes(script), text)) {
      return script;
    }
    Path written = Files.createTempFile(root, "supervisor", ".new", PRIVATE_FILE);
    try {
      Files.write(written, text);
      Files.move(written, script, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
    return script;
  }

  Path script() {
    return script;
  }

  Path exits() {
    return root.resolve("exits");
  }

  /** A directory for trials. */
  Path scratch() {
    return root;
  }

  ContainerFiles files(String mark) {
    return new ContainerFiles(root.resolve("containers").resolve(mark), exits().resolve(mark));
  }

  /** Makes a container's directory with these files in it, all at once. */
  ContainerFiles create(String mark, Map<String, String> contents) throws IOException {
    Path unfinished = root.resolve("containers").resolve(UNFINISHED + mark);
    Files.createDirectory(unfinished, PRIVATE_DIRECTORY);
    for (Map.Entry<String, String> file : contents.entrySet()) {
      Files.createFile(unfinished.resolve(file.getKey()), PRIVATE_FILE);
      Files.writeString(unfinished.resolve(file.getKey()), file.getValue());
    }
    ContainerFiles files = files(mark);
    Files.move(unfinished, files.directory(), StandardCopyOption.ATOMIC_MOVE);
    return files;
  }

  /** All containers, sorted by mark. What an agent that died had not finished is removed. */
  List<ContainerFiles> list() throws IOException {
    List<ContainerFiles> found = new ArrayList<>();
    Set<String> marks = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve("containers"))) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (name.startsWith(UNFINISHED)) {
          ContainerFiles.deleteFlat(path);
        } else {
          marks.add(name);
        }
      }
    }
    marks.forEach(mark -> found.add(files(mark)));
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(exits())) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        String mark =
            name.endsWith(ContainerFiles.DRAINED)
                ? name.substring(0, name.length() - ContainerFiles.DRAINED.length())
                : name;
        if (!marks.contains(mark)) {
          Files.deleteIfExists(path);
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
