package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import dev.meso.agent.driver.Recovered;
import dev.meso.agent.driver.Running;
import dev.meso.api.record.AttemptId;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.WatchSignal;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.List;

/** What {@link ReconcileActor} is told. */
public sealed interface ReconcileMessage {

  /** The first message: what the driver found of an earlier process of this agent. */
  record Begin(List<Recovered> recovered) implements ReconcileMessage {
    public Begin {
      recovered = List.copyOf(recovered);
    }
  }

  /** The agent's alive key stands, under a new lease. */
  record SessionStarted(long createRevision) implements ReconcileMessage {}

  /** Until then, by the monotonic clock, no other agent has the name. */
  record SessionExtended(Duration until) implements ReconcileMessage {}

  /** The agent's alive key does not stand any more, or may not. */
  record SessionLost() implements ReconcileMessage {}

  /**
   * An agent of another uid holds the name: this one was found lost and was replaced, so nothing
   * under the name is assigned to this machine, until a session of its own starts.
   */
  record Replaced() implements ReconcileMessage {}

  /** The driver started a container. */
  record Started(Running running) implements ReconcileMessage {}

  /** A container could not be started; nothing of it runs. */
  record StartFailed(ContainerId id, String reason, String message) implements ReconcileMessage {}

  /** A container ended. */
  record ContainerExited(Exited exited) implements ReconcileMessage {}

  /** A page of assignments. */
  record AssignmentsRead(long generation, Result<RangeResult> page) implements ReconcileMessage {}

  /** The watch of the assignments said something. */
  record AssignmentsWatched(long generation, WatchSignal signal) implements ReconcileMessage {}

  /** It is time to read the assignments again. */
  record AssignmentsDue(long generation) implements ReconcileMessage {}

  /** A page of this agent's reports. */
  record ReportsRead(long loading, Result<RangeResult> page) implements ReconcileMessage {}

  /** It is time to read the reports again. */
  record ReportsDue(long loading) implements ReconcileMessage {}

  /** What became of a write. */
  record ReportCommitted(AttemptId key, long write, Result<TxnResult> result)
      implements ReconcileMessage {}

  /** A report, read back because the outcome of a write was unknown. */
  record ReportReadBack(AttemptId key, long write, Result<RangeResult> result)
      implements ReconcileMessage {}

  /** It is time to write again after a failure. */
  record ReportsRetry() implements ReconcileMessage {}

  /**
   * It is time to look for reports that landed late.
   *
   * @param doubts writes of unknown outcome that there were when this was asked for
   */
  record StragglersDue(long loading, long doubts) implements ReconcileMessage {}

  /** A page of this agent's reports, among which some may have landed late. */
  record StragglersRead(long loading, Result<RangeResult> page) implements ReconcileMessage {}

  /** It is time to offer again what the store rejected. */
  record RejectedReportsRetry() implements ReconcileMessage {}

  /** Some time passed. */
  record Tick() implements ReconcileMessage {}
}
