package dev.meso.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Limits by version 1 controllers; membership and kill by a version 2 directory where one is
 * mounted (which needs no controllers for that), else by the freezer.
 */
final class GroupsV1 implements ControlGroups {

  private final Optional<Path> memory;
  private final Optional<Path> cpu;
  private final Optional<Path> unified;
  private final Optional<Path> freezer;
  private final Enforcement enforcement;

  private GroupsV1(
      Optional<Path> memory, Optional<Path> cpu, Optional<Path> unified, Optional<Path> freezer) {
    this.memory = memory;
    this.cpu = cpu;
    this.unified = unified;
    this.freezer = freezer;
    this.enforcement =
        new Enforcement(
            unified.isPresent() ? "hybrid" : "v1",
            memory.isPresent(),
            cpu.isPresent(),
            unified.isPresent() || freezer.isPresent(),
            "groups in " + new ArrayList<>(roots()));
  }

  /** Opens hierarchies by their mount points; one that cannot be written is done without. */
  static GroupsV1 open(
      String agent,
      Optional<Path> memory,
      Optional<Path> cpu,
      Optional<Path> unified,
      Optional<Path> freezer)
      throws IOException {
    Optional<Path> ourUnified =
        unified.flatMap(mount -> usable(mount, agent)).filter(GroupsV1::canKill);
    GroupsV1 groups =
        new GroupsV1(
            memory.flatMap(mount -> usable(mount, agent)),
            cpu.flatMap(mount -> usable(mount, agent)),
            ourUnified,
            ourUnified.isPresent()
                ? Optional.empty()
                : freezer.flatMap(mount -> usable(mount, agent)));
    if (groups.roots().isEmpty()) {
      throw new IOException("no directory could be made in any version 1 hierarchy");
    }
    return groups;
  }

  private static boolean canKill(Path root) {
    return Files.exists(root.resolve("cgroup.kill"));
  }

  private static Optional<Path> usable(Path mount, String agent) {
    Path root = mount.resolve(GroupFiles.OURS).resolve(agent);
    try {
      Files.createDirectories(root);
      return Files.isWritable(root) ? Optional.of(root) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Enforcement enforcement() {
    return enforcement;
  }

  @Override
  public ContainerGroup create(String name, OptionalLong memoryBytesMax, OptionalLong cpuMillisMax)
      throws IOException {
    ContainerGroup group = existing(name);
    try {
      for (Path directory : group.directories()) {
        Files.createDirectories(directory);
      }
      if (memory.isPresent() && memoryBytesMax.isPresent()) {
        Path directory = memory.get().resolve(name);
        String bytes = Long.toString(memoryBytesMax.getAsLong());
        GroupFiles.write(directory.resolve("memory.limit_in_bytes"), bytes);
        Path withSwap = directory.resolve("memory.memsw.limit_in_bytes");
        if (Files.exists(withSwap)) {
          GroupFiles.write(withSwap, bytes);
        }
      }
      if (cpu.isPresent() && cpuMillisMax.isPresent()) {
        Path directory = cpu.get().resolve(name);
        GroupFiles.write(
            directory.resolve("cpu.cfs_period_us"), Long.toString(GroupFiles.PERIOD_MICROS));
        GroupFiles.write(
            directory.resolve("cpu.cfs_quota_us"),
            Long.toString(GroupFiles.quotaMicros(cpuMillisMax.getAsLong())));
      }
      return group;
    } catch (IOException e) {
      group.destroy();
      throw e;
    }
  }

  @Override
  public ContainerGroup existing(String name) {
    return new ContainerGroup(
        roots().stream().map(root -> root.resolve(name)).toList(),
        unified.map(root -> root.resolve(name)),
        freezer.map(root -> root.resolve(name)),
        memory.map(root -> root.resolve(name).resolve("memory.oom_control")));
  }

  @Override
  public List<String> names() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (Path root : roots()) {
      names.addAll(GroupFiles.directories(root));
    }
    return List.copyOf(names);
  }

  @Override
  public void close() throws IOException {
    for (Path root : roots()) {
      GroupFiles.removeRoot(root);
    }
  }

  /** Several controllers may share one hierarchy, hence a set. */
  private SequencedSet<Path> roots() {
    SequencedSet<Path> roots = new LinkedHashSet<>();
    unified.ifPresent(roots::add);
    freezer.ifPresent(roots::add);
    memory.ifPresent(roots::add);
    cpu.ifPresent(roots::add);
    return roots;
  }
}
