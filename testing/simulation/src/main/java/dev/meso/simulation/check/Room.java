package dev.meso.simulation.check;

import dev.meso.simulation.check.Charges.Charge;
import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.PortRanges;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether some agent that lives could take a task, reckoned anew from the keys. */
final class Room {
  private final World world;
  private final Set<String> living;

  Room(World world, Set<String> living) {
    this.world = world;
    this.living = living;
  }

  /**
   * An agent that could take one of so many tasks of this spec; empty when they do not all find
   * room, when their queue may not have them, or when a volume of theirs cannot be used.
   *
   * @param namespace of their volumes
   * @param ordinal the place of one of them among its owner's tasks, or negative
   */
  Optional<String> of(JsonNode taskSpec, String namespace, long ordinal, int together) {
    VolumeNeed volumes = VolumeNeed.of(world, taskSpec, namespace, ordinal);
    if (!volumes.met() || !Accounts.allow(world, taskSpec, volumes.binds(), together)) {
      return Optional.empty();
    }
    Amounts wanted = world.requested(taskSpec).plus(volumes.binds());
    String queue = Accounts.queue(taskSpec);
    Set<Integer> fixed = new LinkedHashSet<>();
    int any = 0;
    for (JsonNode container : taskSpec.path("containers")) {
      for (JsonNode port : container.path("ports")) {
        Long number = Fields.number(port, "hostPort");
        if (number == null) {
          any++;
        } else {
          fixed.add(number.intValue());
        }
      }
    }
    String found = null;
    int room = 0;
    for (AgentSight agent : world.agents()) {
      JsonNode selector = taskSpec.path("nodeSelector");
      for (int more = 1;
          room < together
              && (more == 1 || fixed.isEmpty())
              && volumes.suits(agent)
              && takes(agent, queue, selector, times(wanted, more), fixed, any * more);
          more++) {
        room++;
        found = agent.name();
      }
    }
    return room < together ? Optional.empty() : Optional.ofNullable(found);
  }

  private static Amounts times(Amounts amounts, int count) {
    Amounts sum = Amounts.NONE;
    for (int i = 0; i < count; i++) {
      sum = sum.plus(amounts);
    }
    return sum;
  }

  private boolean takes(
      AgentSight agent,
      String queue,
      JsonNode selector,
      Amounts wanted,
      Set<Integer> fixed,
      int any) {
    Value.Registration registration = agent.registration();
    boolean open =
        registration != null
            && living.contains(agent.name())
            && agent.alive()
            && !agent.gone()
            && !agent.unschedulable();
    if (registration == null || !open) {
      return false;
    }
    Map<String, String> attributes = agent.attributes();
    for (Map.Entry<String, JsonNode> want : selector.properties()) {
      if (!want.getValue().asString().equals(attributes.get(want.getKey()))) {
        return false;
      }
    }
    Amounts free =
        registration
            .capacity()
            .minus(Volumes.on(world, agent.name(), _ -> true))
            .minus(Reservations.keptFrom(world, agent, queue));
    Set<Integer> taken = new LinkedHashSet<>();
    for (Charge charge : Charges.of(agent, world, Duration.ZERO, Duration.ZERO)) {
      free = free.minus(charge.amounts());
      taken.addAll(charge.ports().values());
    }
    if (!wanted.fitsIn(free)) {
      return false;
    }
    for (int port : fixed) {
      if (taken.contains(port)) {
        return false;
      }
    }
    taken.addAll(fixed);
    return free(registration.ports(), taken, any);
  }

  private static boolean free(PortRanges ranges, Set<Integer> taken, int wanted) {
    int found = 0;
    for (PortRanges.Range range : ranges.ranges()) {
      for (int port = range.first(); port <= range.last() && found < wanted; port++) {
        found += taken.contains(port) ? 0 : 1;
      }
    }
    return found >= wanted;
  }
}
