package dev.meso.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Everything by the unified hierarchy. */
final class GroupsV2 implements ControlGroups {

  private final Path root;
  private final boolean memory;
  private final boolean cpu;
  private final boolean kills;

  private GroupsV2(Path root, boolean memory, boolean cpu, boolean kills) {
    this.root = root;
    this.memory = memory;
    this.cpu = cpu;
    this.kills = kills;
  }

  /**
   * Opens the hierarchy at its mount point and hands the controllers down, top first: the mount,
   * {@code meso}, the agent's directory. A controller that cannot be handed down is done without.
   */
  static GroupsV2 open(String agent, Path mount) throws IOException {
    Path ours = mount.resolve(GroupFiles.OURS);
    Path root = ours.resolve(agent);
    Files.createDirectories(root);
    boolean memory = true;
    boolean cpu = true;
    for (Path directory : List.of(mount, ours, root)) {
      memory = memory && handDown(directory, "memory");
      cpu = cpu && handDown(directory, "cpu");
    }
    return new GroupsV2(root, memory, cpu, Files.exists(root.resolve("cgroup.kill")));
  }

  private static boolean handDown(Path directory, String controller) {
    try {
      if (!words(directory.resolve("cgroup.controllers")).contains(controller)) {
        return false;
      }
      Path control = directory.resolve("cgroup.subtree_control");
      if (!words(control).contains(controller)) {
        GroupFiles.write(control, "+" + controller);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> words(Path file) throws IOException {
    return Arrays.asList(Files.readString(file).strip().split("\\s+", -1));
  }

  @Override
  public Enforcement enforcement() {
    return new Enforcement("v2", memory, cpu, kills, "groups in " + root);
  }

  @Override
  public ContainerGroup create(String name, OptionalLong memoryBytesMax, OptionalLong cpuMillisMax)
      throws IOException {
    ContainerGroup group = existing(name);
    Path directory = root.resolve(name);
    try {
      Files.createDirectories(directory);
      if (memory && memoryBytesMax.isPresent()) {
        GroupFiles.write(
            directory.resolve("memory.max"), Long.toString(memoryBytesMax.getAsLong()));
        Path swap = directory.resolve("memory.swap.max");
        if (Files.exists(swap)) {
          GroupFiles.write(swap, "0");
        }
        // All of it dies together: half a container is worse than none.
        GroupFiles.write(directory.resolve("memory.oom.group"), "1");
      }
      if (cpu && cpuMillisMax.isPresent()) {
        GroupFiles.write(
            directory.resolve("cpu.max"),
            GroupFiles.quotaMicros(cpuMillisMax.getAsLong()) + " " + GroupFiles.PERIOD_MICROS);
      }
      return group;
    } catch (IOException e) {
      group.destroy();
      throw e;
    }
  }

  @Override
  public ContainerGroup existing(String name) {
    Path directory = root.resolve(name);
    return new ContainerGroup(
        List.of(directory),
        Optional.of(directory),
        Optional.empty(),
        memory ? Optional.of(directory.resolve("memory.events")) : Optional.empty());
  }

  @Override
  public List<String> names() throws IOException {
    return GroupFiles.directories(root);
  }

  @Override
  public void close() throws IOException {
    GroupFiles.removeRoot(root);
  }
}
