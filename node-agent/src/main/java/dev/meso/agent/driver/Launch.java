package dev.meso.agent.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a driver needs to start one container.
 *
 * <p>The process gets exactly {@code env} and one variable more, {@code MESO_CONTAINER}, by which
 * its descendants are recognised. Nothing comes from the agent's own environment.
 *
 * @param id the container; one process at most is ever started for it
 * @param command program and arguments, passed as they are, without a shell; the program is looked
 *     up in the {@code PATH} of {@code env} if it has no slash
 * @param env names and values, no NUL in them, no {@code =} in a name
 * @param sandbox the attempt's directory, which exists; output goes to {@code <container>/stdout}
 *     and {@code <container>/stderr} in it
 * @param workingDir absolute
 * @param memoryBytesMax enforced where {@link ContainerDriver#enforcement()} says so
 * @param cpuMillisMax thousandths of a CPU, likewise
 * @param logs bounds of the output kept
 * @param grace time between terminate and kill; kept for whoever recovers the container
 */
public record Launch(
    ContainerId id,
    List<String> command,
    SortedMap<String, String> env,
    Path sandbox,
    Path workingDir,
    OptionalLong memoryBytesMax,
    OptionalLong cpuMillisMax,
    LogLimits logs,
    Duration grace) {

  /** Copies and checks. */
  public Launch {
    command = List.copyOf(command);
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new IllegalArgumentException(
          "Launch of " + id + ": expected a command, found " + command);
    }
    for (String argument : command) {
      requireNoNul(id, "argument", argument);
    }
    env.forEach(
        (name, value) -> {
          requireNoNul(id, "environment variable", name);
          requireNoNul(id, "value of " + name, value);
          if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                "Launch of "
                    + id
                    + ": expected the name of an environment variable, found '"
                    + name
                    + "'");
          }
        });
    if (!sandbox.isAbsolute() || !workingDir.isAbsolute()) {
      throw new IllegalArgumentException(
          "Launch of "
              + id
              + ": expected absolute directories, found sandbox "
              + sandbox
              + " and working directory "
              + workingDir);
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("Launch of " + id + ": negative grace period " + grace);
    }
  }

  /** The directory in the sandbox that holds this container's output. */
  public Path logDirectory() {
    return sandbox.resolve(id.container());
  }

  private static void requireNoNul(ContainerId id, String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Launch of " + id + ": a NUL in " + what);
    }
  }
}
