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
import dev.meso.controller.core.state.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds the tasks of an App into its status. */
final class AppSummary {
  private static final String AVAILABLE = "Available";
  private static final String PROGRESSING = "Progressing";

  private int exist;
  private int ready;
  private int updated;
  private int readyAndUpdated;
  private int troubled;
  private final List<Endpoint> endpoints = new ArrayList<>();

  private AppSummary() {}

  static AppStatus of(
      App app, @Nullable AppStatus before, Owned owned, boolean deleting, Instant at) {
    AppSpec spec = app.requireSpec();
    String revision = owned.revision(spec.template());
    AppSummary sum = new AppSummary();
    for (TaskRow task : owned.tasks().values()) {
      TaskStatus status = task.storedStatus();
      if (status != null) {
        sum.add(task, status, revision);
      }
    }
    int replicas = AppWishes.replicas(spec);
    Long generation = app.metadata().generation();
    boolean settled = sum.readyAndUpdated == replicas && sum.exist == replicas;
    boolean available =
        sum.ready >= replicas - AppWishes.updatedAtOnce(replicas) + 1 || sum.ready >= replicas;
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
        sum.phase(deleting, settled),
        generation,
        sum.exist,
        sum.ready,
        sum.updated,
        revision,
        sum.endpoints,
        conditions);
  }

  private void add(TaskRow task, TaskStatus status, String revision) {
    boolean current = revision.equals(status.templateRevision());
    exist++;
    updated += current ? 1 : 0;
    if (status.phase() == TaskPhase.RUNNING) {
      ready++;
      readyAndUpdated += current ? 1 : 0;
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
    } else if (status.failures() != null || status.phase() == TaskPhase.UNREACHABLE) {
      troubled++;
    }
  }

  private String phase(boolean deleting, boolean settled) {
    if (deleting) {
      return "Deleting";
    }
    if (settled) {
      return "Running";
    }
    if (troubled > 0) {
      return "Degraded";
    }
    return ready == 0 ? "Pending" : "Progressing";
  }
}
