package dev.meso.cli.daemon;

import dev.meso.agent.machine.MachineFacts;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.resource.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What each of several agents on one machine offers: every processor, since those are shared by
 * time anyway, and its part of the memory and disk, since those are not.
 */
final class MachineShare {
  private static final long MIB = 1024L * 1024;

  private MachineShare() {}

  /**
   * The value of the setting {@code resources}.
   *
   * @param directory on the file system that the agents will use
   */
  static String of(int agents, Path directory) {
    try {
      Map<String, Quantity> all = MachineFacts.detect(directory).capacity();
      return "cpu="
          + all.get(ResourceRequirements.CPU)
          + ",memory="
          + share(all, ResourceRequirements.MEMORY, agents)
          + ",disk="
          + share(all, ResourceRequirements.DISK, agents);
    } catch (IOException e) {
      throw new DaemonFailure("cannot tell what this machine has: " + e.getMessage());
    }
  }

  private static String share(Map<String, Quantity> all, String name, int agents) {
    Quantity amount = all.get(name);
    return (amount == null ? 0 : amount.toBytes() / agents / MIB) + "Mi";
  }
}
