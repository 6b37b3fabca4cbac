package dev.meso.controller.core;

import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import dev.meso.api.time.Now;
import dev.meso.controller.core.agent.AgentStep;
import dev.meso.controller.core.agent.Fleet;
import dev.meso.controller.core.agent.Liveness;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.Draft;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Packer;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.Upkeep;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import dev.meso.controller.core.workload.Candidates;
import dev.meso.controller.core.workload.NamespaceStep;
import dev.meso.controller.core.workload.Pass;
import dev.meso.controller.core.workload.QueueStep;
import dev.meso.controller.core.workload.SoloStep;
import dev.meso.controller.core.workload.VolumeStep;
import dev.meso.controller.core.workload.WorkloadStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to write next. A pure function of the state, the time and a seed: the same arguments
 * give the same plan. Looks only at what the state's agenda holds, so a decision with nothing to do
 * costs nothing.
 *
 * <p>Immutable; each call works for itself.
 */
public final class Decider {
  /** How long an agent's alive key must be missing before the agent is lost. */
  public static final Duration LOST_AFTER = Duration.ofSeconds(12);

  /** Transactions in flight at which nothing more is decided until some are answered. */
  public static final int IN_FLIGHT_MAX = 256;

  /**
   * Objects that are looked at in one decision, and tasks of these: the rest waits for the next
   * one, so that the leader hears in between what it is told. One object is looked at whole,
   * however many tasks it has; so is what room is being cleared for.
   */
  public static final int LOOKS_MAX = 10_000;

  /** Gangs that wait for which room may be kept; one of them gets it. */
  static final int GANGS_MAX = 16;

  private final Duration lostAfter;
  private final int missingAllowed;
  private final Placer placer;

  /**
   * A decider.
   *
   * @param lostAfter how long an agent's alive key must be missing, while the store could be
   *     watched, before the agent is lost; {@link #LOST_AFTER} unless configured
   * @param placer chooses agents for tasks
   */
  public Decider(Duration lostAfter, Placer placer) {
    this(lostAfter, Fleet.MISSING_ALLOWED, placer);
  }

  /**
   * A decider.
   *
   * @param missingAllowed so many agents that are missing at once are always replaced; see {@link
   *     Fleet}
   */
  public Decider(Duration lostAfter, int missingAllowed, Placer placer) {
    this.lostAfter = lostAfter;
    this.missingAllowed = missingAllowed;
    this.placer = placer;
  }

  /**
   * Decides. The caller applies {@code Event.Submitted} with the plan before any other event, and
   * carries its transactions out. Decides nothing out of office or while the store is unreachable.
   *
   * @param now at least the time of the last {@code Event.Tick}
   * @param seed for the ids of new objects
   * @throws InvariantViolated when the state contradicts itself; the caller gives up leadership
   */
  public Plan decide(ClusterView view, Now now, long seed) {
    if (!view.inOffice() || !view.storeReachable() || view.inFlight() >= IN_FLIGHT_MAX) {
      return nothing(view, Optional.empty());
    }
    NavigableMap<ObjectRef, Extent> agenda = view.agenda(now);
    view.rooms().at(now.wall());
    if (agenda.isEmpty() && (!view.roomGrew() || view.waiting().isEmpty())) {
      return nothing(view, wait(view.nextTimer(), now));
    }
    Fleet fleet = fleet(view, now);
    if (view.replacementPaused() && !fleet.paused()) {
      // Nothing is replaced by the decision that lets go of the brake: it restarts the clocks.
      return nothing(view, Optional.of(Duration.ZERO), false);
    }
    Draft draft = new Draft();
    Pass pass = new Pass(view, now, seed, fleet, draft, new Candidates());
    Looks looks = new Looks(view, draft);
    looks.through(agenda, following(agenda, view, fleet), (ref, extent) -> look(ref, extent, pass));
    NavigableMap<ObjectRef, Extent> handled = looks.done();
    NavigableSet<ObjectRef> work = handled.navigableKeySet();
    if (roomGrew(view, work) && !view.waiting().isEmpty()) {
      for (ObjectRef ref : pass.candidates().woken(pass, placer, waiting(view, work))) {
        look(ref, Extent.WHOLE, pass);
        handled.put(ref, Extent.WHOLE);
      }
    }
    pass.candidates().place(pass, placer, gangs(view, work), view.waitingQueues(work));
    List<PlannedTxn> txns = Packer.pack(draft.units(), view.alone(), view.nextTxn(), draft.left());
    // What follows from what was looked at is on no agenda yet.
    looks.left().forEach(draft.left()::add);
    SortedMap<ObjectRef, Extent> again = draft.left().extents();
    Upkeep upkeep =
        new Upkeep(
            handled,
            again,
            draft.entangled(),
            draft.timers(),
            draft.unplaced(),
            true,
            looks.upTo(),
            fleet.paused());
    return new Plan(
        view.version(),
        txns,
        again.isEmpty() && looks.upTo() == null
            ? nextLook(view, handled, draft, now)
            : Optional.of(Duration.ZERO),
        draft.notDone(),
        upkeep);
  }

  /** The agents at a moment, as decisions see them. */
  public Fleet fleet(ClusterView view, Now now) {
    return new Fleet(view, now, lostAfter, missingAllowed);
  }

  private static void look(ObjectRef ref, Extent extent, Pass pass) {
    try {
      switch (ref.kind()) {
        case AGENT -> {
          AgentRow row = pass.view().agent(ref.name());
          if (row != null) {
            new AgentStep(pass.fleet(), pass.now(), pass.draft()).step(row);
          }
        }
        case APP, JOB -> {
          WorkloadRow row = pass.view().workloads().get(ref);
          if (row != null) {
            new WorkloadStep(pass, extent).step(row);
          }
        }
        case TASK -> {
          TaskName name = new TaskName(ref.namespace(), ref.name());
          TaskRow row = pass.view().tasks().get(name);
          if (row != null && pass.view().responsible(name).equals(ref)) {
            new SoloStep(pass).step(row);
          }
        }
        case NAMESPACE -> {
          WorkloadRow row = pass.view().workloads().get(ref);
          if (row != null) {
            new NamespaceStep(pass).step(row);
          }
        }
        case VOLUME -> {
          WorkloadRow row = pass.view().workloads().get(ref);
          if (row != null) {
            new VolumeStep(pass).step(row);
          }
        }
        case QUEUE -> {
          WorkloadRow row = pass.view().workloads().get(ref);
          if (row != null) {
            new QueueStep(pass).step(row);
          }
        }
        case ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING -> {
          // Nothing follows from them.
        }
      }
    } catch (InvariantViolated e) {
      throw e;
    } catch (RuntimeException e) {
      // Its own quarantine failed too; the others must not notice.
      String message = e.getClass().getSimpleName() + ": " + e.getMessage();
      pass.draft().notDone(ref, new NotDone(NotDone.FAULTED, message, null));
    }
  }

  /** Whether what waits may fit: agents change with time too, by their maintenance. */
  private static boolean roomGrew(ClusterView view, SortedSet<ObjectRef> agenda) {
    return view.roomGrew() || agenda.stream().anyMatch(ref -> ref.kind() == Kind.AGENT);
  }

  /** What waits for room since earlier decisions, and is not looked at anyway. */
  private static List<Ask> waiting(ClusterView view, SortedSet<ObjectRef> work) {
    List<Ask> asks = new ArrayList<>();
    view.waiting()
        .forEach(
            (ref, waiting) -> {
              if (!work.contains(ref)) {
                asks.addAll(waiting);
              }
            });
    return asks;
  }

  /** Gangs that wait since earlier decisions, and are not looked at anyway: they get no room. */
  private static List<Ask> gangs(ClusterView view, SortedSet<ObjectRef> work) {
    return view.gangs().stream()
        .filter(gang -> !work.contains(gang.origin()))
        .limit(GANGS_MAX)
        .map(Ask::peaceful)
        .toList();
  }

  /** Those whose fate follows from an agent's, besides what is on the agenda. */
  private static NavigableSet<ObjectRef> following(
      NavigableMap<ObjectRef, Extent> agenda, ClusterView view, Fleet fleet) {
    NavigableSet<ObjectRef> more = new TreeSet<>();
    boolean brakeMoved = fleet.paused() != view.replacementPaused();
    for (String name : view.unsteady()) {
      AgentRow row = view.agent(name);
      if (row == null) {
        continue;
      }
      ObjectRef ref = new ObjectRef(Kind.AGENT, "", row.name());
      boolean absent = !row.alive();
      if (brakeMoved && absent) {
        more.add(ref);
      }
      Liveness life = fleet.liveness(row);
      boolean over = life == Liveness.LOST || life == Liveness.GONE;
      if (over && (agenda.containsKey(ref) || more.contains(ref))) {
        more.addAll(view.volumesOn(name));
        for (AttemptId attempt : row.assignments().keySet()) {
          more.add(view.responsible(new TaskName(attempt.namespace(), attempt.task())));
        }
      }
    }
    // Of some objects only other tasks may be there.
    more.removeIf(ref -> agenda.getOrDefault(ref, Extent.NONE).whole());
    return more;
  }

  private static Plan nothing(ClusterView view, Optional<Duration> lookAgainIn) {
    return nothing(view, lookAgainIn, view.replacementPaused());
  }

  private static Plan nothing(
      ClusterView view, Optional<Duration> lookAgainIn, boolean replacementPaused) {
    Upkeep upkeep =
        new Upkeep(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeSet<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            false,
            view.upTo(),
            replacementPaused);
    return new Plan(view.version(), List.of(), lookAgainIn, new TreeMap<>(), upkeep);
  }

  private static Optional<Duration> nextLook(
      ClusterView view, SortedMap<ObjectRef, Extent> handled, Draft draft, Now now) {
    Duration next = view.nextTimerExcept(handled);
    for (Duration timer : draft.timers().values()) {
      next = next == null || timer.compareTo(next) < 0 ? timer : next;
    }
    return wait(next, now);
  }

  private static Optional<Duration> wait(@Nullable Duration next, Now now) {
    if (next == null) {
      return Optional.empty();
    }
    Duration wait = next.minus(now.monotonic());
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }
}
