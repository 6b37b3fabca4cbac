package dev.meso.controller.core.agent;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.MaintenanceWindow;
import dev.meso.api.meta.Condition;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Registration;
import dev.meso.api.time.Now;
import dev.meso.controller.core.plan.Alarm;
import dev.meso.controller.core.plan.Draft;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an agent is observed to be, clears what a gone agent left, and removes an agent that
 * an admin deleted once nothing of it is left.
 */
public final class AgentStep {
  /** Left-over reports of one gone agent that one decision clears. */
  public static final int REPORTS_CLEARED_MAX = 100;

  /** A time of maintenance is looked at again at least so often: wall clocks are set. */
  private static final Duration LOOK_MAX = Duration.ofMinutes(5);

  private static final String READY = "Ready";
  private static final String PAUSED = "ReplacementPaused";

  private final Fleet fleet;
  private final Now now;
  private final Draft draft;

  public AgentStep(Fleet fleet, Now now, Draft draft) {
    this.fleet = fleet;
    this.now = now;
    this.draft = draft;
  }

  public void step(AgentRow row) {
    ObjectRef ref = new ObjectRef(Kind.AGENT, "", row.name());
    Liveness life = fleet.liveness(row);
    if (life == Liveness.SUSPECT) {
      draft.timer(Alarm.of(ref), fleet.lostAt(row));
    }
    for (MaintenanceWindow window : row.agentSpec().maintenance()) {
      Duration left = Duration.between(now.wall(), window.end());
      if (left.isPositive()) {
        // What waits for the agent to be open again is considered then.
        draft.timer(
            Alarm.of(ref), now.monotonic().plus(left.compareTo(LOOK_MAX) < 0 ? left : LOOK_MAX));
      }
    }
    String unreadable = row.unreadable();
    if (unreadable != null) {
      draft.notDone(ref, new NotDone(NotDone.UNREADABLE, unreadable, null));
      return;
    }
    if (!draft.room(ref)) {
      return;
    }
    if (life == Liveness.GONE) {
      clearReports(ref, row);
    }
    boolean busy = busy(row.statusCell()) || busy(row.specCell()) || busy(row.registrationCell());
    if (busy) {
      return;
    }
    if (row.deleting() && !row.alive()) {
      remove(ref, row);
    } else if (row.registration() != null || row.statusAgent() != null) {
      observe(ref, row, life);
    }
  }

  private void clearReports(ObjectRef ref, AgentRow row) {
    UnitBuilder unit = new UnitBuilder(ref, ref);
    unit.guard(Cell.unchanged(specKey(row), row.specCell()));
    for (Map.Entry<AttemptId, Cell> entry : row.reports().entrySet()) {
      if (row.assignments().containsKey(entry.getKey()) || entry.getValue().busy()) {
        continue;
      }
      if (unit.size() == REPORTS_CLEARED_MAX) {
        draft.left().add(ref);
        break;
      }
      Key key = entry.getValue().key();
      unit.guard(Cell.unchanged(key, entry.getValue())).delete(key);
    }
    draft.add(unit, Unit.Lane.DELETIONS);
  }

  private void remove(ObjectRef ref, AgentRow row) {
    Agent spec = Objects.requireNonNull(row.specAgent());
    if (!row.assignments().isEmpty() || !row.reports().isEmpty()) {
      observe(ref, row, Liveness.GONE);
      return;
    }
    if (!Finalizers.free(spec.metadata())) {
      draft.notDone(ref, Finalizers.waits(spec.metadata()));
      return;
    }
    UnitBuilder unit = new UnitBuilder(ref, ref);
    unit.guard(Cell.unchanged(new Key.Alive(row.name()), row.aliveCell()));
    List<Key> keys = List.of(specKey(row), statusKey(row), new Key.Registration(row.name()));
    List<@Nullable Cell> cells = new ArrayList<>();
    cells.add(row.specCell());
    cells.add(row.statusCell());
    cells.add(row.registrationCell());
    for (int i = 0; i < keys.size(); i++) {
      unit.guard(Cell.unchanged(keys.get(i), cells.get(i)));
      if (cells.get(i) != null) {
        unit.delete(keys.get(i));
      }
    }
    draft.add(unit, Unit.Lane.DELETIONS);
  }

  private void observe(ObjectRef ref, AgentRow row, Liveness life) {
    Agent before = row.statusAgent();
    AgentStatus old = before == null ? null : before.status();
    Agent after =
        Agent.of(
            metadata(row, before),
            null,
            status(row, life, old == null ? List.of() : old.conditions()));
    if (after.equals(before)) {
      return;
    }
    UnitBuilder unit = new UnitBuilder(ref, ref);
    unit.guard(Cell.unchanged(statusKey(row), row.statusCell()));
    unit.guard(Cell.unchanged(new Key.Registration(row.name()), row.registrationCell()));
    unit.guard(Cell.unchanged(new Key.Alive(row.name()), row.aliveCell()));
    unit.guard(Cell.unchanged(specKey(row), row.specCell()));
    unit.put(statusKey(row), after, 0);
    draft.add(unit, Unit.Lane.AGENTS);
  }

  private ObjectMeta metadata(AgentRow row, @Nullable Agent before) {
    Registration registration = row.registration();
    Instant created = before == null ? null : before.metadata().creationTimestamp();
    String uid = before == null ? null : before.metadata().uid();
    Agent spec = row.specAgent();
    return new ObjectMeta.Builder()
        .name(row.name())
        .uid(registration == null ? uid : registration.uid())
        .creationTimestamp(created == null ? now.wall() : created)
        .labels(spec == null ? Map.of() : spec.metadata().labels())
        .build();
  }

  private AgentStatus status(AgentRow row, Liveness life, List<Condition> before) {
    Registration registration = row.registration();
    boolean ready = life == Liveness.READY;
    String phase =
        life == Liveness.SUSPECT && Liveness.LOST.label().equals(row.writtenPhase())
            ? Liveness.LOST.label()
            : life == Liveness.UNREGISTERED ? Liveness.SUSPECT.label() : life.label();
    List<Condition> conditions =
        Conditions.with(
            before, READY, ready, ready ? "Alive" : phase, message(life), now.wall(), null);
    if (fleet.paused() && fleet.missing(row)) {
      conditions =
          Conditions.with(
              conditions,
              PAUSED,
              true,
              "TooManyMissing",
              "So many agents are missing at once that the fault may be elsewhere: the tasks of"
                  + " missing agents are not replaced while more than "
                  + fleet.missingAllowed()
                  + " agents and more than one in "
                  + Fleet.MISSING_ONE_IN
                  + " are missing, or while none is ready; declare an agent gone to override",
              now.wall(),
              null);
    } else {
      conditions = Conditions.without(conditions, PAUSED);
    }
    if (registration == null) {
      return new AgentStatus(
          phase,
          null,
          null,
          null,
          Collections.emptySortedMap(),
          null,
          row.attributes(),
          conditions);
    }
    return new AgentStatus(
        phase,
        registration.url(),
        registration.host(),
        registration.version(),
        registration.capacity(),
        registration.portRanges(),
        row.attributes(),
        conditions);
  }

  private static String message(Liveness life) {
    return switch (life) {
      case READY -> "The agent renews its lease";
      case SUSPECT -> "The agent's lease has ended; its tasks are left alone for now";
      case LOST -> "The agent's lease has ended and it did not come back";
      case GONE -> "An admin declared the agent gone";
      case UNREGISTERED -> "The agent has not said what it offers";
    };
  }

  private static boolean busy(@Nullable Cell cell) {
    return cell != null && cell.busy();
  }

  private static Key specKey(AgentRow row) {
    return new Key.Spec(Kind.AGENT, null, row.name());
  }

  private static Key statusKey(AgentRow row) {
    return new Key.Status(Kind.AGENT, null, row.name());
  }
}
