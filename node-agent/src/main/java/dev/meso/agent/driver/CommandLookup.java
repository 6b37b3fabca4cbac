package dev.meso.agent.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says afterwards why a command that ended with 126 or 127 did not run: these codes are also what a
 * shell returns for a command in its script, so the code alone proves nothing.
 */
final class CommandLookup {

  /** What execvp(3) searches if there is no PATH. */
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private static final int SHEBANG_BYTES_MAX = 256;

  private CommandLookup() {}

  /** A finding: the reason and a sentence. */
  record Finding(Exited.Reason reason, String message) {}

  /** What is wrong with the program, or empty if it can be executed. */
  static Optional<Finding> explain(String program, Optional<String> path, Path workingDir) {
    if (program.indexOf('/') >= 0) {
      return check(workingDir.resolve(program));
    }
    Optional<Finding> blocked = Optional.empty();
    for (String directory : path.orElse(DEFAULT_PATH).split(":", -1)) {
      Path candidate = workingDir.resolve(directory).resolve(program);
      if (Files.exists(candidate)) {
        Optional<Finding> finding = check(candidate);
        if (finding.isEmpty() || finding.get().reason() == Exited.Reason.CommandNotFound) {
          return finding;
        }
        blocked = finding;
      }
    }
    if (blocked.isPresent()) {
      return blocked;
    }
    return Optional.of(
        new Finding(
            Exited.Reason.CommandNotFound,
            "Program '" + program + "' was not found in PATH " + path.orElse(DEFAULT_PATH)));
  }

  private static Optional<Finding> check(Path file) {
    if (!Files.exists(file)) {
      return Optional.of(
          new Finding(Exited.Reason.CommandNotFound, "Program " + file + " does not exist"));
    }
    if (Files.isDirectory(file) || !Files.isExecutable(file)) {
      return Optional.of(
          new Finding(
              Exited.Reason.CommandNotExecutable,
              "Program "
                  + file
                  + (Files.isDirectory(file) ? " is a directory" : " may not be executed")));
    }
    return interpreter(file)
        .filter(interpreter -> !Files.exists(interpreter))
        .map(
            interpreter ->
                new Finding(
                    Exited.Reason.CommandNotFound,
                    "Interpreter " + interpreter + " of program " + file + " does not exist"));
  }

  private static Optional<Path> interpreter(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(SHEBANG_BYTES_MAX), StandardCharsets.ISO_8859_1);
      if (!head.startsWith("#!")) {
        return Optional.empty();
      }
      String line = head.substring(2).lines().findFirst().orElse("").strip();
      String[] words = line.split("\\s+", 2);
      return words[0].startsWith("/") ? Optional.of(Path.of(words[0])) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
