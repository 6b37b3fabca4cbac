package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Recovered;
import dev.meso.agent.reconcile.AttemptReconciler.Step;
import dev.meso.agent.reconcile.ContainerState.Waiting;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Effects;
import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The agent's loop: hears assignments, the driver, its session and the clock, gives each attempt
 * that may be concerned to {@link AttemptReconciler}, passes the actions on, and sees that reports
 * say what is.
 *
 * <p>What it keeps is rebuilt after a restart from the driver's recovery, the assignments and its
 * own reports. Until it has heard all three, and has a session, it starts nothing; what runs is
 * left running for as long as the assignments were not read, and a store that fails or falls silent
 * changes nothing.
 *
 * <p>When another agent has taken its name, the assignments and reports are that one's: it ends all
 * that it runs and reports nothing, and begins anew with its next session.
 *
 * <p>Two attempts never share a key: one whose task was deleted and created again under the same
 * name waits until the earlier one is over and forgotten. A port of an attempt that is being
 * stopped is waited for in the same way.
 */
public final class ReconcileActor
    implements Actor<ReconcileMessage, Effect<ReconcileMessage, ReconcileOutput>> {

  /** How long a report that says no more than Starting is held back: most starts are quicker. */
  static final Duration QUIET = Duration.ofMillis(500);

  private final Keyspace keys;
  private final Supplier<String> uuids;
  private final AssignmentFeed feed;
  private final ReportOutbox outbox;
  private final NavigableMap<UniqueAttempt, Tracked> attempts = new TreeMap<>();
  private boolean begun;
  private boolean replaced;
  private Duration nameUntil = Duration.ZERO;
  private @Nullable Duration alarm;

  /**
   * A new one, which waits for {@link ReconcileMessage.Begin}.
   *
   * @param uuids for transitions
   * @param seed for back-off
   */
  public ReconcileActor(Keyspace keys, String agent, Supplier<String> uuids, long seed) {
    this.keys = keys;
    this.uuids = uuids;
    this.feed = new AssignmentFeed(keys.assignmentsOf(agent), seed);
    this.outbox = new ReportOutbox(keys, agent, seed + 1);
  }

  @Override
  public List<Effect<ReconcileMessage, ReconcileOutput>> on(ReconcileMessage message, Now now) {
    Effects<ReconcileMessage, ReconcileOutput> effects = new Effects<>();
    hear(message, now, effects);
    reconcile(now, effects);
    outbox.pump(effects);
    setAlarm(now, effects);
    return effects.list();
  }

  private void hear(
      ReconcileMessage message, Now now, Effects<ReconcileMessage, ReconcileOutput> effects) {
    switch (message) {
      case ReconcileMessage.Begin(List<Recovered> recovered) -> begin(recovered, now, effects);
      case ReconcileMessage.SessionStarted(long createRevision) -> {
        if (replaced) {
          replaced = false;
          feed.list(effects);
        }
        nameUntil = Duration.ZERO;
        outbox.sessionStarted(createRevision, effects);
      }
      case ReconcileMessage.SessionExtended(Duration until) -> nameUntil = until;
      case ReconcileMessage.SessionLost() -> outbox.sessionLost();
      case ReconcileMessage.Replaced() -> replaced(effects);
      case ReconcileMessage.Started started -> started(started, effects);
      case ReconcileMessage.StartFailed(ContainerId id, String reason, String text) ->
          change(
              UniqueAttempt.of(id),
              attempt -> attempt.exited(Exit.unseen(id, reason, text, now.wall()), false, now));
      case ReconcileMessage.ContainerExited(var exited) ->
          change(
              UniqueAttempt.of(exited.id()), attempt -> attempt.exited(Exit.of(exited), true, now));
      case ReconcileMessage.AssignmentsRead read -> take(feed.on(read, effects), now, effects);
      case ReconcileMessage.AssignmentsWatched seen -> take(feed.on(seen, effects), now, effects);
      case ReconcileMessage.AssignmentsDue due -> feed.on(due, effects);
      case ReconcileMessage.ReportsRead read -> {
        if (outbox.on(read, effects)) {
          adopt(now);
        }
      }
      case ReconcileMessage.ReportsDue due -> outbox.on(due, effects);
      case ReconcileMessage.ReportCommitted committed -> outbox.on(committed, effects);
      case ReconcileMessage.ReportReadBack read -> outbox.on(read, effects);
      case ReconcileMessage.StragglersDue due -> outbox.on(due, effects);
      case ReconcileMessage.StragglersRead read -> outbox.on(read, effects);
      case ReconcileMessage.ReportsRetry() -> outbox.retry();
      case ReconcileMessage.RejectedReportsRetry() -> outbox.retryRejected();
      case ReconcileMessage.Tick() -> alarm = null;
    }
  }

  private void begin(
      List<Recovered> recovered, Now now, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (begun) {
      throw new IllegalStateException("The reconciler was begun twice");
    }
    begun = true;
    Map<String, Recovered> newest = new TreeMap<>();
    for (Recovered found : recovered) {
      ContainerId id = found.id();
      Recovered other = newest.get(slot(id));
      if (other == null || other.id().run() < id.run()) {
        newest.put(slot(id), found);
      }
    }
    for (Recovered found : recovered) {
      if (!found.equals(newest.get(slot(found.id())))) {
        // An earlier run of a container that was started again.
        effects.emit(new ReconcileOutput.Act(new ContainerAction.Destroy(found.id())));
        continue;
      }
      Tracked tracked = track(UniqueAttempt.of(found.id()), now);
      tracked.become(
          switch (found) {
            case Recovered.StillRunning(var running) -> tracked.attempt.found(running);
            case Recovered.HasExited(var exited) -> tracked.attempt.found(Exit.of(exited), now);
          });
    }
    feed.list(effects);
  }

  /** Assignments and reports under the name are another machine's; what runs here must end. */
  private void replaced(Effects<ReconcileMessage, ReconcileOutput> effects) {
    replaced = true;
    feed.stop(effects);
    outbox.disown();
    for (Tracked tracked : attempts.values()) {
      tracked.become(tracked.attempt.unassigned());
      // Even one that was not assigned before: only now is it known that it never will be.
      tracked.dirty = true;
    }
  }

  private static String slot(ContainerId id) {
    return UniqueAttempt.of(id) + "/" + id.container();
  }

  private void started(
      ReconcileMessage.Started started, Effects<ReconcileMessage, ReconcileOutput> effects) {
    ContainerId id = started.running().id();
    change(UniqueAttempt.of(id), attempt -> attempt.started(started.running()));
    if (id.run() > 0) {
      ContainerId before = UniqueAttempt.of(id).container(id.container(), id.run() - 1);
      effects.emit(new ReconcileOutput.Act(new ContainerAction.Destroy(before)));
    }
  }

  private void take(
      AssignmentFeed.News news, Now now, Effects<ReconcileMessage, ReconcileOutput> effects) {
    switch (news) {
      case AssignmentFeed.News.Nothing() -> {}
      case AssignmentFeed.News.Whole(List<Entry> entries) -> {
        Set<UniqueAttempt> named = new TreeSet<>();
        Set<AttemptId> unreadable = new TreeSet<>();
        for (Entry entry : entries) {
          if (keys.parse(entry.key()) instanceof Key.Assignment(String _, AttemptId id)) {
            UniqueAttempt ref = assign(id, entry, now, effects);
            if (ref == null) {
              unreadable.add(id);
            } else {
              named.add(ref);
            }
          }
        }
        for (Tracked tracked : attempts.values()) {
          UniqueAttempt ref = tracked.attempt.ref();
          if (!named.contains(ref) && !unreadable.contains(ref.id())) {
            tracked.become(tracked.attempt.unassigned());
            tracked.dirty = true;
          }
        }
      }
      case AssignmentFeed.News.Changes(List<Change> changes) -> {
        for (Change change : changes) {
          if (keys.parse(change.key()) instanceof Key.Assignment(String _, AttemptId id)) {
            UniqueAttempt ref =
                switch (change) {
                  case Change.Put(Entry entry) -> assign(id, entry, now, effects);
                  case Change.Deleted _ -> null;
                };
            if (ref != null || change instanceof Change.Deleted) {
              unassignOthers(id, ref);
            }
          }
        }
      }
    }
  }

  /** Takes an assignment; absent when its value does not even name a task. */
  private @Nullable UniqueAttempt assign(
      AttemptId id, Entry entry, Now now, Effects<ReconcileMessage, ReconcileOutput> effects) {
    return switch (AssignmentReader.read(id, entry.value())) {
      case AssignmentReader.Read.Good(Assignment assignment) -> {
        Tracked tracked = track(UniqueAttempt.of(assignment), now);
        tracked.become(tracked.attempt.assigned(assignment));
        adopt(tracked, now);
        yield tracked.attempt.ref();
      }
      case AssignmentReader.Read.Bad(UniqueAttempt ref, String why) -> {
        notice("Assignment could not be carried out", entry.key(), why, effects);
        boolean known = attempts.containsKey(ref);
        Tracked tracked = track(ref, now);
        tracked.become(tracked.attempt.assignedUnreadably());
        if (!known) {
          tracked.become(tracked.attempt.withVerdict(Verdicts.badAssignment(why, now)));
          adopt(tracked, now);
        }
        yield ref;
      }
      case AssignmentReader.Read.Nameless(String why) -> {
        notice("Assignment could not be read", entry.key(), why, effects);
        // It may be about any attempt of this key; nobody is stopped on a guess.
        of(id).forEach(tracked -> tracked.become(tracked.attempt.assignedUnreadably()));
        yield null;
      }
    };
  }

  private void unassignOthers(AttemptId id, @Nullable UniqueAttempt assigned) {
    for (Tracked tracked : of(id)) {
      if (!tracked.attempt.ref().equals(assigned)) {
        tracked.become(tracked.attempt.unassigned());
      }
    }
  }

  private void adopt(Now now) {
    for (Tracked tracked : attempts.values()) {
      adopt(tracked, now);
      // Its end may have waited for what was reported, and nothing was.
      tracked.dirty |= tracked.attempt.stop() != null && tracked.attempt.verdict() == null;
    }
  }

  private void adopt(Tracked tracked, Now now) {
    Report earlier = outbox.ready() ? outbox.stored(tracked.attempt.ref().id()) : null;
    if (earlier != null && UniqueAttempt.of(earlier).equals(tracked.attempt.ref())) {
      tracked.become(tracked.attempt.adopting(earlier, now));
    }
  }

  private Tracked track(UniqueAttempt ref, Now now) {
    return attempts.computeIfAbsent(
        ref, _ -> new Tracked(Attempt.unknown(ref), now.monotonic().plus(QUIET)));
  }

  private void change(UniqueAttempt ref, UnaryOperator<Attempt> change) {
    Tracked tracked = attempts.get(ref);
    if (tracked != null) {
      tracked.become(change.apply(tracked.attempt));
    }
  }

  private void reconcile(Now now, Effects<ReconcileMessage, ReconcileOutput> effects) {
    List<Tracked> turn = new ArrayList<>();
    for (Tracked tracked : attempts.values()) {
      boolean due = tracked.wakeAt != null && tracked.wakeAt.compareTo(now.monotonic()) <= 0;
      if (tracked.dirty || due || blocked(tracked.attempt)) {
        turn.add(tracked);
      }
    }
    turn.forEach(tracked -> step(tracked, now, effects));
    if (feed.listed() && outbox.ready()) {
      for (AttemptId id : outbox.undecided()) {
        if (holderOf(id).isEmpty()) {
          outbox.wantNone(id);
        }
      }
    }
  }

  /** Whether it waits for something that is not its own. */
  private static boolean blocked(Attempt attempt) {
    return attempt.assigned()
        && attempt.stop() == null
        && attempt.verdict() == null
        && attempt.containers().stream().anyMatch(state -> state.stage() instanceof Waiting);
  }

  private void step(Tracked tracked, Now now, Effects<ReconcileMessage, ReconcileOutput> effects) {
    Attempt before = tracked.attempt;
    boolean holds = holderOf(before.ref().id()).orElseThrow() == tracked;
    Permit permit =
        new Permit(
            feed.listed() || replaced, outbox.ready() || replaced, holds && mayStart(before, now));
    Step step = AttemptReconciler.step(before, permit, now, uuids);
    if (!step.forgotten() && (tracked.dirty || !before.equals(step.attempt()))) {
      // Before the actions: whoever collects sandboxes must know of it when one is made.
      effects.emit(new ReconcileOutput.Changed(step.attempt()));
    }
    for (ContainerAction action : step.actions()) {
      effects.emit(new ReconcileOutput.Act(action));
    }
    tracked.attempt = step.attempt();
    tracked.dirty = false;
    tracked.wakeAt = step.wakeAt().orElse(null);
    if (step.forgotten()) {
      forget(tracked, holds, effects);
      return;
    }
    if (holds && !replaced) {
      report(tracked, now);
    }
  }

  private void forget(
      Tracked tracked, boolean holds, Effects<ReconcileMessage, ReconcileOutput> effects) {
    UniqueAttempt ref = tracked.attempt.ref();
    attempts.remove(ref);
    effects.emit(new ReconcileOutput.Forgotten(ref));
    if (holds) {
      if (!replaced) {
        outbox.wantNone(ref.id());
      }
      // Whoever waited for the key has it now.
      holderOf(ref.id()).ifPresent(next -> next.dirty = true);
    }
  }

  private void report(Tracked tracked, Now now) {
    Attempt attempt = tracked.attempt;
    boolean first = outbox.stored(attempt.ref().id()) == null;
    boolean sayable =
        attempt.verdict() != null || AttemptReport.phase(attempt) != TaskPhase.STARTING;
    if (first && !sayable && now.monotonic().compareTo(tracked.quietUntil) < 0) {
      if (tracked.wakeAt == null || tracked.quietUntil.compareTo(tracked.wakeAt) < 0) {
        tracked.wakeAt = tracked.quietUntil;
      }
      return;
    }
    outbox.want(attempt.ref().id(), AttemptReport.of(attempt));
  }

  /** Whose the key is: an attempt that is not assigned any more keeps it until it is forgotten. */
  private Optional<Tracked> holderOf(AttemptId id) {
    List<Tracked> rivals = of(id);
    for (Tracked rival : rivals) {
      if (!rival.attempt.assigned()) {
        return Optional.of(rival);
      }
    }
    return rivals.isEmpty() ? Optional.empty() : Optional.of(rivals.getFirst());
  }

  /** The attempts of one key, of different uids. */
  private List<Tracked> of(AttemptId id) {
    List<Tracked> found = new ArrayList<>(1);
    for (Tracked tracked : attempts.tailMap(new UniqueAttempt(id, ""), true).values()) {
      if (!tracked.attempt.ref().id().equals(id)) {
        break;
      }
      found.add(tracked);
    }
    return found;
  }

  private boolean mayStart(Attempt attempt, Now now) {
    // After a pause the session is over, though nobody has said so yet; what was assigned in the
    // meantime may be for a machine that has taken the name.
    boolean named = now.monotonic().compareTo(nameUntil) < 0;
    return named && outbox.ready() && feed.current() && portsAreFree(attempt);
  }

  private boolean portsAreFree(Attempt attempt) {
    Assignment wanted = attempt.assignment();
    if (wanted == null || wanted.ports().isEmpty()) {
      return true;
    }
    for (Tracked other : attempts.values()) {
      Attempt held = other.attempt;
      boolean ending = held.stop() != null || !held.assigned();
      if (!held.ref().equals(attempt.ref())
          && ending
          && held.alive()
          && held.assignment() != null
          && held.assignment().ports().values().stream()
              .anyMatch(port -> wanted.ports().containsValue(port))) {
        return false;
      }
    }
    return true;
  }

  private void setAlarm(Now now, Effects<ReconcileMessage, ReconcileOutput> effects) {
    Duration next = null;
    for (Tracked tracked : attempts.values()) {
      if (tracked.wakeAt != null && (next == null || tracked.wakeAt.compareTo(next) < 0)) {
        next = tracked.wakeAt;
      }
    }
    if (next != null && (alarm == null || next.compareTo(alarm) < 0)) {
      alarm = next;
      Duration wait = next.minus(now.monotonic());
      effects.after(wait.isNegative() ? Duration.ZERO : wait, new ReconcileMessage.Tick());
    }
  }

  private static void notice(
      String what,
      String object,
      String detail,
      Effects<ReconcileMessage, ReconcileOutput> effects) {
    effects.emit(new ReconcileOutput.Noticed(what, object, detail));
  }
}
