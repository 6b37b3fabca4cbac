package dev.meso.api.usage;

import java.time.Instant;
import java.util.List;

/**
 * What a machine and the containers on it used lately.
 *
 * @param at when it was measured, the end of the window
 * @param windowMillis length of the window over which processor time was counted
 * @param cpuMillis processors that were busy on the average, in thousandths
 * @param memoryBytes memory of the machine that is not available
 * @param containers of every agent on the machine, by task and name
 */
public record AgentUsage(
    Instant at,
    long windowMillis,
    long cpuMillis,
    long memoryBytes,
    List<ContainerUsage> containers) {

  public AgentUsage {
    containers = containers == null ? List.of() : List.copyOf(containers);
  }
}
