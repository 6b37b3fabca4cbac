package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Resources;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.task.TaskTransitions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold after every step, checked on the store and on what really runs. */
final class Invariants {
  private final World world;
  private int seen;
  private final Map<String, Long> attempts = new LinkedHashMap<>();

  Invariants(World world) {
    this.world = world;
  }

  void check() {
    history();
    for (FakeAgent agent : world.agents().values()) {
      capacity(agent);
    }
    oneLiveAttempt();
  }

  private void history() {
    for (; seen < world.store().log().size(); seen++) {
      FakeStore.Change change = world.store().log().get(seen);
      if (!(change.key() instanceof Key.Status(Kind kind, _, _)) || kind != Kind.TASK) {
        continue;
      }
      if (change.value() instanceof Task task && task.status() != null) {
        TaskStatus status = task.status();
        String uid = task.metadata().requireUid();
        require(
            status.attempt() >= attempts.getOrDefault(uid, 0L),
            "attempts only grow: " + change.key() + " " + status);
        attempts.put(uid, status.attempt());
        for (int i = 1; i < status.history().size(); i++) {
          TaskPhase from = status.history().get(i - 1).phase();
          TaskPhase to = status.history().get(i).phase();
          require(TaskTransitions.after(from).contains(to), change.key() + ": " + status.history());
        }
        require(
            status.history().getLast().phase() == status.phase(),
            change.key() + ": the history ends with the phase: " + status);
      }
    }
  }

  private void capacity(FakeAgent agent) {
    Map<Object, Assignment> charged = new TreeMap<>();
    world
        .store()
        .keys()
        .forEach(
            (key, held) -> {
              if (key instanceof Key.Assignment(String name, var id)
                  && name.equals(agent.name())
                  && held.value() instanceof Assignment assignment) {
                charged.put(id, assignment);
              }
            });
    agent.running().forEach(charged::put);
    Resources sum = Resources.NONE;
    Set<Integer> ports = new LinkedHashSet<>();
    for (Assignment assignment : charged.values()) {
      sum = sum.plus(Resources.of(assignment.resources()));
      for (int port : assignment.ports().values()) {
        require(ports.add(port), "port " + port + " twice on " + agent.name() + ": " + charged);
      }
    }
    Object registration =
        world.store().get(new Key.Registration(agent.name())).orElseThrow().value();
    Resources capacity = Resources.of(((Registration) registration).capacity());
    require(sum.fitsIn(capacity), agent.name() + " holds " + sum + " of " + capacity);
  }

  /** More than one attempt may run only where a lost agent's was replaced, as its policy allows. */
  private void oneLiveAttempt() {
    Map<String, Assignment> live = new LinkedHashMap<>();
    for (FakeAgent agent : world.agents().values()) {
      for (Assignment assignment : agent.running().values()) {
        Assignment other = live.put(assignment.taskUid(), assignment);
        if (other == null) {
          continue;
        }
        Assignment older = other.attempt() < assignment.attempt() ? other : assignment;
        require(
            !TaskSpec.ON_LOST_WAIT.equals(older.spec().onLost()),
            "two live attempts of a task that waits: " + other.id() + " and " + assignment.id());
      }
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
