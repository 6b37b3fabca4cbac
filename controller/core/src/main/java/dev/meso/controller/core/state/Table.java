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
 * Every cell, in the rows that group them by what they are about. Cells of absent keys are kept,
 * outside the rows, until the watch has passed the revision of their deletion.
 */
final class Table {
  /** The cells that have no seat in a row: of absent keys, and of those just heard of. */
  private final Map<Key, Cell> unseated = new LinkedHashMap<>();

  private final Alike alike = new Alike();
  private final Kept kept = new Kept(alike);

  /** Agents that do not simply live: nobody needs to look at the others one by one. */
  final NavigableSet<String> unsteady = new TreeSet<>();

  private final NavigableMap<Long, List<Cell>> buried = new TreeMap<>();
  final NavigableMap<ObjectRef, WorkloadRow> workloads = new TreeMap<>();

  /** In the order in which they were first heard of. */
  final Map<TaskName, TaskRow> tasks = new LinkedHashMap<>();

  /** How many names of tasks there are in each namespace. */
  private final Map<String, Integer> namespaces = new LinkedHashMap<>();

  final NavigableMap<String, AgentRow> agents = new TreeMap<>();

  /** The same: nearly every change of a key looks one up. */
  private final Map<String, AgentRow> agentsByName = new LinkedHashMap<>();

  final Account account;

  /** Tasks for which an agent is being cleared. */
  final NavigableSet<TaskName> nominated = new TreeSet<>();

  /**
   * An empty table.
   *
   * @param unshared resources that do not count in shares
   */
  Table(Set<String> unshared) {
    account = new Account(this::census, unshared, alike);
  }

  /** The cell of a key, made when there is none. */
  Cell cell(Key key) {
    Cell seated = seated(key);
    if (seated != null) {
      return seated;
    }
    Cell known = unseated.get(key);
    if (known == null) {
      known = new Cell(own(key));
      unseated.put(known.key(), known);
    }
    return known;
  }

  /** What to keep of a record that was read. */
  Object keep(Cell cell, Object value) {
    TaskName name = task(cell.key());
    if (name == null) {
      return value;
    }
    String agent =
        value instanceof Task task && task.status() != null && task.status().agent() != null
            ? agentName(task.status().agent())
            : null;
    return kept.of(cell.key(), value, tasks.get(name), agent);
  }

  /** Who looks after the records under a task's name. */
  ObjectRef responsible(TaskName name) {
    TaskRow row = tasks.get(name);
    ObjectRef owner = row == null ? null : row.owner();
    return owner == null ? name.ref() : owner;
  }

  @Nullable AgentRow agentOf(String name) {
    return agentsByName.get(name);
  }

  boolean knows(Key key, long revision) {
    Cell cell = find(key);
    return cell != null && cell.known() >= revision;
  }

  /** What a key is charged with. */
  @Nullable Object charged(Key key) {
    Cell cell = find(key);
    return cell == null ? null : cell.charged();
  }

  boolean present(Key key) {
    Cell cell = find(key);
    return cell != null && cell.present();
  }

  List<Cell> cells() {
    List<Cell> all = new ArrayList<>(unseated.values());
    for (WorkloadRow row : workloads.values()) {
      addTo(all, row.spec, row.status);
    }
    for (AgentRow row : agents.values()) {
      addTo(all, row.spec, row.status, row.registration, row.alive);
      all.addAll(row.assignments.values());
      all.addAll(row.reports.values());
    }
    for (TaskRow row : tasks.values()) {
      addTo(all, row.spec, row.status);
    }
    return all;
  }

  private static void addTo(List<Cell> all, @Nullable Cell... cells) {
    for (Cell cell : cells) {
      if (cell != null) {
        all.add(cell);
      }
    }
  }

  private @Nullable Cell find(Key key) {
    Cell seated = seated(key);
    return seated == null ? unseated.get(key) : seated;
  }

  /** The cell of a key, if it has a seat. */
  private @Nullable Cell seated(Key key) {
    return switch (key) {
      case Key.Spec(Kind kind, String namespace, String name) ->
          seated(kind, namespace, name, true);
      case Key.Status(Kind kind, String namespace, String name) ->
          seated(kind, namespace, name, false);
      case Key.Assignment(String agent, AttemptId attempt) -> {
        AgentRow row = agentsByName.get(agent);
        yield row == null ? null : row.assignments.get(attempt);
      }
      case Key.Report(String agent, AttemptId attempt) -> {
        AgentRow row = agentsByName.get(agent);
        yield row == null ? null : row.reports.get(attempt);
      }
      case Key.Registration(String agent) -> {
        AgentRow row = agentsByName.get(agent);
        yield row == null ? null : row.registration;
      }
      case Key.Alive(String agent) -> {
        AgentRow row = agentsByName.get(agent);
        yield row == null ? null : row.alive;
      }
      case Key.Leader _, Key.Barrier _, Key.Meta _, Key.Unknown _ -> null;
    };
  }

  private @Nullable Cell seated(Kind kind, @Nullable String namespace, String name, boolean spec) {
    if (kind == Kind.TASK) {
      TaskRow row = tasks.get(new TaskName(Objects.requireNonNull(namespace), name));
      return row == null ? null : spec ? row.spec : row.status;
    }
    if (kind == Kind.AGENT) {
      AgentRow row = agentsByName.get(name);
      return row == null ? null : spec ? row.spec : row.status;
    }
    WorkloadRow row = workloads.get(ObjectRef.of(kind, namespace, name));
    return row == null ? null : spec ? row.spec : row.status;
  }

  /** The same key, in the texts that rows have already. */
  private Key own(Key key) {
    TaskName name = task(key);
    if (name == null) {
      return key;
    }
    TaskRow row = tasks.get(name);
    TaskName known =
        row == null ? new TaskName(alike.one(name.namespace()), name.name()) : row.name();
    return switch (key) {
      case Key.Assignment(String agent, AttemptId attempt) ->
          new Key.Assignment(agentName(agent), attempt(row, known, attempt.attempt()));
      case Key.Report(String agent, AttemptId attempt) ->
          new Key.Report(agentName(agent), attempt(row, known, attempt.attempt()));
      case Key.Spec(Kind kind, _, _) -> new Key.Spec(kind, known.namespace(), known.name());
      case Key.Status(Kind kind, _, _) -> new Key.Status(kind, known.namespace(), known.name());
      default -> key;
    };
  }

  private static AttemptId attempt(@Nullable TaskRow row, TaskName name, long attempt) {
    AttemptId known = row == null ? null : row.attemptLike(attempt);
    return known == null ? new AttemptId(name.namespace(), name.name(), attempt) : known;
  }

  private String agentName(String agent) {
    AgentRow row = agentsByName.get(agent);
    return row == null ? agent : row.name();
  }

  /** The name of the task that a key is about, if it is about one. */
  private static @Nullable TaskName task(Key key) {
    return switch (key) {
      case Key.Assignment(_, AttemptId attempt) ->
          new TaskName(attempt.namespace(), attempt.task());
      case Key.Report(_, AttemptId attempt) -> new TaskName(attempt.namespace(), attempt.task());
      case Key.Spec(Kind kind, String namespace, String name) when kind == Kind.TASK ->
          new TaskName(Objects.requireNonNull(namespace), name);
      case Key.Status(Kind kind, String namespace, String name) when kind == Kind.TASK ->
          new TaskName(Objects.requireNonNull(namespace), name);
      default -> null;
    };
  }

  void copyFrom(Table other) {
    for (Cell cell : other.cells()) {
      place(new Cell(cell));
    }
    for (Map.Entry<String, AgentRow> entry : other.agents.entrySet()) {
      AgentRow row = agentsByName.get(entry.getKey());
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
      unseated.put(cell.key(), cell);
    } else {
      unseated.remove(cell.key());
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
        taskRow.assignments =
            absent
                ? Seats.without(taskRow.assignments, cell.place())
                : Seats.with(taskRow.assignments, cell);
        changed(taskRow);
        drop(agentRow);
        drop(taskRow);
      }
      case Key.Report(String agent, AttemptId attempt) -> {
        AgentRow agentRow = agent(agent);
        seat(agentRow.reports, attempt, seat);
        account.known(agentRow, attempt);
        TaskRow taskRow = task(new TaskName(attempt.namespace(), attempt.task()));
        taskRow.reports =
            absent
                ? Seats.without(taskRow.reports, cell.place())
                : Seats.with(taskRow.reports, cell);
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

  /** Whether there is any record under a task's name in a namespace. */
  boolean anyTask(String namespace) {
    return namespaces.containsKey(namespace);
  }

  private void census(String namespace, BiConsumer<AgentRoom, Charge> visitor) {
    for (TaskRow row : tasks.values()) {
      if (row.name().namespace().equals(namespace)) {
        for (Cell cell : row.assignments) {
          AgentRoom room = account.rooms.room(cell.place().agent());
          Charge charge = cell.charge();
          if (room != null && charge != null) {
            visitor.accept(room, charge);
          }
        }
      }
    }
  }

  /** Forgets absent keys whose deletion the watch has passed. */
  void forgetUpTo(long revision) {
    NavigableMap<Long, List<Cell>> passed = buried.headMap(revision, true);
    for (List<Cell> group : passed.values()) {
      for (Cell cell : group) {
        if (cell.vacant() && cell.known() <= revision) {
          unseated.remove(cell.key(), cell);
        }
      }
    }
    passed.clear();
  }

  private void object(
      Kind kind, @Nullable String namespace, String name, @Nullable Cell seat, boolean spec) {
    switch (kind) {
      case APP, JOB, NAMESPACE, QUEUE, VOLUME -> {
        WorkloadRow row = workload(ObjectRef.of(kind, namespace, name));
        if (spec) {
          row.spec = seat;
        } else {
          row.status = seat;
        }
        if (kind == Kind.QUEUE && spec) {
          account.queue(row);
        }
        if (kind == Kind.VOLUME && !spec) {
          account.volume(row.ref(), seat);
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
        changed(row);
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
    WorkloadRow before = row.owner;
    if (Objects.equals(owner, row.owner())) {
      return;
    }
    if (before != null) {
      before.leave(row);
      drop(before);
    }
    if (owner != null) {
      workload(owner).join(row);
    }
  }

  /** Something of a task has changed: whoever counts its owner's tasks counts it anew. */
  void changed(Key key) {
    TaskName name = task(key);
    TaskRow row = name == null ? null : tasks.get(name);
    if (row != null) {
      changed(row);
    }
  }

  private static void changed(TaskRow row) {
    if (row.owner != null) {
      row.owner.changed(row);
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
    // While its deletion is in flight the record still belongs to its owner.
    Task task = row.record();
    if (task == null) {
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
    return tasks.computeIfAbsent(
        name,
        it -> {
          namespaces.merge(it.namespace(), 1, Integer::sum);
          return new TaskRow(it);
        });
  }

  private AgentRow agent(String name) {
    return agentsByName.computeIfAbsent(
        name,
        _ -> {
          unsteady.add(name);
          AgentRow row = new AgentRow(name);
          agents.put(name, row);
          return row;
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
      namespaces.computeIfPresent(
          row.name().namespace(), (_, count) -> count == 1 ? null : count - 1);
    }
  }

  private void drop(AgentRow row) {
    if (row.empty()) {
      agents.remove(row.name());
      agentsByName.remove(row.name());
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
