package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.App;
import dev.meso.api.kind.DisruptionBudget;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.allocation.Departure;
import dev.meso.controller.core.allocation.Tenants;
import dev.meso.controller.core.allocation.Victim;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is on the agents in one decision. What this decision writes already, and what is in flight,
 * is not evictable: a key is written once at a time.
 */
final class Residents implements Tenants {
  private final Pass pass;
  private final Map<String, List<Victim>> evictable = new LinkedHashMap<>();
  private final Map<String, List<Charge>> leaving = new LinkedHashMap<>();

  private @Nullable List<Departure> departures;

  /** How many tasks of an owner do not run, those that were chosen here among them. */
  private final SortedMap<ObjectRef, Integer> unavailable = new TreeMap<>();

  Residents(Pass pass) {
    this.pass = pass;
  }

  @Override
  public List<Victim> evictable(String agent) {
    look(agent);
    return evictable.getOrDefault(agent, List.of());
  }

  @Override
  public List<Charge> leaving(String agent) {
    look(agent);
    return leaving.getOrDefault(agent, List.of());
  }

  /** Attempts of which it is known when they will have ended. */
  List<Departure> departures() {
    List<Departure> known = departures;
    if (known == null) {
      known = pass.view().departures(pass.now().wall());
      departures = known;
    }
    return known;
  }

  @Override
  public boolean expendable(String agent, Victim victim, List<Victim> besides) {
    if (!mayEnd(agent, victim.attempt())) {
      return false;
    }
    ObjectRef owner = owner(victim);
    Integer budget = owner == null ? null : budget(owner);
    if (owner == null || budget == null) {
      return true;
    }
    int down = unavailable.computeIfAbsent(owner, this::down);
    for (Victim other : besides) {
      down += owner.equals(owner(other)) ? 1 : 0;
    }
    return down < budget;
  }

  @Override
  public void chosen(String agent, Victim victim) {
    look(agent);
    evictable.getOrDefault(agent, new ArrayList<>()).remove(victim);
    leaving.computeIfAbsent(agent, _ -> new ArrayList<>()).add(victim.charge());
    ObjectRef owner = owner(victim);
    if (owner != null && budget(owner) != null) {
      unavailable.merge(owner, down(owner) + 1, (before, _) -> before + 1);
    }
  }

  @Override
  public void spared(String agent, Victim victim) {
    leaving.getOrDefault(agent, new ArrayList<>()).remove(victim.charge());
    List<Victim> others = evictable.computeIfAbsent(agent, _ -> new ArrayList<>());
    int at = Collections.binarySearch(others, victim);
    if (at < 0) {
      others.add(-at - 1, victim);
    }
    ObjectRef owner = owner(victim);
    if (owner != null && budget(owner) != null) {
      unavailable.merge(owner, 0, (before, _) -> before - 1);
    }
  }

  private void look(String agent) {
    AgentRow row = pass.view().agent(agent);
    if (row == null || evictable.containsKey(agent)) {
      return;
    }
    List<Victim> may = new ArrayList<>();
    List<Charge> goes = new ArrayList<>();
    for (Map.Entry<AttemptId, Cell> entry : row.assignments().entrySet()) {
      Charge charge = entry.getValue().charge();
      Object held = entry.getValue().effective();
      if (charge == null) {
        continue;
      }
      if (!(held instanceof Assignment assignment) || assignment.stopping()) {
        goes.add(charge);
      } else {
        may.add(
            new Victim(
                entry.getKey(),
                assignment.spec().queueName(),
                assignment.spec().priorityValue(),
                assignment.assignedAt(),
                charge));
      }
    }
    may.sort(null);
    evictable.put(agent, may);
    leaving.put(agent, goes);
  }

  private boolean mayEnd(String agent, AttemptId attempt) {
    TaskName name = new TaskName(attempt.namespace(), attempt.task());
    TaskRow task = pass.view().tasks().get(name);
    TaskStatus status = task == null ? null : task.taskStatus();
    return task != null
        && status != null
        && !task.busy()
        && task.unreadable() == null
        && new Place(agent, attempt.attempt()).equals(task.current())
        && task.currentAssignment() != null
        && (status.phase() == TaskPhase.ASSIGNED
            || status.phase() == TaskPhase.STARTING
            || status.phase() == TaskPhase.RUNNING)
        && !pass.draft().writes(Candidates.statusKey(name))
        && !pass.draft().writes(new Key.Assignment(agent, attempt));
  }

  private @Nullable ObjectRef owner(Victim victim) {
    TaskName name = new TaskName(victim.attempt().namespace(), victim.attempt().task());
    TaskRow task = pass.view().tasks().get(name);
    return task == null ? null : task.owner();
  }

  private @Nullable Integer budget(ObjectRef owner) {
    WorkloadRow row = owner.kind() == Kind.APP ? pass.view().workloads().get(owner) : null;
    if (row == null || !(row.specObject() instanceof App app) || app.spec() == null) {
      return null;
    }
    DisruptionBudget budget = app.spec().disruption();
    return budget == null ? null : budget.maxUnavailable();
  }

  private int down(ObjectRef owner) {
    WorkloadRow row = pass.view().workloads().get(owner);
    if (row == null) {
      return 0;
    }
    int down = 0;
    for (TaskRow task : row.tasks()) {
      down += stays(task) ? 0 : 1;
    }
    return down;
  }

  /** Whether a task runs, and this decision has not ordered it to end. */
  private boolean stays(TaskRow task) {
    TaskStatus status = task.taskStatus();
    Place place = task.current();
    return status != null
        && place != null
        && status.phase() == TaskPhase.RUNNING
        && !pass.draft().writes(new Key.Assignment(place.agent(), task.attempt(place.attempt())));
  }
}
