package dev.meso.controller.core.explain;

import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Remedies;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a task that waits for room can start at the latest, where that can be known: agents that
 * lack amounts only, and on which enough is run by tasks that may not run for longer than they say
 * ({@code activeDeadlineSeconds}, and their time to end). Nobody keeps that room for it: others may
 * come first. Of agents that keep room for queues nothing is said: what ends there may be theirs.
 *
 * <p>Worked example: an agent has 1 core left; on it tasks of 1 core each must have ended at 12:00,
 * 12:05 and 12:10. A task of 3 cores can start there at 12:05.
 */
final class Expected {
  /** Agents that are looked at. */
  static final int AGENTS_MAX = 256;

  private Expected() {}

  /** A task that must end. */
  private record End(Instant at, Charge charge) {}

  /** When, and on which agent. */
  record Start(Instant latest, String agent) {}

  static Optional<Start> start(ClusterView view, Demand demand) {
    long[] wanted = view.rooms().dimensions().vector(demand.shape().resources());
    Start first = null;
    for (AgentRoom room : Remedies.shortOfAmounts(view.rooms(), demand, AGENTS_MAX)) {
      AgentRow row = view.agent(room.agent());
      boolean keeps = !room.facts().reservations().isEmpty();
      Instant at = row == null || keeps ? null : enough(room, wanted, ends(view, row));
      if (at != null && (first == null || at.isBefore(first.latest()))) {
        first = new Start(at, room.agent());
      }
    }
    return Optional.ofNullable(first);
  }

  /** When enough has ended; null when what must end is not enough. */
  private static @Nullable Instant enough(AgentRoom room, long[] wanted, List<End> ends) {
    long[] free = new long[wanted.length];
    for (int column = 0; column < free.length; column++) {
      free[column] = room.free(column);
    }
    for (End end : ends) {
      boolean fits = true;
      for (int column = 0; column < free.length; column++) {
        free[column] += Dimensions.at(end.charge().amounts(), column);
        fits &= wanted[column] == 0 || wanted[column] <= free[column];
      }
      if (fits) {
        return end.at();
      }
    }
    return null;
  }

  private static List<End> ends(ClusterView view, AgentRow row) {
    List<End> ends = new ArrayList<>();
    for (Map.Entry<AttemptId, Cell> entry : row.assignments().entrySet()) {
      AttemptId attempt = entry.getKey();
      Charge charge = row.charge(attempt);
      TaskRow task = view.tasks().get(new TaskName(attempt.namespace(), attempt.task()));
      TaskStatus status = task == null ? null : task.taskStatus();
      Instant startedAt =
          status == null || !Long.valueOf(attempt.attempt()).equals(status.attempt())
              ? null
              : status.startedAt();
      if (charge != null
          && startedAt != null
          && entry.getValue().effective() instanceof Assignment assignment) {
        Duration most = Demand.runsAtMost(assignment.spec());
        if (most != null) {
          ends.add(new End(startedAt.plus(most), charge));
        }
      }
    }
    ends.sort(Comparator.comparing(End::at));
    return ends;
  }
}
