package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.plan.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every record under one task's name: its status, its spec or intent, and the assignments and
 * reports of all its attempts, those of predecessors with the same name too.
 */
public final class TaskRow {
  private final TaskName name;
  @Nullable Cell spec;
  @Nullable Cell status;
  Cell[] assignments = Seats.NONE;
  Cell[] reports = Seats.NONE;
  @Nullable WorkloadRow owner;

  /** What it counts for in its owner's tally, which alone reads it. */
  long tallied;

  TaskRow(TaskName name) {
    this.name = name;
  }

  /** The row of a name under which there is nothing. */
  public static TaskRow unknown(TaskName name) {
    return new TaskRow(name);
  }

  public TaskName name() {
    return name;
  }

  /** The App or Job that the status names as owner; absent for a stand-alone task. */
  public @Nullable ObjectRef owner() {
    return owner == null ? null : owner.ref();
  }

  public @Nullable Cell specCell() {
    return spec;
  }

  public @Nullable Cell statusCell() {
    return status;
  }

  /** The cells of all assignments under this name, in the order of their places. */
  public List<Cell> assignments() {
    return List.of(assignments);
  }

  /** The cells of all reports under this name, in the order of their places. */
  public List<Cell> reports() {
    return List.of(reports);
  }

  public @Nullable Cell assignmentCell(Place place) {
    return Seats.at(assignments, place);
  }

  /** The stand-alone task's spec, or the intent about an owned one (spec absent). */
  public @Nullable Task specTask() {
    return spec != null && spec.effective() instanceof Task task ? task : null;
  }

  /** The task's record in its status form. */
  public @Nullable Task task() {
    return status != null && status.effective() instanceof Task task ? task : null;
  }

  /** The same; one whose deletion is in flight is still there. */
  @Nullable Task record() {
    Object value =
        status == null
            ? null
            : status.effective() != null ? status.effective() : status.committed();
    return value instanceof Task task ? task : null;
  }

  /** The status in the task's record. */
  public @Nullable TaskStatus taskStatus() {
    Task task = task();
    return task == null ? null : task.status();
  }

  /** The status that the store is known to hold, without our write in flight: what others see. */
  public @Nullable TaskStatus storedStatus() {
    return status != null && status.committed() instanceof Task task ? task.status() : null;
  }

  public @Nullable Assignment assignment(Place place) {
    Cell cell = Seats.at(assignments, place);
    return cell != null && cell.effective() instanceof Assignment found ? found : null;
  }

  public @Nullable Report report(Place place) {
    Cell cell = Seats.at(reports, place);
    return cell != null && cell.effective() instanceof Report found ? found : null;
  }

  /** Where the attempt runs that the status speaks of, if it speaks of one that has not ended. */
  public @Nullable Place current() {
    TaskStatus current = taskStatus();
    if (current == null
        || current.agent() == null
        || current.phase().terminal()
        || current.phase() == TaskPhase.PENDING) {
      return null;
    }
    return new Place(current.agent(), current.attempt());
  }

  /** The current attempt's assignment; absent if it is another task's that had the name. */
  public @Nullable Assignment currentAssignment() {
    Place place = current();
    Task task = task();
    Assignment found = place == null ? null : assignment(place);
    return found != null && task != null && found.taskUid().equals(task.metadata().uid())
        ? found
        : null;
  }

  /** The largest attempt that any record under this name mentions; 0 if none does. */
  public long highestAttempt() {
    TaskStatus current = taskStatus();
    long highest = current == null ? 0 : current.attempt();
    for (Cell cell : assignments) {
      highest = Math.max(highest, cell.place().attempt());
    }
    for (Cell cell : reports) {
      highest = Math.max(highest, cell.place().attempt());
    }
    return highest;
  }

  /** Whether a write of ours to any of these keys is in flight. */
  public boolean busy() {
    for (Cell cell : assignments) {
      if (cell.busy()) {
        return true;
      }
    }
    return (spec != null && spec.busy()) || (status != null && status.busy());
  }

  /** Why a record that decisions need cannot be read, if one cannot. */
  public @Nullable String unreadable() {
    if (spec != null && spec.error() != null) {
      return spec.error();
    }
    if (status != null && status.error() != null) {
      return status.error();
    }
    for (Cell cell : assignments) {
      if (cell.error() != null) {
        return cell.error();
      }
    }
    return null;
  }

  boolean empty() {
    return spec == null && status == null && assignments.length == 0 && reports.length == 0;
  }

  /** The task's uid as some record has it, if it is this one. */
  @Nullable String uidLike(String uid) {
    Task task = task();
    if (task != null && uid.equals(task.metadata().uid())) {
      return task.metadata().uid();
    }
    for (Cell cell : assignments) {
      if (cell.committed() instanceof Assignment found && uid.equals(found.taskUid())) {
        return found.taskUid();
      }
    }
    for (Cell cell : reports) {
      if (cell.committed() instanceof Report found && uid.equals(found.taskUid())) {
        return found.taskUid();
      }
    }
    return null;
  }

  /** The id of an attempt as some key has it. */
  @Nullable AttemptId attemptLike(long attempt) {
    for (Cell cell : assignments) {
      if (cell.key() instanceof Key.Assignment key && key.attempt().attempt() == attempt) {
        return key.attempt();
      }
    }
    for (Cell cell : reports) {
      if (cell.key() instanceof Key.Report key && key.attempt().attempt() == attempt) {
        return key.attempt();
      }
    }
    return null;
  }

  /** The id of an attempt under this name. */
  public AttemptId attempt(long attempt) {
    return new AttemptId(name.namespace(), name.name(), attempt);
  }
}
