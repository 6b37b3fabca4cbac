package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What agents keep for queues, reckoned anew from their specs and the assignments. */
final class Reservations {
  private Reservations() {}

  /** Whether something is kept on an agent for any queue. */
  static boolean some(AgentSight agent) {
    return !kept(agent).isEmpty();
  }

  private static JsonNode kept(AgentSight agent) {
    Value.Spec spec = agent.spec();
    return spec == null ? MissingNode.getInstance() : spec.spec().path("reservations");
  }

  /**
   * What an agent keeps for others than a queue, as placement counts it: of each reservation that
   * is not for it, or for one above it, what the tasks and volumes there do not use whose it is.
   */
  static Amounts keptFrom(World world, AgentSight agent, String queue) {
    Amounts sum = Amounts.NONE;
    for (Amounts unused : unused(world, agent, queue).values()) {
      sum = sum.plus(unused);
    }
    return sum;
  }

  /**
   * The least room that lets all others than a queue use what is kept for them: what a queue has
   * counts for those above it too. Never more than {@link #keptFrom}; and nobody's leaving makes it
   * grow by more than becomes free, so that what fitted before still does.
   */
  static Amounts neededByOthers(World world, AgentSight agent, String queue) {
    Map<String, Amounts> unused = unused(world, agent, queue);
    Amounts sum = Amounts.NONE;
    for (String of : unused.keySet()) {
      if (unused.keySet().stream().noneMatch(above -> below(of, above))) {
        sum = sum.plus(needed(of, unused));
      }
    }
    return sum;
  }

  private static Amounts needed(String queue, Map<String, Amounts> unused) {
    Amounts children = Amounts.NONE;
    for (String of : unused.keySet()) {
      boolean next =
          below(of, queue)
              && unused.keySet().stream()
                  .noneMatch(between -> below(of, between) && below(between, queue));
      children = next ? children.plus(needed(of, unused)) : children;
    }
    return children.plus(unused.getOrDefault(queue, Amounts.NONE).without(children));
  }

  private static boolean below(String queue, String above) {
    return !queue.equals(above) && Accounts.within(queue, above);
  }

  /** Of each reservation that is not for a queue, what its owner does not use, by owner. */
  private static Map<String, Amounts> unused(World world, AgentSight agent, String queue) {
    Map<String, Amounts> unused = new TreeMap<>();
    for (JsonNode each : kept(agent)) {
      String of = String.valueOf(Fields.text(each, "queue"));
      if (!Accounts.within(queue, of)) {
        Amounts rest = world.amounts(each.path("resources")).without(used(world, agent, of));
        unused.merge(of, rest, Amounts::plus);
      }
    }
    return unused;
  }

  /** What a queue, and those below it, have on an agent. */
  private static Amounts used(World world, AgentSight agent, String queue) {
    Amounts sum = Volumes.on(world, agent.name(), of -> Accounts.within(of, queue));
    for (Held held : agent.assignments().values()) {
      Value.Assignment made = held.assignment();
      if (made != null && Accounts.within(Accounts.queue(made.body().path("spec")), queue)) {
        sum = sum.plus(made.resources());
      }
    }
    return sum;
  }
}
