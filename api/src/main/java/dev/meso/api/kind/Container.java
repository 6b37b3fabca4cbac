package dev.meso.api.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process tree of a task.
 *
 * @param name name of the container, unique in the task; a DNS label
 * @param command the program and its first arguments; at least one element
 * @param args further arguments of the program
 * @param workingDir directory that the program starts in, absolute or relative to the sandbox; the
 *     sandbox unless said
 * @param env environment variables, besides those that the agent sets
 * @param ports host ports that the container listens on; it finds them in the variables {@code
 *     PORT_<NAME>} and {@code PORT0}, {@code PORT1} …
 * @param resources what the container asks for, and what it may use at most
 * @param volumeMounts volumes of the task that the container finds in its sandbox; at most {@value
 *     Limits#VOLUMES_MAX}
 */
public record Container(
    String name,
    List<String> command,
    List<String> args,
    @Nullable String workingDir,
    List<EnvVar> env,
    List<ContainerPort> ports,
    @Nullable ResourceRequirements resources,
    List<VolumeMount> volumeMounts) {

  public Container {
    command = command == null ? List.of() : List.copyOf(command);
    args = args == null ? List.of() : List.copyOf(args);
    env = env == null ? List.of() : List.copyOf(env);
    ports = ports == null ? List.of() : List.copyOf(ports);
    volumeMounts = volumeMounts == null ? List.of() : List.copyOf(volumeMounts);
  }

  /** A container that mounts no volume. */
  public Container(
      String name,
      List<String> command,
      List<String> args,
      @Nullable String workingDir,
      List<EnvVar> env,
      List<ContainerPort> ports,
      @Nullable ResourceRequirements resources) {
    this(name, command, args, workingDir, env, ports, resources, List.of());
  }
}
