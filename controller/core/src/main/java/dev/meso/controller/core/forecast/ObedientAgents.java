package dev.meso.controller.core.forecast;

import dev.meso.api.key.Key;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.time.Now;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.Event;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Agents that start and stop at once what they are told to. Pure. */
final class ObedientAgents {
  private ObedientAgents() {}

  /**
   * What the agents say next about these tasks; nothing when all is done.
   *
   * @param revision the last one that was used; each event takes the next
   */
  static List<Event> step(ClusterView view, Collection<TaskName> names, long revision, Now now) {
    List<Event> said = new ArrayList<>();
    for (TaskName name : names) {
      TaskRow row = view.tasks().get(name);
      if (row == null) {
        continue;
      }
      for (Cell cell : row.assignments()) {
        Place place = cell.place();
        Assignment assignment = row.assignment(place);
        if (assignment != null && alive(view, place)) {
          TaskPhase next = next(assignment, row.report(place));
          if (next != null) {
            long at = revision + said.size() + 1;
            said.add(new Event.Put(key(row, place), report(assignment, next, now), at, at));
          }
        }
      }
      for (Cell cell : row.reports()) {
        Place place = cell.place();
        Report report = row.report(place);
        boolean over = report != null && report.phase().terminal();
        if (over && row.assignment(place) == null && alive(view, place)) {
          said.add(new Event.Removed(key(row, place), revision + said.size() + 1));
        }
      }
    }
    return said;
  }

  /** The names of an object's tasks. */
  static SortedSet<TaskName> tasks(ClusterView view, ObjectRef ref) {
    var workload = view.workloads().get(ref);
    return switch (ref.kind()) {
      case TASK -> new java.util.TreeSet<>(List.of(new TaskName(ref.namespace(), ref.name())));
      case APP, JOB -> {
        SortedSet<TaskName> names = new java.util.TreeSet<>();
        if (workload != null) {
          workload.tasks().forEach(task -> names.add(task.name()));
        }
        yield names;
      }
      case AGENT,
          NAMESPACE,
          QUEUE,
          VOLUME,
          ROLE,
          CLUSTER_ROLE,
          ROLE_BINDING,
          CLUSTER_ROLE_BINDING ->
          new java.util.TreeSet<>();
    };
  }

  private static @Nullable TaskPhase next(Assignment assignment, @Nullable Report report) {
    if (report != null && report.phase().terminal()) {
      return null;
    }
    if (assignment.stopping()) {
      return TaskPhase.KILLED;
    }
    return report != null && report.phase() == TaskPhase.RUNNING ? null : TaskPhase.RUNNING;
  }

  private static boolean alive(ClusterView view, Place place) {
    AgentRow agent = view.agent(place.agent());
    return agent != null && agent.alive();
  }

  private static Key key(TaskRow row, Place place) {
    return new Key.Report(place.agent(), row.attempt(place.attempt()));
  }

  private static Report report(Assignment about, TaskPhase phase, Now now) {
    return new Report(
        about.namespace(),
        about.task(),
        about.taskUid(),
        about.attempt(),
        phase,
        0,
        null,
        null,
        null,
        null,
        now.wall(),
        phase.terminal() ? now.wall() : null,
        List.of(),
        List.of());
  }
}
