package dev.meso.controller.core.workload;

import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.InvariantViolated;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings a stand-alone task a step nearer to its spec, and clears what was left under a name that
 * no task has. An attempt that ended is the end, unless it was lost: then there is another one.
 */
public final class SoloStep {
  private final Pass pass;

  public SoloStep(Pass pass) {
    this.pass = pass;
  }

  public void step(TaskRow row) {
    ObjectRef ref = row.name().ref();
    TaskStep step = new TaskStep(pass, Ends.SOLO, ref);
    try {
      look(row, ref, step);
    } catch (InvariantViolated e) {
      throw e;
    } catch (RuntimeException e) {
      String message = Faults.message(e);
      pass.notDone(ref, NotDone.FAULTED, message);
      Summaries.fault(pass, ref, row, message);
    }
  }

  private void look(TaskRow row, ObjectRef ref, TaskStep step) {
    Task spec = row.specTask();
    Task task = row.task();
    if (row.busy() || row.unreadable() != null || spec == null || spec.spec() == null) {
      // Nobody wants a task here: what there is, is ended; what is written without a spec, goes.
      step.step(row, new Wish.Remove("SpecGone", null, List.of(unchangedSpec(row))));
      return;
    }
    boolean deleting = spec.metadata().deleting() || pass.terminating(row.name().namespace());
    if (task != null && !spec.metadata().requireUid().equals(task.metadata().uid())) {
      step.step(row, new Wish.Remove("SpecReplaced", null, List.of(unchangedSpec(row))));
    } else if (deleting) {
      delete(row, ref, spec, task, step);
    } else if (task == null) {
      if (pass.draft().room(ref)) {
        UnitBuilder leftovers = new UnitBuilder(ref, ref);
        Leftovers.end(pass, row, leftovers);
        pass.draft().add(leftovers, Unit.Lane.TASKS);
        step.create(row, metadata(spec), null, target(row, spec));
      }
    } else {
      step.step(row, wish(row, spec, Objects.requireNonNull(task.status())));
    }
  }

  private void delete(TaskRow row, ObjectRef ref, Task spec, @Nullable Task task, TaskStep step) {
    List<PlannedGuard> guards = new ArrayList<>(List.of(unchangedSpec(row)));
    if (!spec.metadata().deleting()) {
      guards.addAll(pass.namespaceGuard(row.name().namespace()));
    }
    if (task != null) {
      Long grace = spec.metadata().deletionGracePeriodSeconds();
      step.step(row, new Wish.Remove("Deleted", grace, guards));
      return;
    }
    UnitBuilder unit = new UnitBuilder(ref, ref);
    Leftovers.end(pass, row, unit);
    unit.guard(guards).guard(PlannedGuard.absent(Candidates.statusKey(row.name())));
    Removal.remove(pass, row, unit.delete(TaskStep.specKey(row)));
  }

  private Wish wish(TaskRow row, Task spec, TaskStatus status) {
    // What ended by itself has ended; what was lost, or made room for others, is tried again.
    boolean again =
        status.phase() == TaskPhase.LOST
            || (status.phase() == TaskPhase.KILLED && NotDone.PREEMPTED.equals(status.reason()));
    boolean ended = status.phase().terminal() && !again;
    return ended ? new Wish.Hold() : new Wish.Run(target(row, spec));
  }

  private static Target target(TaskRow row, Task spec) {
    ObjectMeta metadata = spec.metadata();
    TaskSpec wanted = spec.requireSpec();
    Instant since = metadata.creationTimestamp();
    return new Target(
        null,
        null,
        metadata.labels(),
        wanted,
        List.of(unchangedSpec(row)),
        since == null ? Instant.EPOCH : since,
        null);
  }

  private static ObjectMeta metadata(Task spec) {
    ObjectMeta metadata = spec.metadata();
    return new ObjectMeta.Builder()
        .name(metadata.name())
        .namespace(metadata.namespace())
        .uid(metadata.uid())
        .labels(metadata.labels())
        .creationTimestamp(metadata.creationTimestamp())
        .build();
  }

  private static PlannedGuard unchangedSpec(TaskRow row) {
    return Cell.unchanged(TaskStep.specKey(row), row.specCell());
  }
}
