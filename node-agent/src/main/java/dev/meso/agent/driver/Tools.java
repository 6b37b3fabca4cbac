package dev.meso.agent.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The programs of the machine that a supervisor needs, by absolute path, and what they can do;
 * found once when the driver opens.
 *
 * @param envResetsSignals whether env(1) can give a program all signals as they are by default
 * @param shellTellsSignals whether sh says on standard error that a signal ended a child, which
 *     tells exit code 137 from SIGKILL
 */
record Tools(Path sh, Path setsid, Path env, boolean envResetsSignals, boolean shellTellsSignals) {

  /** Where the supervisor's own programs are looked for. */
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final long TRIAL_SECONDS = 10;

  /**
   * Looks for them and tries what they can do.
   *
   * @param scratch a directory for the output of the trials
   * @throws IOException if one is not there; the message says which
   */
  static Tools find(Path scratch) throws IOException {
    Path sh = program("sh");
    Path env = program("env");
    for (String needed : List.of("mkfifo", "dd", "mv", "rm")) {
      program(needed);
    }
    boolean resets =
        run(scratch, List.of(env.toString(), "-i", "--default-signal", "--", "A=b", sh.toString()))
                .status()
            == 0;
    Trial signal =
        run(scratch, List.of(sh.toString(), "-c", "(kill -9 $(exec sh -c 'echo $PPID')); exit 7"));
    return new Tools(
        sh, program("setsid"), env, resets, signal.bytes() > 0 && signal.status() == 7);
  }

  private static Path program(String name) throws IOException {
    for (String directory : PATH.split(":", -1)) {
      Path candidate = Path.of(directory, name);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IOException(
        "Process driver: expected the program '"
            + name
            + "' in "
            + PATH
            + ", found none; install coreutils and util-linux");
  }

  private record Trial(int status, long bytes) {}

  private static Trial run(Path scratch, List<String> command) throws IOException {
    Path errors = Files.createTempFile(scratch, "trial", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.environment().put("PATH", PATH);
      Process process =
          builder
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Trial(-1, 0);
      }
      return new Trial(process.exitValue(), Files.size(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while trying " + command.getFirst(), e);
    } finally {
      Files.deleteIfExists(errors);
    }
  }
}
