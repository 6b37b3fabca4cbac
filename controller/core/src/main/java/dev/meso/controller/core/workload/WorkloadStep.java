package dev.meso.controller.core.workload;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.controller.core.InvariantViolated;
import dev.meso.controller.core.agent.Finalizers;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings an App or a Job, with all its tasks or those that have changed, a step nearer to its spec.
 * Tasks whose owner is gone, or was another one of the same name, are ended and removed.
 *
 * <p>A failing decision harms only its object: the tasks are then only watched, and the status says
 * {@code Faulted} until the object changes.
 */
public final class WorkloadStep {
  private final Pass pass;
  private final Extent extent;

  /**
   * A step.
   *
   * @param extent all of the tasks, or those that have changed, if all were looked at before and
   *     the object's spec is what it was
   */
  public WorkloadStep(Pass pass, Extent extent) {
    this.pass = pass;
    this.extent = extent;
  }

  public void step(WorkloadRow row) {
    String unreadable = row.unreadable();
    ApiObject object = row.specObject();
    if (unreadable != null) {
      pass.notDone(row.ref(), NotDone.UNREADABLE, unreadable);
      pass.draft().entangled(row.ref());
      all(row, new Wish.Hold());
    } else if (row.specCell() != null && row.specCell().busy()) {
      return; // Its deletion is in flight.
    } else if (object == null) {
      withoutSpec(row);
    } else if (object.metadata().deleting() || pass.terminating(row.ref().namespace())) {
      delete(row, object);
    } else {
      reconcile(row, object);
    }
  }

  private void withoutSpec(WorkloadRow row) {
    PlannedGuard absent = PlannedGuard.absent(Owned.specKey(row.ref()));
    all(row, new Wish.Remove("OwnerGone", null, List.of(absent)));
    Cell status = row.statusCell();
    if (row.tasks().isEmpty() && status != null && !status.busy()) {
      UnitBuilder unit = new UnitBuilder(row.ref(), row.ref());
      unit.guard(absent).guard(Cell.unchanged(status.key(), status)).delete(status.key());
      pass.draft().add(unit, Unit.Lane.DELETIONS);
    }
  }

  private void delete(WorkloadRow row, ApiObject object) {
    Cell spec = row.specCell();
    if (spec == null) {
      return;
    }
    Owned owned = new Owned(pass, row, object);
    Long grace = object.metadata().deletionGracePeriodSeconds();
    all(row, new Wish.Remove("OwnerDeleted", grace, List.of()));
    boolean held = !Finalizers.free(object.metadata());
    if (held) {
      pass.draft().notDone(row.ref(), Finalizers.waits(object.metadata()));
    }
    if (held || !row.tasks().isEmpty()) {
      summary(row, object, owned);
      return;
    }
    if (row.busy()) {
      return;
    }
    UnitBuilder unit = new UnitBuilder(row.ref(), row.ref());
    unit.guard(Cell.unchanged(spec.key(), spec)).delete(spec.key());
    unit.guard(Cell.unchanged(Owned.statusKey(row.ref()), row.statusCell()));
    if (row.statusCell() != null) {
      unit.delete(Owned.statusKey(row.ref()));
    }
    if (!object.metadata().deleting()) {
      unit.guard(pass.namespaceGuard(row.ref().namespace()));
    }
    pass.draft().add(unit, Unit.Lane.DELETIONS);
  }

  private void reconcile(WorkloadRow row, ApiObject object) {
    Owned owned = new Owned(pass, row, object);
    Wishes wishes;
    SortedMap<TaskName, Wish> wished;
    try {
      wishes =
          switch (object) {
            case App app -> new AppWishes(pass, row, app, owned);
            case Job job -> new JobWishes(pass, row, job, owned);
            default -> throw new InvariantViolated("Not a workload: " + row.ref());
          };
      wished = wishes.regular() ? alike(row, wishes) : wishes.wishes();
    } catch (InvariantViolated e) {
      throw e;
    } catch (RuntimeException e) {
      all(row, new Wish.Hold());
      fault(row, object, e);
      return;
    }
    if (!wishes.regular()) {
      pass.draft().entangled(row.ref());
      for (TaskName stranger : owned.strangers().keySet()) {
        wished.put(stranger, new Wish.Remove("OwnerReplaced", null, owned.guards()));
      }
    }
    all(row, wished);
    try {
      wishes.createMissing();
      summary(row, object, owned);
    } catch (InvariantViolated e) {
      throw e;
    } catch (RuntimeException e) {
      fault(row, object, e);
    }
  }

  /** What is wished of each task alone, of those that are looked at. */
  private SortedMap<TaskName, Wish> alike(WorkloadRow row, Wishes wishes) {
    TreeMap<TaskName, Wish> wished = new TreeMap<>();
    looked(row).forEach(task -> wished.put(task.name(), wishes.alike(task)));
    return wished;
  }

  /** The tasks that are looked at. */
  private Collection<TaskRow> looked(WorkloadRow row) {
    if (extent.tasks() == null) {
      return row.tasks();
    }
    List<TaskRow> some = new ArrayList<>();
    for (String name : extent.tasks()) {
      TaskRow task = pass.view().tasks().get(new TaskName(row.ref().namespace(), name));
      if (task != null && row.ref().equals(task.owner())) {
        some.add(task);
      }
    }
    return some;
  }

  private void summary(WorkloadRow row, ApiObject object, Owned owned) {
    Summaries.write(pass, row, object, owned);
  }

  private void fault(WorkloadRow row, ApiObject object, RuntimeException failure) {
    String message = Faults.message(failure);
    pass.notDone(row.ref(), NotDone.FAULTED, message);
    pass.draft().entangled(row.ref());
    Summaries.fault(pass, row, object, message);
  }

  private void all(WorkloadRow row, Wish wish) {
    TreeMap<TaskName, Wish> wishes = new TreeMap<>();
    looked(row).forEach(task -> wishes.put(task.name(), wish));
    all(row, wishes);
  }

  private void all(WorkloadRow row, SortedMap<TaskName, Wish> wishes) {
    Ends ends =
        switch (row.ref().kind()) {
          case APP -> Ends.APP;
          case JOB -> Ends.JOB;
          case TASK,
              AGENT,
              NAMESPACE,
              QUEUE,
              VOLUME,
              ROLE,
              CLUSTER_ROLE,
              ROLE_BINDING,
              CLUSTER_ROLE_BINDING ->
              throw new InvariantViolated("Not an owner of tasks: " + row.ref());
        };
    TaskStep step = new TaskStep(pass, ends, row.ref());
    wishes.forEach(
        (name, wish) -> {
          TaskRow task = pass.view().tasks().get(name);
          if (task != null) {
            guarded(pass, row.ref(), task, step, wish);
          }
        });
  }

  /** Looks at a task; if that fails, the task alone is marked and left. */
  static void guarded(Pass pass, ObjectRef origin, TaskRow task, TaskStep step, Wish wish) {
    try {
      step.step(task, wish);
    } catch (InvariantViolated e) {
      throw e;
    } catch (RuntimeException e) {
      String message = Faults.message(e);
      pass.notDone(task.name().ref(), NotDone.FAULTED, message);
      Summaries.fault(pass, origin, task, message);
    }
  }
}
