package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.AssignedVolume;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * Who must be looked at when a key changes: whoever decides about it, and those for whom it makes a
 * difference. Asked before a change and after it, where the change moves something from one to
 * another.
 */
final class Touches {
  private final Table table;
  private final Agenda agenda;

  Touches(Table table, Agenda agenda) {
    this.table = table;
    this.agenda = agenda;
  }

  /** Everything must be looked at. */
  void everything() {
    table.workloads.keySet().forEach(this::dirty);
    table.tasks.keySet().forEach(name -> dirty(table.responsible(name)));
    everyAgent();
  }

  /** Every agent must be looked at. */
  void everyAgent() {
    table.agents.keySet().forEach(name -> dirty(new ObjectRef(Kind.AGENT, "", name)));
  }

  private void dirty(ObjectRef ref) {
    agenda.dirty(ref);
  }

  /** Notes that a task must be looked at, by whoever looks after it. */
  private ObjectRef dirty(TaskName name) {
    ObjectRef responsible = table.responsible(name);
    if (responsible.kind() == Kind.TASK) {
      dirty(responsible);
    } else {
      agenda.dirty(responsible, Extent.of(name.name()));
    }
    return responsible;
  }

  /** Marks whoever must be looked at because of a key, as things are now. */
  void of(Key key) {
    switch (key) {
      case Key.Spec(Kind kind, String namespace, String name) -> {
        object(kind, namespace, name);
        if (kind == Kind.NAMESPACE) {
          namespace(name);
        } else if (kind == Kind.AGENT) {
          tasksOn(name);
        } else if (kind == Kind.APP && agenda.preemptorWaits()) {
          // Its budget or its priority may let more of it be ended.
          agenda.roomGrew();
        }
      }
      case Key.Status(Kind kind, String namespace, String name) -> {
        if (kind.ownsTasks()) {
          // It is folded from the tasks: they do not follow from it.
          agenda.dirty(ObjectRef.of(kind, namespace, name), Extent.NONE);
          if (namespace != null) {
            ifTerminating(namespace);
          }
        } else {
          object(kind, namespace, name);
        }
      }
      case Key.Assignment(String agent, AttemptId attempt) -> {
        task(new TaskName(attempt.namespace(), attempt.task()));
        ifGone(agent);
        volumesOf(table.charged(key), attempt.namespace());
        if (!table.present(key)) {
          agenda.roomGrew();
        }
      }
      case Key.Report(String agent, AttemptId attempt) -> {
        task(new TaskName(attempt.namespace(), attempt.task()));
        ifGone(agent);
        agenda.roomGrew();
      }
      case Key.Registration(String agent) -> {
        dirty(new ObjectRef(Kind.AGENT, "", agent));
        agenda.roomGrew();
      }
      case Key.Alive(String agent) -> {
        dirty(new ObjectRef(Kind.AGENT, "", agent));
        tasksOn(agent);
      }
      case Key.Leader _, Key.Barrier _, Key.Meta _, Key.Unknown _ -> {}
    }
  }

  private void object(Kind kind, @Nullable String namespace, String name) {
    if (kind == Kind.TASK && namespace != null) {
      task(new TaskName(namespace, name));
    } else {
      dirty(ObjectRef.of(kind, namespace, name));
    }
    if (kind == Kind.QUEUE) {
      agenda.roomGrew();
    }
    if (kind == Kind.VOLUME && namespace != null) {
      usersOf(namespace, name);
    }
    if (namespace != null) {
      ifTerminating(namespace);
    }
  }

  /** A volume that is being deleted waits until nothing uses it. */
  void volumesOf(@Nullable Object value, String namespace) {
    if (value instanceof Assignment assignment) {
      for (AssignedVolume volume : assignment.volumes().values()) {
        dirty(new ObjectRef(Kind.VOLUME, namespace, volume.volume()));
      }
    }
  }

  /** Those that may wait for a volume. A look at every task: volumes change seldom. */
  private void usersOf(String namespace, String volume) {
    agenda.roomGrew();
    if (!agenda.isOpen()) {
      return;
    }
    for (Kind kind : new Kind[] {Kind.APP, Kind.JOB}) {
      for (WorkloadRow row :
          table.workloads.tailMap(new ObjectRef(kind, namespace, ""), true).values()) {
        if (row.ref().kind() != kind || !row.ref().namespace().equals(namespace)) {
          break;
        }
        if (uses(row.template(), volume)) {
          dirty(row.ref());
        }
      }
    }
    for (TaskRow row : table.tasks.values()) {
      Task task = row.name().namespace().equals(namespace) ? row.specTask() : null;
      if (task != null && uses(task.spec(), volume)) {
        dirty(table.responsible(row.name()));
      }
    }
  }

  private static boolean uses(@Nullable TaskSpec spec, String volume) {
    return spec != null
        && spec.volumes().stream()
            .anyMatch(
                one ->
                    Boolean.TRUE.equals(one.perTask())
                        ? volume.startsWith(one.volume() + "-")
                        : volume.equals(one.volume()));
  }

  private void task(TaskName name) {
    ObjectRef responsible = dirty(name);
    if (responsible.kind() == Kind.TASK) {
      // An App or Job may wait for this name.
      int hyphen = name.name().lastIndexOf('-');
      if (hyphen > 0) {
        for (Kind kind : new Kind[] {Kind.APP, Kind.JOB}) {
          ObjectRef ref = new ObjectRef(kind, name.namespace(), name.name().substring(0, hyphen));
          if (table.workloads.containsKey(ref)) {
            dirty(ref);
          }
        }
      }
    }
    ifTerminating(name.namespace());
  }

  private void ifTerminating(String namespace) {
    ObjectRef ref = new ObjectRef(Kind.NAMESPACE, "", namespace);
    WorkloadRow row = table.workloads.get(ref);
    if (row != null && row.specObject() != null && row.deleting()) {
      dirty(ref);
    }
  }

  private void namespace(String namespace) {
    for (Kind kind : new Kind[] {Kind.APP, Kind.JOB, Kind.VOLUME}) {
      for (ObjectRef ref :
          table.workloads.tailMap(new ObjectRef(kind, namespace, ""), true).keySet()) {
        if (ref.kind() != kind || !ref.namespace().equals(namespace)) {
          break;
        }
        dirty(ref);
      }
    }
    for (TaskName name : table.tasks.keySet()) {
      if (name.namespace().equals(namespace)) {
        dirty(table.responsible(name));
      }
    }
  }

  private void tasksOn(String agent) {
    agenda.roomGrew();
    table.account.volumesOn(agent).forEach(this::dirty);
    AgentRow row = table.agentOf(agent);
    if (row != null) {
      for (AttemptId attempt : row.assignments.keySet()) {
        dirty(new TaskName(attempt.namespace(), attempt.task()));
      }
      for (AttemptId attempt : row.reports.keySet()) {
        dirty(new TaskName(attempt.namespace(), attempt.task()));
      }
    }
  }

  private void ifGone(String agent) {
    AgentRow row = table.agentOf(agent);
    if (row != null && (row.gone() || row.deleting())) {
      dirty(new ObjectRef(Kind.AGENT, "", agent));
    }
  }
}
