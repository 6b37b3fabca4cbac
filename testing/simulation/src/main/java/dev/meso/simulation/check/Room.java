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

  /** An agent that could take a task of this spec; empty when none could. */
  Optional<String> of(JsonNode taskSpec) {
    Amounts wanted = world.requested(taskSpec);
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
    for (AgentSight agent : world.agents()) {
      if (takes(agent, taskSpec.path("nodeSelector"), wanted, fixed, any)) {
        return Optional.of(agent.name());
      }
    }
    return Optional.empty();
  }

  private boolean takes(
      AgentSight agent, JsonNode selector, Amounts wanted, Set<Integer> fixed, int any) {
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
    Amounts free = registration.capacity();
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
