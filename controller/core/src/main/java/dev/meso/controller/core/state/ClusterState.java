package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.time.Now;
import dev.meso.controller.core.InvariantViolated;
import dev.meso.controller.core.allocation.Departure;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the leader knows: committed records, its own writes in flight, and what has to be
 * looked at. Changed by {@link #apply} alone; all of it can be rebuilt from the keys, apart from
 * what is called soft where it is declared.
 *
 * <p>Not thread-safe: one thread applies events and decides; others get a {@link #fork()}. When the
 * store goes back in revisions or is another cluster, throw the state away and make a new one.
 */
public final class ClusterState implements ClusterView {
  private final Set<String> unshared;
  private final Table table;
  private final Agenda agenda = new Agenda();
  private final Touches touches;
  private final NavigableMap<Long, Flight> inFlight = new TreeMap<>();
  private final NavigableSet<ObjectRef> alone = new TreeSet<>();
  private Now clock = new Now(java.time.Instant.EPOCH, Duration.ZERO);
  private long version;
  private long nextTxn = 1;
  private boolean inOffice;
  private boolean storeReachable = true;
  private Duration clocksSince = Duration.ZERO;
  private boolean replacementPaused;

  /** A state of which nothing is known, where every resource counts in the shares of queues. */
  public ClusterState() {
    this(Set.of());
  }

  /**
   * A state of which nothing is known.
   *
   * @param unshared resources that do not count in the shares of queues
   */
  public ClusterState(Set<String> unshared) {
    this.unshared = Collections.unmodifiableSet(new TreeSet<>(unshared));
    this.table = new Table(this.unshared);
    this.touches = new Touches(table, agenda);
  }

  /**
   * Takes an event in.
   *
   * @throws InvariantViolated when the event contradicts the state; the caller gives up leadership
   */
  public void apply(Event event) {
    version++;
    switch (event) {
      case Event.Put(Key key, Object value, long created, long modified) -> {
        String problem = WellFormed.problem(key, value);
        change(
            key,
            cell ->
                cell.news(modified)
                    && (problem == null
                        ? cell.put(table.keep(cell, value), null, created, modified)
                        : cell.put(null, problem, created, modified)));
      }
      case Event.Unreadable(Key key, String error, long created, long modified) ->
          change(key, cell -> cell.put(null, error, created, modified));
      case Event.Removed(Key key, long revision) -> change(key, cell -> cell.removed(revision));
      case Event.RevisionApplied(long revision) -> table.forgetUpTo(revision);
      case Event.Submitted(Plan plan) -> submit(plan);
      case Event.Acknowledged(long txn, long revision) -> acknowledge(txn, revision);
      case Event.Refused(long txn) -> refuse(txn);
      case Event.TookOffice _ -> {
        inOffice = true;
        agenda.open();
        restartClocks();
        touches.everything();
      }
      case Event.Dropped _ -> {
        inOffice = false;
        agenda.close();
        alone.clear();
        for (Long txn : new TreeSet<>(inFlight.keySet())) {
          forget(txn);
        }
      }
      case Event.StoreReachable _ -> {
        storeReachable = true;
        restartClocks();
      }
      case Event.StoreUnreachable _ -> storeReachable = false;
      case Event.Tick(Now now) -> clock = now;
    }
  }

  /** An independent copy, to be read and to be led on on any one thread. */
  public ClusterState fork() {
    return copy();
  }

  /** What this state would be if it had just read every key: everything is dirty. */
  ClusterState rebuilt() {
    ClusterState copy = copy();
    copy.touches.everything();
    return copy;
  }

  private ClusterState copy() {
    ClusterState copy = new ClusterState(unshared);
    copy.table.copyFrom(table);
    copy.agenda.copyFrom(agenda);
    inFlight.forEach((id, flight) -> copy.inFlight.put(id, copy.flight(flight.txn())));
    copy.alone.addAll(alone);
    copy.clock = clock;
    copy.version = version;
    copy.nextTxn = nextTxn;
    copy.inOffice = inOffice;
    copy.storeReachable = storeReachable;
    copy.clocksSince = clocksSince;
    copy.replacementPaused = replacementPaused;
    return copy;
  }

  /**
   * A transaction that is not answered yet.
   *
   * @param cells of its writes, in their order; they stay what they are until it is answered
   */
  private record Flight(PlannedTxn txn, List<Cell> cells) {}

  private interface Change {
    boolean on(Cell cell);
  }

  /** Who may do what is the business of the API servers. */
  private static boolean saysRights(Key key) {
    return switch (key) {
      case Key.Spec(Kind kind, _, _) -> kind.saysRights();
      case Key.Status(Kind kind, _, _) -> kind.saysRights();
      default -> false;
    };
  }

  private void change(Key key, Change change) {
    if (key instanceof Key.Leader
        || key instanceof Key.Barrier
        || key instanceof Key.Meta
        || key instanceof Key.Unknown
        || saysRights(key)) {
      return;
    }
    Cell cell = table.cell(key);
    boolean wasAlive = cell.present();
    Object before = cell.charged();
    boolean changed = change.on(cell);
    if (!changed && !cell.vacant()) {
      return;
    }
    if (changed) {
      touches.of(key);
      if (key instanceof Key.Assignment(_, AttemptId attempt)) {
        // It may be gone by now, and with it what it used.
        touches.volumesOf(before, attempt.namespace());
      }
    }
    table.place(cell);
    if (changed) {
      noteSoft(cell, wasAlive);
      touches.of(key);
    }
  }

  private void noteSoft(Cell cell, boolean wasPresent) {
    switch (cell.key()) {
      case Key.Alive(String agent) -> {
        AgentRow row = table.agentOf(agent);
        if (row != null && wasPresent && !cell.present()) {
          row.absentSince = clock.monotonic();
        }
      }
      case Key.Registration(String agent) -> {
        AgentRow row = table.agentOf(agent);
        if (row != null && !wasPresent && !row.alive()) {
          row.absentSince = clock.monotonic();
        }
      }
      default -> {}
    }
  }

  private void notePorts(PlannedWrite write) {
    if (write instanceof PlannedWrite.Put(Key.Assignment(String agent, _), Assignment assignment)) {
      AgentRoom room = table.account.rooms.room(agent);
      for (int port : assignment.ports().values()) {
        if (room != null) {
          table.account.rooms.portCursor(room, port + 1);
        }
      }
    }
  }

  private void submit(Plan plan) {
    if (plan.basis() != version - 1) {
      throw new InvariantViolated(
          "Plan of version " + plan.basis() + " submitted to version " + (version - 1));
    }
    for (PlannedTxn txn : plan.txns()) {
      Flight flight = flight(txn);
      inFlight.put(txn.id(), flight);
      nextTxn = Math.max(nextTxn, txn.id() + 1);
      for (int i = 0; i < flight.cells().size(); i++) {
        PlannedWrite write = txn.writes().get(i);
        Cell cell = flight.cells().get(i);
        cell.submit(write, txn.id());
        table.place(cell);
        notePorts(write);
        alone.remove(subject(write.key()));
      }
    }
    agenda.done(plan.upkeep());
    if (!plan.txns().isEmpty()) {
      agenda.companyCame();
    }
    boolean released = replacementPaused && !plan.upkeep().replacementPaused();
    replacementPaused = plan.upkeep().replacementPaused();
    if (released) {
      // Whoever is still missing gets its time anew: the others came back, it may be about to.
      restartClocks();
    }
  }

  private Flight flight(PlannedTxn txn) {
    return new Flight(txn, txn.writes().stream().map(write -> table.cell(write.key())).toList());
  }

  private void acknowledge(long id, long revision) {
    Flight flight = inFlight.remove(id);
    if (flight == null) {
      return; // From an earlier term; the watch tells what it did.
    }
    for (int i = 0; i < flight.cells().size(); i++) {
      PlannedWrite write = flight.txn().writes().get(i);
      Cell cell = flight.cells().get(i);
      if (write instanceof PlannedWrite.Put && !cell.present()) {
        // What was taken to be there is there: everything has been where it belongs since then.
        cell.acknowledge(revision);
        table.changed(write.key());
      } else {
        touches.of(write.key());
        cell.acknowledge(revision);
        table.place(cell);
      }
      touches.of(write.key());
      if (write instanceof PlannedWrite.Delete(Key.Assignment _) || mayBeEndedNow(write)) {
        agenda.roomGrew();
      }
    }
  }

  /**
   * Whether a write that has landed was about an attempt that might be ended for somebody who
   * waits: while it was in flight nobody could be.
   */
  private boolean mayBeEndedNow(PlannedWrite write) {
    if (!agenda.preemptorWaits()) {
      return false;
    }
    Assignment about =
        switch (write.key()) {
          case Key.Assignment(_, AttemptId attempt) -> current(attempt.namespace(), attempt.task());
          case Key.Status(Kind kind, String namespace, String name)
              when kind == Kind.TASK && namespace != null ->
              current(namespace, name);
          default -> null;
        };
    return about != null
        && !about.stopping()
        && (agenda.preemptorWaits(about.spec().priorityValue()) || table.account.guarantees());
  }

  private @Nullable Assignment current(String namespace, String name) {
    TaskRow row = table.tasks.get(new TaskName(namespace, name));
    return row == null ? null : row.currentAssignment();
  }

  private void refuse(long id) {
    Flight flight = inFlight.get(id);
    if (flight == null) {
      return;
    }
    PlannedTxn txn = flight.txn();
    NavigableSet<ObjectRef> subjects = new TreeSet<>();
    txn.writes().forEach(write -> subjects.add(subject(write.key())));
    if (subjects.size() > 1) {
      alone.addAll(subjects);
    }
    forget(id);
    for (PlannedGuard guard : txn.guards()) {
      touches.of(guard.key());
    }
  }

  private void forget(long id) {
    Flight flight = inFlight.remove(id);
    if (flight == null) {
      return;
    }
    for (int i = 0; i < flight.cells().size(); i++) {
      PlannedWrite write = flight.txn().writes().get(i);
      Cell cell = flight.cells().get(i);
      touches.of(write.key());
      cell.forgetFlight();
      table.place(cell);
      touches.of(write.key());
      if (write.key() instanceof Key.Assignment) {
        agenda.roomGrew();
      }
    }
  }

  private void restartClocks() {
    clocksSince = clock.monotonic();
    touches.everyAgent();
  }

  /** The object whose decision a write belongs to; tasks stand for themselves here. */
  private static ObjectRef subject(Key key) {
    return switch (key) {
      case Key.Spec(Kind kind, String namespace, String name) ->
          ObjectRef.of(kind, namespace, name);
      case Key.Status(Kind kind, String namespace, String name) ->
          ObjectRef.of(kind, namespace, name);
      case Key.Assignment(_, AttemptId attempt) ->
          new ObjectRef(Kind.TASK, attempt.namespace(), attempt.task());
      case Key.Report(_, AttemptId attempt) ->
          new ObjectRef(Kind.TASK, attempt.namespace(), attempt.task());
      case Key.Registration(String agent) -> new ObjectRef(Kind.AGENT, "", agent);
      case Key.Alive(String agent) -> new ObjectRef(Kind.AGENT, "", agent);
      case Key.Leader _, Key.Barrier _, Key.Meta _, Key.Unknown _ ->
          throw new InvariantViolated("Key " + key + " is not the leader's to plan");
    };
  }

  @Override
  public ObjectRef responsible(TaskName name) {
    return table.responsible(name);
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public long nextTxn() {
    return nextTxn;
  }

  /** Whether an event about a key at this revision would tell nothing new. */
  public boolean knows(Key key, long revision) {
    return table.knows(key, revision);
  }

  /** Every key that the store is known to hold, readable or not, as it was last heard of. */
  public List<Cell> stored() {
    return table.cells().stream().filter(Cell::present).toList();
  }

  /** The transactions in flight, by id. */
  public List<Long> flights() {
    return List.copyOf(inFlight.keySet());
  }

  @Override
  public int inFlight() {
    return inFlight.size();
  }

  @Override
  public boolean inOffice() {
    return inOffice;
  }

  @Override
  public boolean storeReachable() {
    return storeReachable;
  }

  @Override
  public Duration clocksSince() {
    return clocksSince;
  }

  @Override
  public boolean replacementPaused() {
    return replacementPaused;
  }

  @Override
  public NavigableMap<ObjectRef, WorkloadRow> workloads() {
    return Collections.unmodifiableNavigableMap(table.workloads);
  }

  @Override
  public Map<TaskName, TaskRow> tasks() {
    return Collections.unmodifiableMap(table.tasks);
  }

  @Override
  public boolean anyTask(String namespace) {
    return table.anyTask(namespace);
  }

  @Override
  public NavigableMap<String, AgentRow> agents() {
    return Collections.unmodifiableNavigableMap(table.agents);
  }

  @Override
  public @Nullable AgentRow agent(String name) {
    return table.agentOf(name);
  }

  @Override
  public NavigableSet<String> unsteady() {
    return Collections.unmodifiableNavigableSet(table.unsteady);
  }

  @Override
  public Rooms rooms() {
    return table.account.rooms;
  }

  @Override
  public QueueTree queues() {
    return table.account.queues;
  }

  @Override
  public NavigableSet<ObjectRef> volumesOn(String agent) {
    return table.account.volumesOn(agent);
  }

  @Override
  public NavigableSet<TaskName> nominated() {
    return Collections.unmodifiableNavigableSet(table.nominated);
  }

  @Override
  public List<Departure> departures(Instant now) {
    Account account = table.account;
    return account.departures.none()
        ? List.of()
        : account.departures.list(table.agents, table.tasks, account, now);
  }

  @Override
  public NavigableSet<Ask> gangs() {
    return agenda.gangs();
  }

  @Override
  public boolean roomGrew() {
    return agenda.roomHasGrown();
  }

  @Override
  public NavigableMap<ObjectRef, SortedSet<Ask>> waiting() {
    return agenda.waiting();
  }

  @Override
  public SortedSet<String> waitingQueues(SortedSet<ObjectRef> except) {
    return agenda.waitingQueues(except);
  }

  @Override
  public NavigableMap<ObjectRef, Extent> agenda(Now now) {
    return agenda.due(now);
  }

  @Override
  public @Nullable ObjectRef upTo() {
    return agenda.upTo();
  }

  @Override
  public @Nullable Duration nextTimer() {
    return agenda.nextTimer();
  }

  @Override
  public @Nullable Duration nextTimerExcept(SortedMap<ObjectRef, Extent> looks) {
    return agenda.nextTimerExcept(looks);
  }

  @Override
  public SortedSet<ObjectRef> alone() {
    return Collections.unmodifiableSortedSet(alone);
  }
}
