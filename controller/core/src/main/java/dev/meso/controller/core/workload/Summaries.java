package dev.meso.controller.core.workload;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.Condition;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.core.InvariantViolated;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the statuses of Apps and Jobs, folded from those of their tasks. */
final class Summaries {
  static final String COMPLETE = "Complete";
  static final String FAILED = "Failed";

  private Summaries() {}

  /** The Job's status, if it is this Job's. */
  static @Nullable JobStatus written(WorkloadRow row, Job job) {
    return row.statusObject() instanceof Job before && sameUid(before, job)
        ? before.status()
        : null;
  }

  static @Nullable AppStatus written(WorkloadRow row, App app) {
    return row.statusObject() instanceof App before && sameUid(before, app)
        ? before.status()
        : null;
  }

  static void write(Pass pass, WorkloadRow row, ApiObject object, Owned owned) {
    if (row.busy()) {
      return;
    }
    boolean deleting = object.metadata().deleting() || pass.terminating(row.ref().namespace());
    ApiObject after =
        switch (object) {
          case App app ->
              App.of(
                  metadata(app),
                  null,
                  AppSummary.of(app, written(row, app), owned, deleting, pass.now().wall()));
          case Job job ->
              Job.of(
                  metadata(job),
                  null,
                  JobSummary.of(row, job, written(row, job), owned, deleting, pass.now().wall()));
          default -> throw new InvariantViolated("Not a workload: " + row.ref());
        };
    put(pass, row, after);
  }

  /** Marks the object whose decision failed, and leaves the rest of its status as it was. */
  static void fault(Pass pass, WorkloadRow row, ApiObject object, String message) {
    if (row.busy()) {
      return;
    }
    Long generation = object.metadata().generation();
    Instant at = pass.now().wall();
    ApiObject after =
        switch (object) {
          case App app -> {
            AppStatus old = written(row, app);
            List<Condition> conditions =
                Faults.with(old == null ? List.of() : old.conditions(), message, at, generation);
            yield App.of(
                metadata(app),
                null,
                old == null
                    ? new AppStatus(
                        "Degraded", generation, null, null, null, null, List.of(), conditions)
                    : new AppStatus(
                        old.phase(),
                        old.observedGeneration(),
                        old.replicas(),
                        old.readyReplicas(),
                        old.updatedReplicas(),
                        old.revision(),
                        old.endpoints(),
                        conditions));
          }
          case Job job -> {
            JobStatus old = written(row, job);
            List<Condition> conditions =
                Faults.with(old == null ? List.of() : old.conditions(), message, at, generation);
            yield Job.of(
                metadata(job),
                null,
                old == null
                    ? new JobStatus("Pending", generation, null, null, null, null, null, conditions)
                    : new JobStatus(
                        old.phase(),
                        old.observedGeneration(),
                        old.active(),
                        old.succeeded(),
                        old.failed(),
                        old.startTime(),
                        old.completionTime(),
                        conditions));
          }
          default -> throw new InvariantViolated("Not a workload: " + row.ref());
        };
    put(pass, row, after);
  }

  /** Marks a task whose decision failed. */
  static void fault(Pass pass, ObjectRef origin, TaskRow row, String message) {
    Task task = row.task();
    TaskStatus status = task == null ? null : task.status();
    if (task == null || status == null || row.busy()) {
      return;
    }
    List<Condition> conditions = Faults.with(status.conditions(), message, pass.now().wall(), null);
    Task after =
        task.withStatus(
            new StatusEdit(row.name().toString(), status).conditions(conditions).build());
    if (!after.equals(task)) {
      UnitBuilder unit = new UnitBuilder(origin, row.name().ref());
      unit.guard(Cell.unchanged(Candidates.statusKey(row.name()), row.statusCell()));
      unit.put(Candidates.statusKey(row.name()), after, 0);
      pass.draft().add(unit, Unit.Lane.TASKS);
    }
  }

  private static void put(Pass pass, WorkloadRow row, ApiObject after) {
    if (after.equals(row.statusObject()) || !pass.draft().room(row.ref())) {
      return;
    }
    UnitBuilder unit = new UnitBuilder(row.ref(), row.ref());
    unit.guard(Cell.unchanged(Owned.statusKey(row.ref()), row.statusCell()));
    unit.guard(Cell.sameObject(Owned.specKey(row.ref()), row.specCell()));
    unit.put(Owned.statusKey(row.ref()), after, 0);
    pass.draft().add(unit, Unit.Lane.SUMMARIES);
  }

  private static boolean sameUid(ApiObject status, ApiObject spec) {
    return spec.metadata().requireUid().equals(status.metadata().uid());
  }

  private static ObjectMeta metadata(ApiObject object) {
    ObjectMeta metadata = object.metadata();
    return new ObjectMeta.Builder()
        .name(metadata.name())
        .namespace(metadata.namespace())
        .uid(metadata.uid())
        .labels(metadata.labels())
        .creationTimestamp(metadata.creationTimestamp())
        .build();
  }
}
