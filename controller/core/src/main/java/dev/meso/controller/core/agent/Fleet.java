package dev.meso.controller.core.agent;

import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.time.Now;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The agents at one moment: who lives, who is lost, and whether the lost may be replaced.
 *
 * <p>The brake: an agent is missing while it is suspect, or lost with tasks that are still to be
 * replaced. Replacing stops while more than max(3, 10 %) of the agents are missing, or while none
 * is ready. So one of two or three that vanishes is replaced, and when all vanish within {@code
 * lostAfter} of each other nothing is, however few they are. When the brake is let go, those that
 * are still missing get {@code lostAfter} anew: agents that vanished together return one by one.
 * Agents that are lost and hold nothing to replace count on neither side.
 */
public final class Fleet {
  /** So many missing agents are always replaced, if another one is ready. */
  public static final int MISSING_ALLOWED = 3;

  /** One in so many may be missing in a large cluster. */
  public static final int MISSING_ONE_IN = 10;

  private final ClusterView view;
  private final Now now;
  private final Duration lostAfter;
  private final int missingAllowed;
  private final int ready;
  private final int missing;

  public Fleet(ClusterView view, Now now, Duration lostAfter) {
    this(view, now, lostAfter, MISSING_ALLOWED);
  }

  /** With a brake of another strength: so many missing agents are always replaced. */
  public Fleet(ClusterView view, Now now, Duration lostAfter, int missingAllowed) {
    this.view = view;
    this.now = now;
    this.lostAfter = lostAfter;
    this.missingAllowed = missingAllowed;
    int lacks = 0;
    for (String name : view.unsteady()) {
      AgentRow row = view.agent(name);
      if (row != null && missing(row)) {
        lacks++;
      }
    }
    this.ready = view.agents().size() - view.unsteady().size();
    this.missing = lacks;
  }

  public int ready() {
    return ready;
  }

  /** Agents that are suspect, or lost with tasks that are still to be replaced. */
  public int missing() {
    return missing;
  }

  /** How many missing agents are always replaced. */
  public int missingAllowed() {
    return missingAllowed;
  }

  /** How many may be missing before replacing stops. */
  public int missingMax() {
    return Math.max(missingAllowed, (ready + missing) / MISSING_ONE_IN);
  }

  /** Whether the tasks of lost agents are not replaced now. */
  public boolean paused() {
    return missing > 0 && (missing > missingMax() || ready == 0);
  }

  /** The life of an agent that may have no records at all. */
  public Liveness liveness(String agent) {
    AgentRow row = view.agent(agent);
    return row == null ? silence(Duration.ZERO) : liveness(row);
  }

  public Liveness liveness(AgentRow row) {
    if (row.gone()) {
      return Liveness.GONE;
    }
    if (row.alive()) {
      return row.registered() ? Liveness.READY : Liveness.UNREGISTERED;
    }
    return silence(row.absentSince());
  }

  /** The monotonic time at which a missing agent is lost, if it stays away. */
  public Duration lostAt(@Nullable AgentRow row) {
    Duration since = row == null ? Duration.ZERO : row.absentSince();
    Duration from = since.compareTo(view.clocksSince()) > 0 ? since : view.clocksSince();
    return from.plus(lostAfter);
  }

  /** Whether an agent counts as missing for the brake. */
  public boolean missing(AgentRow row) {
    if (row.alive() || row.gone() || row.registrationCell() == null) {
      return false;
    }
    boolean suspect =
        liveness(row) == Liveness.SUSPECT && !Liveness.LOST.label().equals(row.writtenPhase());
    return suspect || holdsReplaceable(row);
  }

  private Liveness silence(Duration since) {
    Duration from = since.compareTo(view.clocksSince()) > 0 ? since : view.clocksSince();
    boolean proven = view.storeReachable() && now.monotonic().minus(from).compareTo(lostAfter) >= 0;
    return proven ? Liveness.LOST : Liveness.SUSPECT;
  }

  private boolean holdsReplaceable(AgentRow row) {
    for (AttemptId attempt : row.assignments().keySet()) {
      TaskRow task = view.tasks().get(new TaskName(attempt.namespace(), attempt.task()));
      if (task == null) {
        continue;
      }
      Assignment current = task.currentAssignment();
      boolean here = new Place(row.name(), attempt.attempt()).equals(task.current());
      if (here && current != null && !TaskSpec.ON_LOST_WAIT.equals(current.spec().onLost())) {
        return true;
      }
    }
    return false;
  }
}
