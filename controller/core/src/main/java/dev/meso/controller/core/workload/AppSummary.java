package dev.meso.controller.core.workload;

import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.Endpoint;
import dev.meso.api.kind.Limits;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.Condition;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.agent.Conditions;
import dev.meso.controller.core.state.Tally;
import dev.meso.controller.core.state.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds the tasks of an App into its status. */
final class AppSummary {
  private static final String AVAILABLE = "Available";
  private static final String PROGRESSING = "Progressing";

  private AppSummary() {}

  static AppStatus of(
      App app, @Nullable AppStatus before, Owned owned, boolean deleting, Instant at) {
    AppSpec spec = app.requireSpec();
    int replicas = AppWishes.replicas(spec);
    Tally tally = owned.tally(replicas, spec.template());
    Long generation = app.metadata().generation();
    boolean settled = tally.runningUpdated() == replicas && tally.stored() == replicas;
    boolean available =
        tally.running() >= replicas - AppWishes.updatedAtOnce(replicas) + 1
            || tally.running() >= replicas;
    List<Condition> conditions = Faults.cleared(before == null ? List.of() : before.conditions());
    conditions =
        Conditions.with(
            conditions,
            AVAILABLE,
            available,
            available ? "EnoughTasksRun" : "TooFewTasksRun",
            null,
            at,
            generation);
    conditions =
        Conditions.with(
            conditions,
            PROGRESSING,
            !settled,
            settled ? "Settled" : "TasksChange",
            null,
            at,
            generation);
    return new AppStatus(
        phase(tally, deleting, settled),
        generation,
        tally.stored(),
        tally.running(),
        tally.updated(),
        owned.revision(spec.template()),
        tally.exposed() ? endpoints(owned) : List.of(),
        conditions);
  }

  /** Where tasks that run can be reached, those of the lowest ordinals if there are too many. */
  private static List<Endpoint> endpoints(Owned owned) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (TaskRow task : owned.tasks().values()) {
      TaskStatus status = task.storedStatus();
      if (status == null || status.phase() != TaskPhase.RUNNING) {
        continue;
      }
      String host = status.host();
      status
          .ports()
          .forEach(
              (name, port) -> {
                if (endpoints.size() < Limits.ENDPOINTS_MAX) {
                  endpoints.add(
                      new Endpoint(task.name().name(), name, host == null ? "" : host, port));
                }
              });
    }
    return endpoints;
  }

  private static String phase(Tally tally, boolean deleting, boolean settled) {
    if (deleting) {
      return "Deleting";
    }
    if (settled) {
      return "Running";
    }
    if (tally.troubled() > 0) {
      return "Degraded";
    }
    return tally.running() == 0 ? "Pending" : "Progressing";
  }
}
