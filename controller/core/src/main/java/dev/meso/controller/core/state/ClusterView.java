package dev.meso.controller.core.state;

import dev.meso.api.time.Now;
import dev.meso.controller.core.allocation.Departure;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a cluster. A view from {@link ClusterState#fork()} belongs to whoever asked
 * for it; the state itself is read only on the thread that owns it.
 */
public sealed interface ClusterView permits ClusterState {

  /** Grows with every event. */
  long version();

  /** The number of the next transaction. */
  long nextTxn();

  /** How many transactions are in flight. */
  int inFlight();

  /** Whether this controller leads. */
  boolean inOffice();

  /** Whether reads and the watch work. */
  boolean storeReachable();

  /** Since when the clocks that prove silence run: office, or the end of the last outage. */
  Duration clocksSince();

  /** Whether the last decision found too many agents missing to replace their tasks. */
  boolean replacementPaused();

  /** Apps, Jobs and Namespaces by name. */
  NavigableMap<ObjectRef, WorkloadRow> workloads();

  /** Whatever there is under the names of tasks, in the order in which it was first heard of. */
  Map<TaskName, TaskRow> tasks();

  /** Whether there is anything under a task's name in a namespace. */
  boolean anyTask(String namespace);

  /** Every agent, in the order of their names. */
  NavigableMap<String, AgentRow> agents();

  /** The agent of a name, if there is one. */
  @Nullable AgentRow agent(String name);

  /** Agents that are not alive, have not registered, or are declared gone. */
  NavigableSet<String> unsteady();

  /** What is taken of every agent. Whoever decides may try placements, and takes them back. */
  Rooms rooms();

  /** What the queues have and may have. Whoever decides may try charges, and takes them back. */
  QueueTree queues();

  /** Tasks for which an agent is being cleared. */
  NavigableSet<TaskName> nominated();

  /**
   * Attempts of which it is known when they will have ended, those first that end first; at most
   * {@value Departure#LISTED_MAX}.
   */
  List<Departure> departures(Instant now);

  /** Gangs that wait for room, in the order in which they are served inside a queue. */
  NavigableSet<Ask> gangs();

  /** Whether room grew somewhere since what waits for room was last considered. */
  boolean roomGrew();

  /** Whose tasks wait for room, and what they ask for. */
  NavigableMap<ObjectRef, SortedSet<Ask>> waiting();

  /** The queues of what waits for room, leaving these objects out. */
  SortedSet<String> waitingQueues(SortedSet<ObjectRef> except);

  /** What must be looked at now, and how far: what changed, and what has waited long enough. */
  NavigableMap<ObjectRef, Extent> agenda(Now now);

  /** Where the next decision begins: behind this one; at the first when absent. */
  @Nullable ObjectRef upTo();

  /** When something must be looked at because of time, as monotonic time. */
  @Nullable Duration nextTimer();

  /** The same, leaving out what these looks settle. */
  @Nullable Duration nextTimerExcept(SortedMap<ObjectRef, Extent> looks);

  /** Objects whose transactions were refused together with others; they go alone next time. */
  SortedSet<ObjectRef> alone();

  /** Who looks after the records under a task's name. */
  ObjectRef responsible(TaskName name);

  /** The volumes that are bound to an agent. */
  NavigableSet<ObjectRef> volumesOn(String agent);
}
