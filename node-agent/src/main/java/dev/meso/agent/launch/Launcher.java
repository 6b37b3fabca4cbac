package dev.meso.agent.launch;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Launch;
import dev.meso.agent.driver.LogLimits;
import dev.meso.agent.reconcile.Reasons;
import dev.meso.agent.sandbox.AttemptRef;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.agent.volume.VolumeDirectories;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.VolumeMount;
import dev.meso.api.record.AssignedVolume;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Makes what a driver needs from what an assignment says: sandbox, command, environment, limits.
 * Thread-safe; blocks on files and sockets.
 */
public final class Launcher {
  private static final Duration GRACE_DEFAULT = Duration.ofSeconds(10);

  private final Sandboxes sandboxes;
  private final TaskEnvironment environment;
  private final LogLimits logs;
  private final VolumeDirectories volumes;

  public Launcher(
      Sandboxes sandboxes, VolumeDirectories volumes, TaskEnvironment environment, LogLimits logs) {
    this.volumes = volumes;
    this.sandboxes = sandboxes;
    this.environment = environment;
    this.logs = logs;
  }

  /** A container cannot be started on this machine as things are. */
  public static final class NotLaunchable extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    NotLaunchable(String reason, String message) {
      super(message);
      this.reason = reason;
    }

    /** A CamelCase word for the report. */
    public String reason() {
      return reason;
    }
  }

  /**
   * Prepares a start: makes the sandbox with its volumes and looks at the ports.
   *
   * @throws NotLaunchable if a port is taken or a directory cannot be made
   */
  public Launch prepare(ContainerId id, Assignment assignment) throws NotLaunchable {
    Container container =
        assignment.spec().containers().stream()
            .filter(one -> one.name().equals(id.container()))
            .findFirst()
            .orElseThrow(
                () -> new NotLaunchable(Reasons.START_FAILED, "its spec has no such container"));
    requirePorts(assignment, container);
    Path sandbox = sandbox(id);
    SortedMap<String, Path> mounted = mount(sandbox, assignment, container);
    List<String> command = new ArrayList<>(container.command());
    command.addAll(container.args());
    try {
      return new Launch(
          id,
          command,
          environment.of(assignment, container, sandbox, mounted),
          sandbox,
          workingDir(sandbox, container),
          limit(container, ResourceRequirements.MEMORY, Quantity::toBytes),
          limit(container, ResourceRequirements.CPU, Quantity::toMillis),
          logs,
          grace(assignment));
    } catch (IllegalArgumentException e) {
      throw new NotLaunchable(Reasons.START_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static void requirePorts(Assignment assignment, Container container)
      throws NotLaunchable {
    List<Integer> ports = new ArrayList<>();
    for (ContainerPort port : container.ports()) {
      Integer assigned = assignment.ports().get(port.name());
      Integer number = assigned == null ? port.hostPort() : assigned;
      if (number != null) {
        ports.add(number);
      }
    }
    OptionalInt taken = PortProbe.firstTaken(ports);
    if (taken.isPresent()) {
      throw new NotLaunchable(
          Reasons.PORT_TAKEN,
          "host port "
              + taken.getAsInt()
              + " was assigned to it, but something else on this machine listens there;"
              + " the attempt is given up and the next one gets another port or agent");
    }
  }

  private Path sandbox(ContainerId id) throws NotLaunchable {
    try {
      Path sandbox =
          sandboxes.create(new AttemptRef(id.namespace(), id.task(), id.taskUid(), id.attempt()));
      Files.createDirectories(sandbox.resolve(TaskEnvironment.TMP));
      return sandbox;
    } catch (IOException e) {
      throw new NotLaunchable(Reasons.START_FAILED, "its sandbox could not be made: " + e);
    }
  }

  /** The directories of the container's volumes, by the name of the volume in the spec. */
  private SortedMap<String, Path> mount(Path sandbox, Assignment assignment, Container container)
      throws NotLaunchable {
    TreeMap<String, Path> mounted = new TreeMap<>();
    for (VolumeMount mount : container.volumeMounts()) {
      AssignedVolume volume = assignment.volumes().get(mount.name());
      if (volume == null) {
        throw new NotLaunchable(
            Reasons.START_FAILED,
            "volume " + mount.name() + ": expected it in the assignment, found nothing");
      }
      try {
        Path directory = volumes.directory(volume.uid());
        VolumeDirectories.link(sandbox, mount.mountPath(), directory);
        mounted.put(mount.name(), directory);
      } catch (IOException e) {
        throw new NotLaunchable(
            Reasons.START_FAILED, "volume " + volume.volume() + " could not be mounted: " + e);
      }
    }
    return mounted;
  }

  private static Path workingDir(Path sandbox, Container container) {
    String asked = container.workingDir();
    return asked == null || asked.isEmpty() ? sandbox : sandbox.resolve(asked).normalize();
  }

  private static OptionalLong limit(
      Container container, String resource, ToLongFunction<Quantity> unit) {
    ResourceRequirements resources = container.resources();
    Quantity limit = resources == null ? null : resources.limits().get(resource);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(unit.applyAsLong(limit));
  }

  private static Duration grace(Assignment assignment) {
    Integer seconds = assignment.spec().terminationGracePeriodSeconds();
    return seconds == null ? GRACE_DEFAULT : Duration.ofSeconds(seconds);
  }
}
