package dev.meso.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Makes one control group for each container, all of them below {@code meso/<agent>} of each
 * hierarchy used; nothing outside of that is touched but the switch that hands controllers down to
 * it. Thread-safe: plain file operations on directories of different names.
 */
public sealed interface ControlGroups permits GroupsV1, GroupsV2, NoGroups {

  /** What an agent's name may look like as a directory. */
  Pattern AGENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");

  /** What is enforced. */
  Enforcement enforcement();

  /**
   * Makes the group of one container with its limits, or takes the one that is there and sets them.
   *
   * @param name unique on this agent, without a slash
   * @throws IOException if a directory or a limit cannot be made; nothing is left then
   */
  ContainerGroup create(String name, OptionalLong memoryBytesMax, OptionalLong cpuMillisMax)
      throws IOException;

  /** The group that {@link #create} made in an earlier life, whether or not it is there still. */
  ContainerGroup existing(String name);

  /** The names of all groups that are there. */
  List<String> names() throws IOException;

  /** Removes the agent's own directory if no group is left in it. */
  void close() throws IOException;

  /**
   * Finds out what this machine has and lets us use, by trying. An agent that may not make groups
   * gets {@link NoGroups} with the reason in its {@link Enforcement}.
   *
   * @param agent the agent's id; two agents on one machine have different ones
   */
  static ControlGroups detect(String agent) {
    CgroupMounts mounts;
    try {
      mounts = CgroupMounts.parse(Files.readAllLines(Path.of("/proc/self/mountinfo")));
    } catch (IOException e) {
      return new NoGroups("mounts cannot be read: " + e.getMessage());
    }
    return detect(agent, mounts);
  }

  /** As {@link #detect(String)}, with mounts given. */
  static ControlGroups detect(String agent, CgroupMounts mounts) {
    if (!AGENT.matcher(agent).matches()) {
      throw new IllegalArgumentException(
          "Agent id: expected " + AGENT.pattern() + ", found '" + agent + "'");
    }
    Optional<Path> memory = mounts.controller("memory");
    Optional<Path> cpu = mounts.controller("cpu");
    try {
      if (memory.isPresent() || cpu.isPresent()) {
        return GroupsV1.open(agent, memory, cpu, mounts.unified(), mounts.controller("freezer"));
      }
      if (mounts.unified().isPresent()) {
        return GroupsV2.open(agent, mounts.unified().get());
      }
      return new NoGroups("no control groups are mounted");
    } catch (IOException e) {
      return new NoGroups("control groups cannot be made: " + e);
    }
  }

  /** No control groups at all. */
  static ControlGroups none(String why) {
    return new NoGroups(why);
  }
}
