package dev.meso.benchmarks.allocator;

import dev.meso.controller.core.allocation.Tenants;
import dev.meso.controller.core.allocation.Victim;
import dev.meso.controller.core.placement.Charge;
import java.util.List;

/** Agents on which nobody may be ended. */
final class Nobody implements Tenants {
  @Override
  public List<Victim> evictable(String agent) {
    return List.of();
  }

  @Override
  public List<Charge> leaving(String agent) {
    return List.of();
  }

  @Override
  public boolean expendable(String agent, Victim victim, List<Victim> besides) {
    return false;
  }

  @Override
  public void chosen(String agent, Victim victim) {
    throw new IllegalStateException("nobody can be ended");
  }

  @Override
  public void spared(String agent, Victim victim) {
    throw new IllegalStateException("nobody can be ended");
  }
}
