package dev.meso.controller.core.explain;

import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.time.Now;
import dev.meso.controller.core.agent.Fleet;
import dev.meso.controller.core.explain.Explanation.Waiting;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.VolumeUses;
import dev.meso.controller.core.state.WorkloadRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Explains with the predicates that decide. Immutable; a view is read on the thread that owns it.
 */
public final class Explain {
  private final Duration lostAfter;

  /** Explains what a decider with the same setting does. */
  public Explain(Duration lostAfter) {
    this.lostAfter = lostAfter;
  }

  /** Why an App's tasks do not all run; empty when there is no such App. */
  public Optional<Explanation> app(ClusterView view, String namespace, String name, Now now) {
    return workload(view, new ObjectRef(Kind.APP, namespace, name), now);
  }

  /** What a Job waits for; empty when there is no such Job. */
  public Optional<Explanation> job(ClusterView view, String namespace, String name, Now now) {
    return workload(view, new ObjectRef(Kind.JOB, namespace, name), now);
  }

  /** What a task waits for; empty when nothing has that name. */
  public Optional<Explanation> task(ClusterView view, String namespace, String name, Now now) {
    TaskRow row = view.tasks().get(new TaskName(namespace, name));
    if (row == null) {
      return Optional.empty();
    }
    view.rooms().at(now.wall());
    Fleet fleet = new Fleet(view, now, lostAfter);
    boolean runs = running(row);
    List<Waiting> waiting = runs ? List.of() : List.of(waiting(row, fleet, now));
    boolean pending = waiting.stream().anyMatch(Explain::waitsForRoom);
    Demand demand = pending ? demand(view, row) : null;
    return Optional.of(
        Funnels.explanation(row.name().ref(), 1, runs ? 1 : 0, waiting, demand, view));
  }

  private Optional<Explanation> workload(ClusterView view, ObjectRef ref, Now now) {
    WorkloadRow row = view.workloads().get(ref);
    if (row == null || row.specCell() == null) {
      return Optional.empty();
    }
    view.rooms().at(now.wall());
    Fleet fleet = new Fleet(view, now, lostAfter);
    List<Waiting> waiting = new ArrayList<>();
    String unreadable = row.unreadable();
    if (unreadable != null) {
      waiting.add(new Waiting(ref.name(), "Unknown", NotDone.UNREADABLE, unreadable, null));
    }
    int has = 0;
    boolean pending = false;
    Integer ordinal = null; // Of the first that waits: tasks differ by their volumes alone.
    for (TaskRow task : row.tasks()) {
      TaskStatus status = task.taskStatus();
      if (running(task)) {
        has++;
      } else if ((waiting.size() < Explanation.WAITING_MAX || !pending)
          && (status == null || status.phase() != TaskPhase.SUCCEEDED)) {
        Waiting why = waiting(task, fleet, now);
        if (!pending && waitsForRoom(why)) {
          pending = true;
          ordinal = status == null ? null : status.ordinal();
        }
        if (waiting.size() < Explanation.WAITING_MAX) {
          waiting.add(why);
        }
      }
    }
    TaskTemplate template = template(row);
    Demand demand = pending && template != null ? demand(view, template, ref, ordinal) : null;
    Explanation told = Funnels.explanation(ref, wants(row), has, waiting, demand, view);
    return Optional.of(
        GangStart.of(view, ref, now)
            .map(at -> told.and("  there is room for the whole gang at " + at + " at the latest"))
            .orElse(told));
  }

  private static Waiting waiting(TaskRow row, Fleet fleet, Now now) {
    String name = row.name().name();
    String unreadable = row.unreadable();
    TaskStatus status = row.taskStatus();
    if (unreadable != null) {
      return new Waiting(name, "Unknown", NotDone.UNREADABLE, unreadable, null);
    }
    if (status == null) {
      return new Waiting(name, "Unknown", "NotLookedAt", "the leader has not looked at it", null);
    }
    String phase = status.phase().label();
    String where = status.agent() + ", attempt " + status.attempt();
    Instant retryAt = status.retryAt();
    return switch (status.phase()) {
      case PENDING ->
          retryAt != null && retryAt.isAfter(now.wall())
              ? new Waiting(
                  name,
                  phase,
                  NotDone.BACK_OFF,
                  "attempt " + status.attempt() + " ended; the next one waits",
                  retryAt)
              : waitsForRoom(name, phase, status);
      case ASSIGNED ->
          new Waiting(name, phase, "WaitsForAgent", "waits for a word of agent " + where, null);
      case STARTING ->
          new Waiting(name, phase, "Starting", "is being started by agent " + where, null);
      case STOPPING ->
          new Waiting(name, phase, "Stopping", "is being ended by agent " + where, null);
      case UNREACHABLE -> unreachable(row, name, phase, fleet);
      case RUNNING -> new Waiting(name, phase, "Running", "runs on agent " + where, null);
      case SUCCEEDED, FAILED, KILLED, LOST ->
          new Waiting(
              name,
              phase,
              status.reason() == null ? phase : status.reason(),
              status.message() == null ? "the attempt is over" : status.message(),
              retryAt);
    };
  }

  private static boolean waitsForRoom(Waiting why) {
    return TaskPhase.PENDING.label().equals(why.phase()) && !why.reason().equals(NotDone.BACK_OFF);
  }

  private static Waiting waitsForRoom(String name, String phase, TaskStatus status) {
    String reason = status.reason();
    return reason == null || reason.equals(NotDone.UNSCHEDULABLE)
        ? new Waiting(name, phase, NotDone.UNSCHEDULABLE, "waits for an agent", null)
        : new Waiting(name, phase, reason, String.valueOf(status.message()), null);
  }

  private static Waiting unreachable(TaskRow row, String name, String phase, Fleet fleet) {
    Assignment assignment = row.currentAssignment();
    if (assignment != null && TaskSpec.ON_LOST_WAIT.equals(assignment.spec().onLost())) {
      String message = "its agent is lost, and its policy is to wait for it";
      return new Waiting(name, phase, NotDone.AGENT_LOST, message, null);
    }
    if (fleet.paused()) {
      String message =
          fleet.missing()
              + " agents are missing and "
              + fleet.ready()
              + " ready; tasks are replaced while at most "
              + fleet.missingMax()
              + " are missing and one is ready";
      return new Waiting(name, phase, NotDone.REPLACEMENT_PAUSED, message, null);
    }
    return new Waiting(name, phase, NotDone.AGENT_LOST, "its agent is lost", null);
  }

  private static boolean running(TaskRow row) {
    TaskStatus status = row.taskStatus();
    return status != null && status.phase() == TaskPhase.RUNNING;
  }

  private static int wants(WorkloadRow row) {
    return switch (row.specObject()) {
      case App app when app.spec() != null -> number(app.spec().replicas());
      case Job job when job.spec() != null -> number(job.spec().completions());
      case null, default -> 0;
    };
  }

  private static int number(@Nullable Integer given) {
    return given == null ? 1 : given;
  }

  private static @Nullable TaskTemplate template(WorkloadRow row) {
    return switch (row.specObject()) {
      case App app when app.spec() != null && app.spec().template() != null ->
          app.spec().template();
      case Job job when job.spec() != null && job.spec().template() != null ->
          job.spec().template();
      case null, default -> null;
    };
  }

  private static @Nullable Demand demand(ClusterView view, TaskRow row) {
    ObjectRef owner = row.owner();
    if (owner != null) {
      WorkloadRow owning = view.workloads().get(owner);
      TaskTemplate template = owning == null ? null : template(owning);
      TaskStatus status = row.taskStatus();
      return template == null
          ? null
          : demand(view, template, owner, status == null ? null : status.ordinal());
    }
    Task spec = row.specTask();
    ObjectMeta metadata = spec == null ? null : spec.metadata();
    return spec == null || spec.spec() == null || metadata == null
        ? null
        : Demand.of(spec.spec(), row.name().namespace(), row.name().name(), null, metadata.labels())
            .using(VolumeUses.of(view, row.name().namespace(), spec.spec(), null).uses());
  }

  private static Demand demand(
      ClusterView view, TaskTemplate template, ObjectRef owner, @Nullable Integer ordinal) {
    return Demand.of(
            template.spec(),
            owner.namespace(),
            owner.name(),
            owner.ownerText(),
            template.metadata() == null
                ? Collections.emptySortedMap()
                : template.metadata().labels())
        .using(VolumeUses.of(view, owner.namespace(), template.spec(), ordinal).uses());
  }
}
