package dev.meso.benchmarks.allocator;

import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.allocation.Tenants;
import dev.meso.controller.core.allocation.Victim;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A task that runs. */
record Booked(Found found, String queue) {

  /** All that run, as preemption sees them: of priority 0, and each may be ended. */
  static final class Tenancy implements Tenants {
    private final Map<String, List<Victim>> evictable = new LinkedHashMap<>();
    private final Map<String, List<Charge>> leaving = new LinkedHashMap<>();

    Tenancy(List<Booked> all) {
      for (int i = 0; i < all.size(); i++) {
        Booked one = all.get(i);
        AttemptId attempt = new AttemptId("default", "r" + i, 1);
        evictable
            .computeIfAbsent(one.found().agent(), _ -> new ArrayList<>())
            .add(new Victim(attempt, one.queue(), 0, Instant.EPOCH, one.found().charge()));
      }
    }

    @Override
    public List<Victim> evictable(String agent) {
      return evictable.getOrDefault(agent, List.of());
    }

    @Override
    public List<Charge> leaving(String agent) {
      return leaving.getOrDefault(agent, List.of());
    }

    @Override
    public boolean expendable(Victim victim, List<Victim> besides) {
      return true;
    }

    @Override
    public void chosen(String agent, Victim victim) {
      evictable.getOrDefault(agent, new ArrayList<>()).remove(victim);
      leaving.computeIfAbsent(agent, _ -> new ArrayList<>()).add(victim.charge());
    }

    @Override
    public void spared(String agent, Victim victim) {
      leaving.getOrDefault(agent, new ArrayList<>()).remove(victim.charge());
      evictable.computeIfAbsent(agent, _ -> new ArrayList<>()).add(victim);
    }
  }
}
