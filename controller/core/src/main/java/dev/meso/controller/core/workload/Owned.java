package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.Tally;
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
  private final String uid;

  /** The tasks, sorted out when somebody wants to look at all of them. */
  private @Nullable Sorted sorted;

  private record Sorted(
      NavigableMap<Integer, TaskRow> tasks, NavigableMap<TaskName, TaskRow> strangers) {}

  Owned(Pass pass, WorkloadRow row, ApiObject object) {
    this.pass = pass;
    this.row = row;
    this.object = object;
    Cell spec = Objects.requireNonNull(row.specCell());
    this.guards = List.of(Cell.unchanged(spec.key(), spec));
    this.uid = object.metadata().requireUid();
  }

  private Sorted sorted() {
    Sorted known = sorted;
    if (known == null) {
      known = new Sorted(new TreeMap<>(), new TreeMap<>());
      for (TaskRow task : row.tasks()) {
        Integer ordinal = row.ordinal(task, uid);
        if (ordinal == null) {
          known.strangers.put(task.name(), task);
        } else {
          known.tasks.put(ordinal, task);
        }
      }
      sorted = known;
    }
    return known;
  }

  /** The tasks of this very object; their status may be on its way out. A look at all of them. */
  NavigableMap<Integer, TaskRow> tasks() {
    return Collections.unmodifiableNavigableMap(sorted().tasks);
  }

  /** Tasks of an earlier object of the same name, or under a name that is no ordinal's. */
  NavigableMap<TaskName, TaskRow> strangers() {
    return Collections.unmodifiableNavigableMap(sorted().strangers);
  }

  /**
   * What the tasks come to.
   *
   * @param wanted ordinals from this one on are not wanted
   */
  Tally tally(int wanted, TaskTemplate template) {
    return row.tally(new Tally.Basis(uid, wanted, revision(template)));
  }

  /** The first ordinal from this one on that no task of this very object has. */
  int missing(int from, Tally tally) {
    if (tally.strangers() == 0) {
      return row.tasks().free(from);
    }
    int ordinal = from;
    while (tasks().containsKey(ordinal)) {
      ordinal++;
    }
    return ordinal;
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

  /** The key of the object's status. */
  static Key statusKey(ObjectRef ref) {
    return new Key.Status(ref.kind(), ref.namespaceOrNull(), ref.name());
  }

  /** The key of the object's spec. */
  static Key specKey(ObjectRef ref) {
    return new Key.Spec(ref.kind(), ref.namespaceOrNull(), ref.name());
  }
}
