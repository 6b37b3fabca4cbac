package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * "Once desired state stops changing and faults stop, actual state reaches it and stays": compares
 * all that is wished for with all that there is, once.
 */
final class Settled {
  static final String APP = "settled-app";
  static final String JOB = "settled-job";
  static final String DELETED = "settled-deleted";
  static final String VOLUME = "settled-volume";

  private static final int BACKOFF_LIMIT = 6;

  private final World world;
  private final Findings findings;
  private final Set<String> living = new LinkedHashSet<>();
  private final SettledTasks tasks;
  private final SettledAgents machines;

  Settled(
      Rules rules,
      World world,
      Processes processes,
      Duration at,
      List<AgentFact> agents,
      Findings findings) {
    this.world = world;
    this.findings = findings;
    for (AgentFact agent : agents) {
      if (agent.lives()) {
        living.add(agent.agent());
      }
    }
    Room room = new Room(world, living);
    Away away = new Away(rules, world, living, at);
    this.tasks = new SettledTasks(rules, world, processes, room, away, at, findings);
    this.machines = new SettledAgents(rules, world, processes, agents, living, away, findings);
  }

  void check() {
    for (Held held : world.all()) {
      switch (held.place()) {
        case Place.Spec place -> spec(held, place);
        case Place.Status place -> status(held, place);
        default -> {}
      }
    }
    machines.check();
  }

  private void spec(Held held, Place.Spec place) {
    Value.Spec spec = held.spec();
    if (spec == null || place.plural().equals(KeyLayout.AGENTS)) {
      return;
    }
    findings.require(
        !spec.intent() && (!spec.deleting() || spec.held() || inUse(place, spec)),
        DELETED,
        () -> held.key() + " is still there, " + (spec.intent() ? "an intent" : "under deletion"));
    if (spec.intent() || spec.deleting()) {
      return;
    }
    switch (place.plural()) {
      case KeyLayout.VOLUMES -> volume(held, place, spec);
      case KeyLayout.APPS -> app(held, place, spec);
      case KeyLayout.JOBS -> job(held, place, spec);
      case KeyLayout.TASKS -> tasks.alone(new TaskName(place.namespace(), place.name()), spec);
      default -> {}
    }
  }

  /** A deleted volume stays as long as an assignment on its agent names it. */
  private boolean inUse(Place.Spec place, Value.Spec spec) {
    String agent =
        place.plural().equals(KeyLayout.VOLUMES)
            ? Volumes.home(world, place.namespace(), place.name(), spec.uid())
            : null;
    return agent != null && Volumes.user(world.agent(agent), spec.uid()) != null;
  }

  private void volume(Held held, Place.Spec place, Value.Spec spec) {
    Value.Status status = statusOf(place);
    String agent = Volumes.agent(status);
    String phase = agent == null ? "Pending" : living.contains(agent) ? "Bound" : "Lost";
    findings.require(
        status != null
            && status.uid().equals(spec.uid())
            && Fields.number(status.status(), "observedGeneration", 0) == spec.generation()
            && status.phase().equals(phase),
        VOLUME,
        () ->
            held.key()
                + " should be "
                + phase
                + ", its status says "
                + (status == null ? "nothing" : status.status()));
  }

  private void app(Held held, Place.Spec place, Value.Spec spec) {
    long replicas = Fields.number(spec.spec(), "replicas", 1);
    JsonNode template = spec.spec().path("template").path("spec");
    int running = 0;
    for (int ordinal = 0; ordinal < replicas; ordinal++) {
      TaskName name = new TaskName(place.namespace(), place.name() + "-" + ordinal);
      if (tasks.runs(name, spec.uid(), template)) {
        running++;
      }
    }
    int count = world.ownedBy(spec.uid()).size();
    findings.require(
        count == replicas,
        APP,
        () -> held.key() + " wants " + replicas + " tasks, it has " + count);
    Value.Status status = statusOf(place);
    int ready = running;
    findings.require(
        status != null
            && status.uid().equals(spec.uid())
            && Fields.number(status.status(), "observedGeneration", 0) == spec.generation()
            && Fields.number(status.status(), "readyReplicas", 0) == ready,
        APP,
        () ->
            held.key()
                + " of generation "
                + spec.generation()
                + " has "
                + ready
                + " running tasks, its status says "
                + (status == null ? "nothing" : status.status()));
  }

  private void job(Held held, Place.Spec place, Value.Spec spec) {
    long completions = Fields.number(spec.spec(), "completions", 1);
    long parallelism = Fields.number(spec.spec(), "parallelism", completions);
    long limit = Fields.number(spec.spec(), "backoffLimit", BACKOFF_LIMIT);
    JsonNode template = spec.spec().path("template").path("spec");
    long succeeded = 0;
    long active = 0;
    long failures = 0;
    for (TaskName name : world.ownedBy(spec.uid())) {
      Value.TaskStatus task = world.task(name).status();
      if (task == null) {
        continue;
      }
      failures += task.failures();
      switch (task.phase()) {
        case SUCCEEDED -> succeeded += task.ordinal() < completions ? 1 : 0;
        case FAILED, KILLED, LOST -> {}
        default -> active++;
      }
    }
    Value.Status status = statusOf(place);
    boolean complete = status != null && status.holds("Complete");
    boolean failed = status != null && status.holds("Failed");
    if (status != null && (complete || failed)) {
      // Users may have removed records of single tasks since; what a Job came to stays.
      long ended = Math.max(succeeded, Fields.number(status.status(), "succeeded", 0));
      long bad = Math.max(failures, Fields.number(status.status(), "failed", 0));
      long left = active;
      findings.require(
          left == 0 && (complete ? ended >= completions : bad > limit),
          JOB,
          () ->
              held.key()
                  + (complete ? " is complete" : " has failed")
                  + ": "
                  + ended
                  + " of "
                  + completions
                  + " succeeded, "
                  + bad
                  + " attempts failed (limit "
                  + limit
                  + "), "
                  + left
                  + " tasks are active");
      return;
    }
    int together = GangTogether.missing(world, spec);
    for (TaskName name : world.ownedBy(spec.uid())) {
      tasks.atWork(name, spec.uid(), template, together);
    }
    long wanted = Math.min(parallelism, completions - succeeded);
    long count = active;
    long done = succeeded;
    findings.require(
        done < completions && count >= wanted,
        JOB,
        () ->
            held.key()
                + " is not over: "
                + done
                + " of "
                + completions
                + " succeeded, "
                + count
                + " tasks are active where "
                + wanted
                + " should be");
  }

  private Value.@Nullable Status statusOf(Place.Spec place) {
    Held held = world.get(world.keys().status(place.plural(), place.namespace(), place.name()));
    return held == null ? null : held.status();
  }

  /** A status whose object is not there any more. */
  private void status(Held held, Place.Status place) {
    if (place.plural().equals(KeyLayout.AGENTS)) {
      return;
    }
    Held spec = world.get(world.keys().spec(place.plural(), place.namespace(), place.name()));
    boolean wanted = spec != null && spec.value() instanceof Value.Spec there && !there.intent();
    if (!wanted && held.value() instanceof Value.TaskStatus task && task.owner() != null) {
      Value.Owner owner = task.owner();
      Held of =
          world.get(world.keys().spec(WantedWork.plural(owner), place.namespace(), owner.name()));
      wanted =
          of != null && of.value() instanceof Value.Spec there && there.uid().equals(owner.uid());
    }
    boolean there = wanted;
    findings.require(there, DELETED, () -> held.key() + " is left of an object that is gone");
  }
}
