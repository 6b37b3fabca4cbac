package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * "Nothing acknowledged is lost": a spec key goes only when its object was under deletion, nobody
 * else's finalizer held it, and "the leader stops the tasks, and when the finalizers are gone
 * removes both keys in one guarded transaction": no task of it has a status, or an assignment but
 * one that was given up with its agent, no assignment on a volume's agent names it, and its own
 * status is gone with it. A status goes only with or behind its spec, or because its owner does not
 * want the task any more. A registration goes only when its agent was deleted.
 */
final class NothingLost implements Invariant {
  @Override
  public String name() {
    return "nothing-lost";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (!delta.deleted()) {
        continue;
      }
      switch (delta.place()) {
        case Place.Spec place -> {
          findings.require(
              WriterOfPrefix.endOfDeletion(delta, moment),
              name(),
              () -> delta.key() + " vanished, nobody had deleted it");
          finalized(moment, delta, place, findings);
        }
        case Place.Status place when place.plural().equals(KeyLayout.TASKS) ->
            taskStatus(moment, delta, place, findings);
        case Place.Status place -> {
          World world = moment.world();
          String spec = world.keys().spec(place.plural(), place.namespace(), place.name());
          boolean agentLeft =
              place.plural().equals(KeyLayout.AGENTS)
                  && world.agent(place.name()).registration() == null;
          findings.require(
              world.get(spec) == null && (agentLeft || !place.plural().equals(KeyLayout.AGENTS)),
              name(),
              () -> delta.key() + " vanished before its object did");
        }
        case Place.Meta _ ->
            findings.require(false, name(), () -> delta.key() + " vanished, it never may");
        default -> {}
      }
    }
  }

  private void finalized(Moment moment, Delta delta, Place.Spec place, Findings findings) {
    Value.Spec spec = delta.before() == null ? null : delta.before().spec();
    if (spec == null || spec.intent()) {
      return;
    }
    findings.require(
        !spec.held(), name(), () -> delta.key() + " was removed while finalizers held it");
    World world = moment.world();
    String left =
        switch (place.plural()) {
          case KeyLayout.APPS, KeyLayout.JOBS -> leftOf(world, spec.uid());
          case KeyLayout.NAMESPACES ->
              world.keysIn(place.name()).isEmpty()
                  ? null
                  : world.keysIn(place.name()).iterator().next();
          case KeyLayout.TASKS -> held(world, spec.uid());
          case KeyLayout.VOLUMES -> userOf(moment, place, spec.uid());
          default -> null;
        };
    findings.require(left == null, name(), () -> delta.key() + " was removed, and left " + left);
    String status = world.keys().status(place.plural(), place.namespace(), place.name());
    findings.require(
        world.get(status) == null, name(), () -> delta.key() + " was removed without its status");
  }

  /** A key of a task that the owner still has; absent when there is none. */
  private static @Nullable String leftOf(World world, String owner) {
    for (TaskName name : world.ownedBy(owner)) {
      return "the status of task " + name;
    }
    return null;
  }

  /** An assignment that uses a volume on the agent where it was; absent when there is none. */
  private static @Nullable String userOf(Moment moment, Place.Spec volume, String uid) {
    Held held =
        moment.before(
            moment.world().keys().status(volume.plural(), volume.namespace(), volume.name()));
    Value.Status status = held == null ? null : held.status();
    String agent = status != null && status.uid().equals(uid) ? Volumes.agent(status) : null;
    Held user = agent == null ? null : Volumes.user(moment.world().agent(agent), uid);
    return user == null ? null : user.key();
  }

  /** An assignment of a task that was not given up. */
  private static @Nullable String held(World world, String uid) {
    var story = world.story(uid);
    if (story != null) {
      for (Tried tried : story.attempts()) {
        if (tried.assigned() && !mayStay(world, tried)) {
          return "the assignment of " + tried;
        }
      }
    }
    return null;
  }

  private void taskStatus(Moment moment, Delta delta, Place.Status place, Findings findings) {
    Value.TaskStatus task = delta.before() == null ? null : delta.before().task();
    if (task == null) {
      return;
    }
    World world = moment.world();
    String left = leftOver(world, new TaskName(place.namespace(), place.name()), task);
    findings.require(left == null, name(), () -> delta.key() + " was removed, and left " + left);
    if (task.owner() == null) {
      Held spec = world.get(world.keys().spec(place.plural(), place.namespace(), place.name()));
      Value.Spec there = spec == null ? null : spec.spec();
      findings.require(
          there == null || there.intent() || !there.uid().equals(task.uid()),
          name(),
          () -> delta.key() + " was removed and its spec was not");
    }
  }

  private static @Nullable String leftOver(World world, TaskName name, Value.TaskStatus task) {
    for (Map.Entry<Place.Assignment, Held> entry : world.task(name).assignments().entrySet()) {
      if (entry.getValue().value() instanceof Value.Assignment made
          && made.uid().equals(task.uid())) {
        Tried tried = world.tried(task.uid(), entry.getKey().path().attempt());
        if (tried != null && !mayStay(world, tried)) {
          return "the assignment of " + tried;
        }
      }
    }
    return null;
  }

  /** Whether an assignment may outlive its task: its agent ends it when it returns. */
  private static boolean mayStay(World world, Tried tried) {
    Value.Assignment assignment = tried.assignment();
    String agent = tried.agent();
    boolean stopping = assignment != null && assignment.stopping();
    boolean away = agent == null || !world.agent(agent).alive();
    return stopping && (away || tried.givenUp());
  }
}
