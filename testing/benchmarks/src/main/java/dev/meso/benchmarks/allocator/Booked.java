package dev.meso.benchmarks.allocator;

import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.allocation.Tenants;
import dev.meso.controller.core.allocation.Victim;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A task that runs. */
record Booked(Found found, String queue) {

  /**
   * All that run, as preemption sees them: of priority 0, begun in the last day, and each may be
   * ended.
   */
  static final class Tenancy implements Tenants {
    private static final int DAY = 86_400;

    private final Map<String, List<Victim>> evictable = new LinkedHashMap<>();
    private final Map<String, List<Charge>> leaving = new LinkedHashMap<>();

    /** Agents whose victims are in their order: it is part of what is measured. */
    private final Set<String> sorted = new HashSet<>();

    Tenancy(List<Booked> all) {
      Random random = new Random(17);
      for (int i = 0; i < all.size(); i++) {
        Booked one = all.get(i);
        Instant since = Instant.EPOCH.minusSeconds(random.nextInt(DAY));
        AttemptId attempt = new AttemptId("default", "r" + i, 1);
        evictable
            .computeIfAbsent(one.found().agent(), _ -> new ArrayList<>())
            .add(new Victim(attempt, one.queue(), 0, since, one.found().charge()));
      }
    }

    @Override
    public List<Victim> evictable(String agent) {
      List<Victim> victims = evictable.getOrDefault(agent, new ArrayList<>());
      if (sorted.add(agent)) {
        victims.sort(null);
      }
      return victims;
    }

    @Override
    public List<Charge> leaving(String agent) {
      return leaving.getOrDefault(agent, List.of());
    }

    @Override
    public boolean expendable(String agent, Victim victim, List<Victim> besides) {
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
      sorted.remove(agent);
    }
  }
}
