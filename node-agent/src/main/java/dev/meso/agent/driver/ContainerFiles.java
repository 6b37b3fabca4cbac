package dev.meso.agent.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The files of one container: its directory, shared with its supervisor (the script tells what each
 * file is), and its exit file.
 *
 * @param directory named by the container's mark
 * @param exitFile appears when it has ended
 */
record ContainerFiles(Path directory, Path exitFile) {

  static final String LAUNCH = "launch.properties";
  static final String SETTINGS = "settings";
  static final String COMMAND = "command";
  static final String DRAINED = ".drained";
  private static final String WITHDRAWN = "withdrawn\n";
  private static final String STATUS = "status ";

  /** The mark that is in the environment of each of its processes. */
  String mark() {
    return directory.getFileName().toString();
  }

  /** The supervisor, if it has come up and its words are whole. */
  Optional<Identity> supervisor() throws IOException {
    return read("claim").flatMap(Identity::parse);
  }

  /** The main process, if it was made. */
  Optional<Identity> main() throws IOException {
    return read("child").flatMap(Identity::parse);
  }

  /** When the main process was made. */
  Instant startedAt() throws IOException {
    return Files.getLastModifiedTime(directory.resolve("child")).toInstant();
  }

  /**
   * Withdraws the start, unless a supervisor came first: both create the same file, which only one
   * can. A supervisor that comes later finds it and ends.
   */
  boolean withdraw() throws IOException {
    try {
      Files.writeString(directory.resolve("claim"), WITHDRAWN, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException e) {
      return read("claim").equals(Optional.of(WITHDRAWN));
    }
  }

  /** What the supervisor said at the end; empty while there is no exit file, or a broken one. */
  OptionalInt status() throws IOException {
    Optional<String> text = readFile(exitFile);
    if (text.isEmpty() || !text.get().startsWith(STATUS) || !text.get().endsWith("\n")) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text.get().substring(STATUS.length()).strip()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  Instant exitedAt() throws IOException {
    return Files.getLastModifiedTime(exitFile).toInstant();
  }

  boolean drained() {
    return Files.exists(drainedFile());
  }

  /** Whether the shell spoke of a signal. */
  boolean shellSpokeOfSignal() throws IOException {
    return read("signal").filter(text -> !text.isBlank()).isPresent();
  }

  Optional<String> refused() throws IOException {
    return read("refused").map(String::strip).filter(text -> !text.isEmpty());
  }

  /** Notes what the agent does to it, before it does. */
  void note(Note note) throws IOException {
    Path file = directory.resolve(note.fileName);
    if (!Files.exists(file)) {
      Files.writeString(file, "");
    }
  }

  boolean noted(Note note) {
    return Files.exists(directory.resolve(note.fileName));
  }

  /** What an agent writes down before it does it. */
  enum Note {
    TERMINATED("terminated"),
    KILLED("killed");

    private final String fileName;

    Note(String fileName) {
      this.fileName = fileName;
    }
  }

  /** Removes everything; the directory last, and only by whole names that are ours. */
  void delete() throws IOException {
    Files.deleteIfExists(exitFile);
    Files.deleteIfExists(drainedFile());
    deleteFlat(directory);
  }

  /** Removes a directory that holds files only. */
  static void deleteFlat(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }

  private Path drainedFile() {
    return exitFile.resolveSibling(exitFile.getFileName() + DRAINED);
  }

  private Optional<String> read(String name) throws IOException {
    return readFile(directory.resolve(name));
  }

  private static Optional<String> readFile(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
