package dev.meso.controller.core.state;

import dev.meso.api.kind.PhaseChange;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.allocation.Departure;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Demand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that will end at a known time: those that may not run for longer than they say, and
 * those that are being stopped. In the order in which they could have ended at the earliest.
 */
final class Departures {
  private static final Comparator<Limited> ORDER =
      Comparator.comparing(Limited::earliest)
          .thenComparing(Limited::agent)
          .thenComparing(Limited::attempt);

  private final NavigableSet<Limited> limited = new TreeSet<>(ORDER);

  private record Limited(Instant earliest, String agent, AttemptId attempt) {}

  /** Notes an attempt, or forgets it. */
  void note(String agent, AttemptId attempt, @Nullable Object before, @Nullable Object now) {
    Instant old = earliest(before);
    Instant end = earliest(now);
    if (old != null && !old.equals(end)) {
      limited.remove(new Limited(old, agent, attempt));
    }
    if (end != null && !end.equals(old)) {
      limited.add(new Limited(end, agent, attempt));
    }
  }

  boolean none() {
    return limited.isEmpty();
  }

  /** Those that will have ended first; attempts on agents that do not live are left out. */
  List<Departure> list(
      NavigableMap<String, AgentRow> agents,
      Map<TaskName, TaskRow> tasks,
      Account account,
      Instant now) {
    List<Departure> list = new ArrayList<>();
    for (Limited one : limited) {
      if (list.size() == Departure.LISTED_MAX) {
        break;
      }
      AgentRow row = agents.get(one.agent());
      AgentRoom room = account.rooms.room(one.agent());
      if (row == null || room == null || !row.steady()) {
        continue;
      }
      Charge charge = row.charge(one.attempt());
      if (charge != null) {
        AttemptId attempt = one.attempt();
        TaskRow task = tasks.get(new TaskName(attempt.namespace(), attempt.task()));
        Cell cell = row.assignments().get(attempt);
        Instant end = end(task, attempt, cell == null ? null : cell.charged(), now);
        if (end != null) {
          list.add(new Departure(end, room, charge));
        }
      }
    }
    // The list is stable: of equals those that were assigned first.
    list.sort(Comparator.comparing(Departure::at));
    return list;
  }

  /** When an attempt could have ended at the earliest, of what must end. */
  private static @Nullable Instant earliest(@Nullable Object held) {
    if (!(held instanceof Assignment assignment)) {
      return null;
    }
    if (assignment.stopping()) {
      return Instant.EPOCH;
    }
    Duration most = Demand.runsAtMost(assignment.spec());
    return most == null ? null : assignment.assignedAt().plus(most);
  }

  /** When it will have ended; absent when it should have long ago, and nobody knows. */
  private static @Nullable Instant end(
      @Nullable TaskRow task, AttemptId attempt, @Nullable Object held, Instant now) {
    if (!(held instanceof Assignment assignment)) {
      return null;
    }
    TaskStatus status = task == null ? null : task.taskStatus();
    if (status != null && status.attempt() != attempt.attempt()) {
      status = null;
    }
    Instant end;
    if (assignment.stopping()) {
      Instant told = status == null ? null : told(status);
      end = (told == null ? now : told).plus(Demand.grace(assignment.spec()));
    } else {
      Duration most = Demand.runsAtMost(assignment.spec());
      Instant started = status == null ? null : status.startedAt();
      Instant from = started == null ? assignment.assignedAt() : started;
      end = most == null ? null : from.plus(most);
    }
    if (end == null || !end.plus(Departure.OVERDUE).isAfter(now)) {
      return null;
    }
    return end.isBefore(now) ? now : end;
  }

  /** When an attempt was told to stop. */
  private static @Nullable Instant told(TaskStatus status) {
    for (PhaseChange change : status.history().reversed()) {
      if (change.phase() == TaskPhase.STOPPING && change.attempt() == status.attempt()) {
        return change.at();
      }
    }
    return null;
  }
}
