package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tasks of one App or Job by ordinal, and what new ones are made from. */
final class Owned {
  private final Pass pass;
  private final WorkloadRow row;
  private final ApiObject object;
  private final List<PlannedGuard> guards;
  private final NavigableMap<Integer, TaskRow> tasks = new TreeMap<>();
  private final NavigableMap<TaskName, TaskRow> strangers = new TreeMap<>();

  Owned(Pass pass, WorkloadRow row, ApiObject object) {
    this.pass = pass;
    this.row = row;
    this.object = object;
    Cell spec = Objects.requireNonNull(row.specCell());
    this.guards = List.of(Cell.unchanged(spec.key(), spec));
    String uid = object.metadata().requireUid();
    for (TaskName name : row.tasks()) {
      TaskRow task = pass.view().tasks().get(name);
      if (task == null) {
        continue;
      }
      Integer ordinal = ordinal(task, uid);
      if (ordinal == null) {
        strangers.put(name, task);
      } else {
        tasks.put(ordinal, task);
      }
    }
  }

  /** The tasks of this very object; their status may be on its way out. */
  NavigableMap<Integer, TaskRow> tasks() {
    return Collections.unmodifiableNavigableMap(tasks);
  }

  /** Tasks of an earlier object of the same name, or under a name that is no ordinal's. */
  NavigableMap<TaskName, TaskRow> strangers() {
    return Collections.unmodifiableNavigableMap(strangers);
  }

  /** Guards that the spec has not changed. */
  List<PlannedGuard> guards() {
    return guards;
  }

  /** Names the content of the object's template. */
  String revision(TaskTemplate template) {
    return row.revisionOf(template);
  }

  Target target(TaskTemplate template) {
    ObjectMeta metadata = template.metadata();
    SortedMap<String, String> labels =
        metadata == null ? Collections.emptySortedMap() : metadata.labels();
    Instant since = object.metadata().creationTimestamp();
    return new Target(
        row.ref(),
        revision(template),
        labels,
        template.spec(),
        guards,
        since == null ? Instant.EPOCH : since,
        null);
  }

  /** Makes the task of an ordinal, unless its name is taken; says whether it could. */
  boolean create(TaskStep step, int ordinal, Target target) {
    TaskName name = name(ordinal);
    TaskRow known = pass.view().tasks().get(name);
    if (known != null && (known.busy() || held(known))) {
      // Our own write in flight brings us back by itself.
      if (!known.busy()) {
        pass.notDone(row.ref(), NotDone.NAME_TAKEN, "another object is called " + name);
      }
      return !held(known);
    }
    if (!pass.draft().room(row.ref())) {
      return true;
    }
    TaskRow place = known == null ? TaskRow.unknown(name) : known;
    step.create(place, metadata(name, ordinal, target), ordinal, target);
    return true;
  }

  private static boolean held(TaskRow row) {
    return row.statusCell() != null || row.specCell() != null;
  }

  private TaskName name(int ordinal) {
    return new TaskName(row.ref().namespace(), row.ref().name() + "-" + ordinal);
  }

  private ObjectMeta metadata(TaskName name, int ordinal, Target target) {
    String uid = object.metadata().requireUid();
    Kind kind = row.ref().kind();
    OwnerReference owner =
        new OwnerReference(kind.apiVersion(), kind.kindName(), row.ref().name(), uid, true, true);
    return new ObjectMeta.Builder()
        .name(name.name())
        .namespace(name.namespace())
        .uid(pass.uid(uid + "/" + ordinal))
        .labels(target.labels())
        .ownerReferences(List.of(owner))
        .creationTimestamp(pass.now().wall())
        .build();
  }

  private @Nullable Integer ordinal(TaskRow task, String ownerUid) {
    Cell cell = task.statusCell();
    Object value =
        cell == null ? null : cell.effective() != null ? cell.effective() : cell.committed();
    if (!(value instanceof Task found)) {
      return null;
    }
    TaskStatus status = found.status();
    Integer ordinal = status == null ? null : status.ordinal();
    boolean ours = false;
    for (OwnerReference reference : found.metadata().ownerReferences()) {
      ours |= ownerUid.equals(reference.uid());
    }
    Task spec = task.specTask();
    boolean taken = spec != null && spec.spec() != null;
    return ours && !taken && ordinal != null && name(ordinal).equals(task.name()) ? ordinal : null;
  }

  /** The key of the object's status. */
  static Key statusKey(ObjectRef ref) {
    return new Key.Status(ref.kind(), ref.namespaceOrNull(), ref.name());
  }

  /** The key of the object's spec. */
  static Key specKey(ObjectRef ref) {
    return new Key.Spec(ref.kind(), ref.namespaceOrNull(), ref.name());
  }
}
