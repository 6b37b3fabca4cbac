package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What goes on the account of each queue, reckoned anew from assignments and volumes. */
final class Accounts {
  static final String DEFAULT = "default";

  private Accounts() {}

  /** What a queue has, with those below it. */
  record Use(Amounts amounts, long tasks) {}

  static String queue(JsonNode taskSpec) {
    String named = Fields.text(taskSpec, "queue");
    return named == null ? DEFAULT : named;
  }

  /** The queue above one; empty above the topmost. */
  static String above(String queue) {
    int dot = queue.lastIndexOf('.');
    return dot < 0 ? "" : queue.substring(0, dot);
  }

  static boolean within(String queue, String of) {
    return queue.equals(of) || queue.startsWith(of + ".");
  }

  /** What its admin says of a queue; absent if nobody made it. */
  static Value.@Nullable Spec terms(World world, String queue) {
    Held held = world.get(world.keys().spec(KeyLayout.QUEUES, "", queue));
    return held == null ? null : held.spec();
  }

  static Use of(World world, String queue) {
    Amounts amounts = Amounts.NONE;
    long tasks = 0;
    for (AgentSight agent : world.agents()) {
      for (Held held : agent.assignments().values()) {
        Value.Assignment made = held.assignment();
        if (made != null && within(queue(made.body().path("spec")), queue)) {
          amounts = amounts.plus(made.resources());
          tasks++;
        }
      }
    }
    for (Held held : world.volumes()) {
      Value.Status status = held.status();
      if (status != null && within(Volumes.queue(status.status()), queue)) {
        amounts = amounts.plus(Volumes.taken(world, held));
      }
    }
    return new Use(amounts, tasks);
  }

  /**
   * Whether a queue, and those above it, may have so many more tasks of this spec.
   *
   * @param bound what is set aside for volumes that are bound with one of them
   */
  static boolean allow(World world, JsonNode taskSpec, Amounts bound, int count) {
    String queue = queue(taskSpec);
    if (terms(world, queue) == null && !queue.equals(DEFAULT)) {
      return false;
    }
    Amounts wanted = world.requested(taskSpec).plus(bound);
    for (String name = queue; !name.isEmpty(); name = above(name)) {
      Value.Spec terms = terms(world, name);
      if (terms == null) {
        continue;
      }
      Use use = of(world, name);
      Long most = Fields.number(terms.spec(), "maxTasks");
      if (most != null && use.tasks() + count > most) {
        return false;
      }
      JsonNode limits = terms.spec().path("limit");
      Amounts limit = world.amounts(limits);
      for (Map.Entry<String, JsonNode> each : limits.properties()) {
        long more = wanted.get(each.getKey()) * count;
        if (more > 0 && use.amounts().get(each.getKey()) + more > limit.get(each.getKey())) {
          return false;
        }
      }
    }
    return true;
  }
}
