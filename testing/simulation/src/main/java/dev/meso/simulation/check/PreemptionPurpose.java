package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * "The order to stop and the record that the agent is kept for the task are one transaction": who
 * is ended for another one is ended together with that record. In its own queue a task ends only
 * what has a lower priority ({@code preemption-rank}), and of no App more at a time than may be
 * away ({@code disruption-budget}).
 */
final class PreemptionPurpose implements Invariant {
  static final String RANK = "preemption-rank";
  static final String BUDGET = "disruption-budget";

  private static final String PREEMPTED = "Preempted";

  @Override
  public String name() {
    return "preemption-purpose";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (TaskChange change : moment.tasks()) {
      Value.TaskStatus victim = change.after();
      Value.TaskStatus before = change.before();
      if (!preempted(victim) || (before != null && before.phase() == Phase.STOPPING)) {
        continue;
      }
      TaskChange nominee = nominee(moment, victim.agent());
      findings.require(
          nominee != null,
          name(),
          () -> change.key() + " ends for another task, for which no agent is kept with it");
      if (nominee != null) {
        rank(moment.world(), change, nominee, findings);
      }
      budget(moment.world(), change, findings);
    }
  }

  private static boolean preempted(Value.TaskStatus task) {
    return task.phase() == Phase.STOPPING && PREEMPTED.equals(task.reason());
  }

  private static @Nullable TaskChange nominee(Moment moment, @Nullable String agent) {
    for (TaskChange other : moment.tasks()) {
      if (agent != null
          && other.after().phase() == Phase.PENDING
          && agent.equals(other.after().nominatedAgent())) {
        return other;
      }
    }
    return null;
  }

  private static void rank(World world, TaskChange victim, TaskChange nominee, Findings findings) {
    Tried tried = world.tried(victim.after().uid(), victim.after().attempt());
    Value.Assignment made = tried == null ? null : tried.assignment();
    JsonNode wanted = wanted(world, nominee);
    if (made == null || wanted == null) {
      return;
    }
    JsonNode ended = made.body().path("spec");
    long low = Fields.number(ended, "priority", 0);
    long high = Fields.number(wanted, "priority", 0);
    findings.require(
        low < high || !Accounts.queue(ended).equals(Accounts.queue(wanted)),
        RANK,
        () ->
            victim.key()
                + " of priority "
                + low
                + " ends for "
                + nominee.key()
                + " of priority "
                + high
                + " of the same queue");
  }

  /** The spec from which a task is made. */
  private static @Nullable JsonNode wanted(World world, TaskChange nominee) {
    if (!(world.keys().place(nominee.key())
        instanceof Place.Status(_, String space, String name))) {
      return null;
    }
    Value.Owner owner = nominee.after().owner();
    String key =
        owner == null
            ? world.keys().spec(KeyLayout.TASKS, space, name)
            : world.keys().spec(WantedWork.plural(owner), space, owner.name());
    Held held = world.get(key);
    Value.Spec spec = held == null ? null : held.spec();
    if (spec == null) {
      return null;
    }
    return owner == null ? spec.spec() : spec.spec().path("template").path("spec");
  }

  private static void budget(World world, TaskChange victim, Findings findings) {
    Value.Owner owner = victim.after().owner();
    if (owner == null
        || !owner.kind().equals("App")
        || !(world.keys().place(victim.key()) instanceof Place.Status(_, String space, _))) {
      return;
    }
    Held held = world.get(world.keys().spec(KeyLayout.APPS, space, owner.name()));
    Value.Spec spec = held == null ? null : held.spec();
    Long most =
        spec == null || !spec.uid().equals(owner.uid())
            ? null
            : Fields.number(spec.spec().path("disruption"), "maxUnavailable");
    if (most == null) {
      return;
    }
    long ended = 0;
    for (TaskName name : world.ownedBy(owner.uid())) {
      Value.TaskStatus task = world.task(name).status();
      ended += task != null && preempted(task) ? 1 : 0;
    }
    long count = ended;
    findings.require(
        count <= most,
        BUDGET,
        () -> victim.key() + " is one of " + count + " that end at once, " + most + " may be away");
  }
}
