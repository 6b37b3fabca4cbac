package dev.meso.agent.launch;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.EnvVar;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.record.Assignment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The environment of a container. Nothing is inherited from the agent but what this table says.
 *
 * <table>
 * <caption>Variables, in the order in which later ones win</caption>
 * <tr><td>{@code PATH}, {@code LANG}</td><td>the agent's; a usual path and C.UTF-8 when it has none
 * </td></tr>
 * <tr><td>{@code JAVA_HOME}</td><td>the JDK that the agent runs on, so that tasks find a Java</td>
 * </tr>
 * <tr><td>{@code HOME}</td><td>the sandbox</td></tr>
 * <tr><td>{@code TMPDIR}</td><td>{@code tmp} in the sandbox</td></tr>
 * <tr><td>{@code HOST}</td><td>the address under which the task's ports are reached</td></tr>
 * <tr><td>{@code PORT_<NAME>}</td><td>the host port of that name, upper case with {@code _} for
 * {@code -}; those of every container of the task</td></tr>
 * <tr><td>{@code PORT0}, {@code PORT1} …</td><td>the same ports in the order of the spec, counted
 * over all containers</td></tr>
 * <tr><td>the container's {@code env}</td><td>what the user says; wins over everything above</td>
 * </tr>
 * <tr><td>{@code MESO_TASK}, {@code MESO_NAMESPACE}, {@code MESO_TASK_UID}</td><td>which task</td>
 * </tr>
 * <tr><td>{@code MESO_ATTEMPT}</td><td>which try, from 1</td></tr>
 * <tr><td>{@code MESO_AGENT}</td><td>the agent's name</td></tr>
 * <tr><td>{@code MESO_SANDBOX}</td><td>the attempt's directory</td></tr>
 * <tr><td>{@code MESO_VOLUME_<NAME>}</td><td>the directory of a volume that the container mounts,
 * upper case with {@code _} for {@code -}</td></tr>
 * </table>
 *
 * The driver adds {@code MESO_CONTAINER}.
 *
 * @param agent the agent's name
 * @param host the agent's address for the ports of tasks
 * @param inherited the agent's own environment
 * @param javaHome of the JDK that the agent runs on
 */
public record TaskEnvironment(
    String agent, String host, SortedMap<String, String> inherited, String javaHome) {

  /** The directory in the sandbox for temporary files. */
  public static final String TMP = "tmp";

  private static final String PATH_USUAL =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public TaskEnvironment {
    inherited = Collections.unmodifiableSortedMap(new TreeMap<>(inherited));
  }

  /** The one of a process like this one. */
  public static TaskEnvironment ofThisProcess(String agent, String host) {
    return new TaskEnvironment(
        agent, host, new TreeMap<>(System.getenv()), System.getProperty("java.home"));
  }

  /** The variables of one container. */
  public SortedMap<String, String> of(Assignment assignment, Container container, Path sandbox) {
    return of(assignment, container, sandbox, Collections.emptySortedMap());
  }

  /**
   * The variables of one container that uses volumes.
   *
   * @param volumes the directories of its volumes, by the name of the volume in the spec
   */
  SortedMap<String, String> of(
      Assignment assignment, Container container, Path sandbox, SortedMap<String, Path> volumes) {
    TreeMap<String, String> env = new TreeMap<>();
    env.put("PATH", inherited.getOrDefault("PATH", PATH_USUAL));
    env.put("LANG", inherited.getOrDefault("LANG", "C.UTF-8"));
    env.put("JAVA_HOME", javaHome);
    env.put("HOME", sandbox.toString());
    env.put("TMPDIR", sandbox.resolve(TMP).toString());
    env.put("HOST", host);
    env.putAll(ports(assignment));
    for (EnvVar variable : container.env()) {
      env.put(variable.name(), variable.value() == null ? "" : variable.value());
    }
    env.put("MESO_TASK", assignment.task());
    env.put("MESO_NAMESPACE", assignment.namespace());
    env.put("MESO_TASK_UID", assignment.taskUid());
    env.put("MESO_ATTEMPT", Long.toString(assignment.attempt()));
    env.put("MESO_AGENT", agent);
    env.put("MESO_SANDBOX", sandbox.toString());
    for (TaskVolume volume : assignment.spec().volumes()) {
      Path directory = volumes.get(volume.name());
      if (directory != null) {
        env.put(volume.variable(), directory.toString());
      }
    }
    return env;
  }

  private static Map<String, String> ports(Assignment assignment) {
    TreeMap<String, String> env = new TreeMap<>();
    int index = 0;
    for (Container container : assignment.spec().containers()) {
      for (ContainerPort port : container.ports()) {
        Integer number = assignment.ports().get(port.name());
        if (number == null) {
          number = port.hostPort();
        }
        if (number != null) {
          env.put("PORT_" + variable(port.name()), number.toString());
          env.put("PORT" + index, number.toString());
        }
        index++;
      }
    }
    return env;
  }

  private static String variable(String portName) {
    return portName.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }
}
