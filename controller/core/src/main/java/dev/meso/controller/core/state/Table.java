package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.OwnerReference;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.plan.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Every cell by its key, and the rows that group them. Cells of absent keys are kept, outside the
 * rows, until the watch has passed the revision of their deletion.
 */
final class Table {
  private final Map<Key, Cell> cells = new LinkedHashMap<>();

  /** Agents that do not simply live: nobody needs to look at the others one by one. */
  final NavigableSet<String> unsteady = new TreeSet<>();

  private final NavigableMap<Long, List<Cell>> buried = new TreeMap<>();
  final NavigableMap<ObjectRef, WorkloadRow> workloads = new TreeMap<>();
  final NavigableMap<TaskName, TaskRow> tasks = new TreeMap<>();
  final NavigableMap<String, AgentRow> agents = new TreeMap<>();
  final Account account;

  /** Tasks for which an agent is being cleared. */
  final NavigableSet<TaskName> nominated = new TreeSet<>();

  /**
   * An empty table.
   *
   * @param unshared resources that do not count in shares
   */
  Table(Set<String> unshared) {
    account = new Account(this::census, unshared);
  }

  /** The cell of a key, made when there is none. */
  Cell cell(Key key) {
    return cells.computeIfAbsent(key, Cell::new);
  }

  boolean knows(Key key, long revision) {
    Cell cell = cells.get(key);
    return cell != null && cell.known() >= revision;
  }

  List<Cell> cells() {
    return new ArrayList<>(cells.values());
  }

  void copyFrom(Table other) {
    for (Cell cell : other.cells.values()) {
      Cell copy = new Cell(cell);
      cells.put(copy.key(), copy);
      place(copy);
    }
    for (Map.Entry<String, AgentRow> entry : other.agents.entrySet()) {
      AgentRow row = agents.get(entry.getKey());
      if (row != null) {
        row.absentSince = entry.getValue().absentSince;
      }
    }
    account.rooms.portCursorsOf(other.account.rooms);
  }

  /** Puts a cell that changed where it belongs now. */
  void place(Cell cell) {
    boolean absent = cell.vacant();
    if (absent) {
      buried.computeIfAbsent(cell.known(), _ -> new ArrayList<>()).add(cell);
    }
    @Nullable Cell seat = absent ? null : cell;
    switch (cell.key()) {
      case Key.Spec(Kind kind, String namespace, String name) ->
          object(kind, namespace, name, seat, true);
      case Key.Status(Kind kind, String namespace, String name) ->
          object(kind, namespace, name, seat, false);
      case Key.Assignment(String agent, AttemptId attempt) -> {
        AgentRow agentRow = agent(agent);
        seat(agentRow.assignments, attempt, seat);
        account.assignment(agentRow, attempt, cell);
        TaskRow taskRow = task(new TaskName(attempt.namespace(), attempt.task()));
        seat(taskRow.assignments, new Place(agent, attempt.attempt()), seat);
        drop(agentRow);
        drop(taskRow);
      }
      case Key.Report(String agent, AttemptId attempt) -> {
        AgentRow agentRow = agent(agent);
        seat(agentRow.reports, attempt, seat);
        account.known(agentRow, attempt);
        TaskRow taskRow = task(new TaskName(attempt.namespace(), attempt.task()));
        seat(taskRow.reports, new Place(agent, attempt.attempt()), seat);
        drop(agentRow);
        drop(taskRow);
      }
      case Key.Registration(String agent) -> {
        AgentRow row = agent(agent);
        row.registration = seat;
        learned(row);
      }
      case Key.Alive(String agent) -> {
        AgentRow row = agent(agent);
        row.alive = seat;
        learned(row);
      }
      case Key.Leader _, Key.Barrier _, Key.Meta _, Key.Unknown _ -> {}
    }
  }

  private void census(String namespace, BiConsumer<AgentRoom, Charge> visitor) {
    for (TaskRow row : tasks.tailMap(new TaskName(namespace, ""), true).values()) {
      if (!row.name().namespace().equals(namespace)) {
        return;
      }
      row.assignments.forEach(
          (place, cell) -> {
            AgentRoom room = account.rooms.room(place.agent());
            Charge charge = cell.charge();
            if (room != null && charge != null) {
              visitor.accept(room, charge);
            }
          });
    }
  }

  /** Forgets absent keys whose deletion the watch has passed. */
  void forgetUpTo(long revision) {
    NavigableMap<Long, List<Cell>> passed = buried.headMap(revision, true);
    for (List<Cell> group : passed.values()) {
      for (Cell cell : group) {
        if (cell.vacant() && cell.known() <= revision) {
          cells.remove(cell.key(), cell);
        }
      }
    }
    passed.clear();
  }

  private void object(
      Kind kind, @Nullable String namespace, String name, @Nullable Cell seat, boolean spec) {
    switch (kind) {
      case APP, JOB, NAMESPACE, QUEUE -> {
        WorkloadRow row = workload(ObjectRef.of(kind, namespace, name));
        if (spec) {
          row.spec = seat;
        } else {
          row.status = seat;
        }
        if (kind == Kind.QUEUE && spec) {
          account.queue(row);
        }
        drop(row);
      }
      case TASK -> {
        TaskRow row = task(new TaskName(Objects.requireNonNull(namespace), name));
        if (spec) {
          row.spec = seat;
        } else {
          row.status = seat;
          follow(row);
          nominate(row);
        }
        drop(row);
      }
      case AGENT -> {
        AgentRow row = agent(name);
        if (spec) {
          row.spec = seat;
        } else {
          row.status = seat;
        }
        learned(row);
      }
      case ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING -> {
        // The leader has no use for them: nothing is decided by who may do what.
      }
    }
  }

  /** What is known of an agent has changed. */
  private void learned(AgentRow row) {
    account.facts(row);
    if (row.steady()) {
      unsteady.remove(row.name());
    } else {
      unsteady.add(row.name());
    }
    drop(row);
  }

  private void follow(TaskRow row) {
    ObjectRef owner = owner(row);
    if (Objects.equals(owner, row.owner)) {
      return;
    }
    ObjectRef before = row.owner;
    if (before != null) {
      WorkloadRow old = workload(before);
      old.tasks.remove(row.name());
      drop(old);
    }
    row.owner = owner;
    if (owner != null) {
      workload(owner).tasks.add(row.name());
    }
  }

  private void nominate(TaskRow row) {
    TaskStatus status = row.taskStatus();
    if (status != null && status.nominatedAgent() != null) {
      nominated.add(row.name());
    } else {
      nominated.remove(row.name());
    }
  }

  private static @Nullable ObjectRef owner(TaskRow row) {
    Cell cell = row.status;
    if (cell == null) {
      return null;
    }
    // While its deletion is in flight the record still belongs to its owner.
    Object value = cell.effective() != null ? cell.effective() : cell.committed();
    if (!(value instanceof Task task)) {
      return null;
    }
    for (OwnerReference reference : task.metadata().ownerReferences()) {
      Kind kind = Kind.of(reference.apiVersion(), reference.kind()).orElse(null);
      if (Boolean.TRUE.equals(reference.controller()) && kind != null && kind.ownsTasks()) {
        return ObjectRef.of(kind, row.name().namespace(), reference.name());
      }
    }
    return null;
  }

  private WorkloadRow workload(ObjectRef ref) {
    return workloads.computeIfAbsent(ref, WorkloadRow::new);
  }

  private TaskRow task(TaskName name) {
    return tasks.computeIfAbsent(name, TaskRow::new);
  }

  private AgentRow agent(String name) {
    return agents.computeIfAbsent(
        name,
        _ -> {
          unsteady.add(name);
          return new AgentRow(name);
        });
  }

  private void drop(WorkloadRow row) {
    if (row.empty()) {
      workloads.remove(row.ref());
    }
  }

  private void drop(TaskRow row) {
    if (row.empty()) {
      tasks.remove(row.name());
    }
  }

  private void drop(AgentRow row) {
    if (row.empty()) {
      agents.remove(row.name());
      unsteady.remove(row.name());
      account.forget(row);
    }
  }

  private static <K> void seat(NavigableMap<K, Cell> seats, K at, @Nullable Cell cell) {
    if (cell == null) {
      seats.remove(at);
    } else {
      seats.put(at, cell);
    }
  }
}
