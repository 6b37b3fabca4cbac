package dev.meso.controller.core.workload;

import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.state.Tally;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an App wants of its tasks. Ordinals from {@code replicas} upwards go. A task whose attempt
 * was made from another template is ended and made anew from the current one; at most max(1,
 * replicas / 4) tasks do not run because of that at any time. Attempts that do not run anyway are
 * exchanged at once and first: what a newer template wants never waits for an older one.
 *
 * <p>Worked example: 8 replicas run, the template changes. 2 are stopped; when their next attempts
 * run, 2 more follow. If the new attempts never run, the other 6 stay as they are until the
 * template is changed again, and then the 2 are exchanged first.
 */
final class AppWishes implements Wishes {
  /** One in so many replicas may be down because of an update, and at least one. */
  static final int UPDATED_AT_ONCE_ONE_IN = 4;

  private final Pass pass;
  private final WorkloadRow row;
  private final Owned owned;
  private final int replicas;
  private final Target target;
  private final Tally tally;

  AppWishes(Pass pass, WorkloadRow row, App app, Owned owned) {
    this.pass = pass;
    this.row = row;
    this.owned = owned;
    AppSpec spec = app.requireSpec();
    this.replicas = replicas(spec);
    this.target = owned.target(spec.template());
    this.tally = owned.tally(replicas, spec.template());
  }

  @Override
  public boolean regular() {
    return tally.strangers() == 0 && tally.beyond() == 0 && tally.outdated() == 0;
  }

  @Override
  public Wish alike(TaskRow task) {
    return new Wish.Run(target);
  }

  static int replicas(AppSpec spec) {
    Integer replicas = spec.replicas();
    return replicas == null ? 1 : replicas;
  }

  /** How many may be down because of an update. */
  static int updatedAtOnce(int replicas) {
    return Math.max(1, replicas / UPDATED_AT_ONCE_ONE_IN);
  }

  @Override
  public SortedMap<TaskName, Wish> wishes() {
    TreeMap<TaskName, Wish> wishes = new TreeMap<>();
    List<TaskRow> outdatedRunning = new ArrayList<>();
    int down = replicas - owned.tasks().headMap(replicas, false).size();
    for (Map.Entry<Integer, TaskRow> entry : owned.tasks().entrySet()) {
      TaskRow task = entry.getValue();
      TaskStatus status = task.taskStatus();
      Wish wish = new Wish.Run(target);
      if (entry.getKey() >= replicas) {
        wish = new Wish.Remove("ScaledDown", null, owned.guards());
      } else if (status == null || task.busy()) {
        down++; // What a write in flight makes of it counts when it has landed.
      } else if (updated(status)) {
        if (status.phase() != TaskPhase.RUNNING && status.phase() != TaskPhase.UNREACHABLE) {
          down++;
        }
      } else if (task.current() == null || stopping(task)) {
        down++; // On its way already: it takes the new template when it is placed.
      } else if (status.phase() == TaskPhase.RUNNING) {
        outdatedRunning.add(task);
      } else {
        wish = new Wish.Restart(target, "TemplateChanged");
        down++;
      }
      wishes.put(task.name(), wish);
    }
    for (TaskRow task : outdatedRunning) {
      if (down >= updatedAtOnce(replicas)) {
        break;
      }
      wishes.put(task.name(), new Wish.Restart(target, "TemplateChanged"));
      down++;
    }
    return wishes;
  }

  @Override
  public void createMissing() {
    TaskStep step = new TaskStep(pass, Ends.APP, row.ref());
    for (int ordinal = owned.missing(0, tally);
        ordinal < replicas;
        ordinal = owned.missing(ordinal + 1, tally)) {
      owned.create(step, ordinal, target);
      if (pass.draft().left().has(row.ref())) {
        return;
      }
    }
  }

  private boolean updated(TaskStatus status) {
    return target.revision() != null && target.revision().equals(status.templateRevision());
  }

  private static boolean stopping(TaskRow task) {
    @Nullable Assignment assignment = task.currentAssignment();
    return assignment != null && assignment.stopping();
  }
}
