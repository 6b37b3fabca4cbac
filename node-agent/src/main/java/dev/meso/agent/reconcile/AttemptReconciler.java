package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.reconcile.ContainerAction.Destroy;
import dev.meso.agent.reconcile.ContainerAction.Kill;
import dev.meso.agent.reconcile.ContainerAction.Start;
import dev.meso.agent.reconcile.ContainerAction.Terminate;
import dev.meso.agent.reconcile.ContainerState.Ended;
import dev.meso.agent.reconcile.ContainerState.Launching;
import dev.meso.agent.reconcile.ContainerState.Sent;
import dev.meso.agent.reconcile.ContainerState.Stage;
import dev.meso.agent.reconcile.ContainerState.Up;
import dev.meso.agent.reconcile.ContainerState.Waiting;
import dev.meso.agent.reconcile.StopOrder.Cause;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.time.Now;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an agent does about one attempt: a pure function of what is asked and what is observed.
 *
 * <p>Goals, in order: an attempt that should end ends; nothing runs that is not assigned; nothing
 * is started twice; what is assigned runs. It is level-triggered: it looks at the whole state each
 * time, so a lost or repeated event does no harm, and a new process that recovered its containers
 * goes on where the last one was killed.
 *
 * <p>The stop protocol: SIGTERM to every container, SIGKILL to what is left when the grace period
 * is over, SIGKILL again each {@link #KILL_AGAIN} as long as something is left. A shorter grace
 * period that comes later counts from the first order, so that it can hurry a stop. An agent that
 * was restarted during a stop begins it anew.
 *
 * <p>When one of several containers has failed for good the others are stopped in the same way, and
 * the attempt is Failed with the exit of the first.
 */
final class AttemptReconciler {
  static final Duration KILL_AGAIN = Duration.ofSeconds(5);

  private AttemptReconciler() {}

  /**
   * What follows.
   *
   * @param attempt as it is once the actions are under way
   * @param actions for the driver, in this order
   * @param wakeAt when to look again though nothing has changed, by the monotonic clock
   * @param forgotten it is over, nothing wants it any more, and the driver was told to forget it
   */
  record Step(
      Attempt attempt,
      List<ContainerAction> actions,
      Optional<Duration> wakeAt,
      boolean forgotten) {}

  static Step step(Attempt attempt, Permit permit, Now now, Supplier<String> uuids) {
    Attempt next = order(attempt, permit, now);
    Work work = new Work();
    List<ContainerState> containers = new ArrayList<>();
    for (ContainerState state : next.containers()) {
      containers.add(state.with(stage(next, state, permit, now, work)));
    }
    next = replace(next, containers);
    if (next.verdict() == null && (permit.reported() || !next.waits())) {
      Optional<Verdict> verdict = Verdicts.of(next, now);
      if (verdict.isPresent()) {
        next = next.withVerdict(verdict.get());
      }
    }
    next = remember(next, now, uuids);
    boolean forgotten =
        next.verdict() != null && !next.assigned() && permit.listed() && !next.alive();
    if (forgotten) {
      for (ContainerState state : next.containers()) {
        if (state.stage() instanceof Ended ended) {
          work.actions.add(new Destroy(ended.exited().id()));
        }
      }
    }
    return new Step(next, work.actions, Optional.ofNullable(work.wakeAt), forgotten);
  }

  /** Whether the attempt should end, and since when. */
  private static Attempt order(Attempt attempt, Permit permit, Now now) {
    StopOrder stop = attempt.stop();
    if (stop != null) {
      return stop.grace().equals(attempt.grace())
          ? attempt
          : attempt.withStop(new StopOrder(stop.cause(), stop.since(), attempt.grace()));
    }
    Cause cause = cause(attempt, permit);
    return cause == null
        ? attempt
        : attempt.withStop(new StopOrder(cause, now.monotonic(), attempt.grace()));
  }

  private static @Nullable Cause cause(Attempt attempt, Permit permit) {
    if (attempt.verdict() != null) {
      return attempt.alive() ? Cause.ALREADY_OVER : null;
    }
    if (!attempt.assigned()) {
      return permit.listed() ? Cause.UNASSIGNED : null;
    }
    // Asked before failed: after a restart of the agent a container that our SIGTERM ended looks
    // like one that failed by itself.
    Assignment assignment = attempt.assignment();
    if (assignment != null && assignment.stopping()) {
      return Cause.ASKED;
    }
    return Verdicts.firstFailed(attempt).isPresent() ? Cause.CONTAINER_FAILED : null;
  }

  private static Stage stage(
      Attempt attempt, ContainerState state, Permit permit, Now now, Work work) {
    return switch (state.stage()) {
      case Waiting _ when permit.mayStart() && mayRun(attempt) && !held(attempt) ->
          launch(attempt, state, 0, work);
      case Waiting waiting -> waiting;
      case Launching launching -> launching;
      case Up up -> attempt.stop() == null ? up : stop(up, attempt.stop(), now, work);
      case Ended ended when mayRun(attempt) -> restart(attempt, state, ended, now, work);
      case Ended ended -> ended;
    };
  }

  private static boolean mayRun(Attempt attempt) {
    return attempt.assigned() && attempt.stop() == null && attempt.verdict() == null;
  }

  /** A member of a gang is not started before all of them have their agents. */
  private static boolean held(Attempt attempt) {
    Assignment assignment = attempt.assignment();
    return assignment != null && assignment.mustWait();
  }

  private static Stage restart(
      Attempt attempt, ContainerState state, Ended ended, Now now, Work work) {
    Assignment assignment = attempt.assignment();
    if (assignment != null
        && RestartPolicy.after(assignment.spec(), ended)
            instanceof RestartPolicy.Next.Restart(Duration after)) {
      Duration due = ended.seenAt().plus(after);
      if (now.monotonic().compareTo(due) >= 0) {
        return launch(attempt, state, ended.exited().id().run() + 1, work);
      }
      work.wakeAt(due);
    }
    return ended;
  }

  private static Stage launch(Attempt attempt, ContainerState state, int run, Work work) {
    Assignment assignment = attempt.assignment();
    if (assignment == null) {
      return state.stage();
    }
    work.actions.add(new Start(attempt.ref().container(state.name(), run), assignment));
    return new Launching(run);
  }

  private static Stage stop(Up up, StopOrder stop, Now now, Work work) {
    ContainerId id = up.running().id();
    Duration time = now.monotonic();
    if (time.compareTo(stop.deadline()) >= 0) {
      Duration again = up.sentAt().plus(KILL_AGAIN);
      if (up.sent() == Sent.KILL && time.compareTo(again) < 0) {
        work.wakeAt(again);
        return up;
      }
      work.actions.add(new Kill(id));
      work.wakeAt(time.plus(KILL_AGAIN));
      return new Up(up.running(), Sent.KILL, time);
    }
    work.wakeAt(stop.deadline());
    if (up.sent() != Sent.NOTHING) {
      return up;
    }
    work.actions.add(new Terminate(id));
    return new Up(up.running(), Sent.TERMINATE, time);
  }

  private static Attempt remember(Attempt attempt, Now now, Supplier<String> uuids) {
    TaskPhase phase = AttemptReport.phase(attempt);
    Verdict verdict = attempt.verdict();
    String reason = verdict == null ? null : verdict.reason();
    return attempt.withHistory(
        attempt
            .history()
            .reached(phase, verdict == null ? now.wall() : verdict.at(), reason, uuids));
  }

  private static Attempt replace(Attempt attempt, List<ContainerState> containers) {
    return new Attempt(
        attempt.ref(),
        attempt.assignment(),
        attempt.assigned(),
        containers,
        attempt.stop(),
        attempt.verdict(),
        attempt.history(),
        attempt.startedAt());
  }

  /** Collects what a step wants; lives for one step. */
  private static final class Work {
    private final List<ContainerAction> actions = new ArrayList<>();
    private @Nullable Duration wakeAt;

    void wakeAt(Duration at) {
      if (wakeAt == null || at.compareTo(wakeAt) < 0) {
        wakeAt = at;
      }
    }
  }
}
