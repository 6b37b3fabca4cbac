package dev.meso.simulation.check;

import dev.meso.simulation.check.Accounts.Use;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * "No leader transaction raises a queue, or one above it, beyond its limit or its number of tasks",
 * as they are at that revision; and nothing is placed on the account of a queue that nobody made.
 * An excess that was there before, of a limit that was lowered, is nobody's fault.
 */
final class QueueLimit implements Invariant {
  @Override
  public String name() {
    return "queue-limit";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    Set<String> raised = new LinkedHashSet<>();
    for (Delta delta : moment.deltas()) {
      if (delta.created() && delta.place() instanceof Place.Assignment) {
        Value.Assignment made = assignment(delta.after());
        String leaf = made == null ? "" : Accounts.queue(made.body().path("spec"));
        findings.require(
            leaf.isEmpty()
                || leaf.equals(Accounts.DEFAULT)
                || Accounts.terms(moment.world(), leaf) != null,
            name(),
            () -> delta.key() + " was assigned on the account of " + leaf + ", which is not there");
        for (String queue = leaf; !queue.isEmpty(); queue = Accounts.above(queue)) {
          raised.add(queue);
        }
      }
    }
    raised.forEach(queue -> check(moment, queue, findings));
  }

  private void check(Moment moment, String queue, Findings findings) {
    World world = moment.world();
    Value.Spec terms = Accounts.terms(world, queue);
    if (terms == null) {
      return;
    }
    Use use = Accounts.of(world, queue);
    Use added = added(moment, queue);
    Long most = Fields.number(terms.spec(), "maxTasks");
    findings.require(
        most == null || added.tasks() <= 0 || use.tasks() <= most,
        name(),
        () -> "queue " + queue + " was raised to " + use.tasks() + " tasks, it may have " + most);
    JsonNode limits = terms.spec().path("limit");
    Amounts limit = world.amounts(limits);
    for (Map.Entry<String, JsonNode> each : limits.properties()) {
      String what = each.getKey();
      findings.require(
          added.amounts().get(what) <= 0 || use.amounts().get(what) <= limit.get(what),
          name(),
          () ->
              "queue "
                  + queue
                  + " was raised by "
                  + added.amounts().get(what)
                  + " to "
                  + use.amounts().get(what)
                  + " of "
                  + what
                  + ", its limit is "
                  + limit.get(what));
    }
  }

  /** What a step added to a queue, less what it took away. */
  private static Use added(Moment moment, String queue) {
    Amounts amounts = Amounts.NONE;
    long tasks = 0;
    for (Delta delta : moment.deltas()) {
      Value.Assignment before = assignment(delta.before());
      Value.Assignment after = assignment(delta.after());
      if (after != null && of(after, queue)) {
        amounts = amounts.plus(after.resources());
        tasks++;
      }
      if (before != null && of(before, queue)) {
        amounts = amounts.minus(before.resources());
        tasks--;
      }
      if (delta.place() instanceof Place.Status(String plural, _, _)
          && plural.equals(KeyLayout.VOLUMES)) {
        amounts = amounts.plus(taken(moment, delta.after(), queue));
        amounts = amounts.minus(taken(moment, delta.before(), queue));
      }
    }
    return new Use(amounts, tasks);
  }

  private static Amounts taken(Moment moment, @Nullable Held volume, String queue) {
    Value.Status status = volume == null ? null : volume.status();
    return status != null && Accounts.within(Volumes.queue(status.status()), queue)
        ? Volumes.taken(moment.world(), volume)
        : Amounts.NONE;
  }

  private static boolean of(Value.Assignment made, String queue) {
    return Accounts.within(Accounts.queue(made.body().path("spec")), queue);
  }

  private static Value.@Nullable Assignment assignment(@Nullable Held held) {
    return held == null ? null : held.assignment();
  }
}
