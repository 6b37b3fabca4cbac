package dev.meso.agent.reconcile;

import dev.meso.agent.reconcile.ContainerState.Ended;
import dev.meso.agent.reconcile.StopOrder.Cause;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.time.Now;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt's end is called.
 *
 * <ul>
 *   <li>It was asked to end, or is not assigned any more: Killed, whatever its exit code, which is
 *       kept. A program that ends well on SIGTERM was still killed, not done. But Lost when it was
 *       started and this machine knows nothing of it: it may run elsewhere, nobody ended it.
 *   <li>A container failed for good: Failed, with the exit of the one that failed first; Lost when
 *       nobody can know how it ended.
 *   <li>Otherwise every container did its work: Succeeded.
 * </ul>
 */
final class Verdicts {
  private Verdicts() {}

  /** The verdict, once every container is over. */
  static Optional<Verdict> of(Attempt attempt, Now now) {
    StopOrder stop = attempt.stop();
    if (attempt.alive()) {
      return Optional.empty();
    }
    if (stop != null) {
      return Optional.of(
          stop.cause() == Cause.CONTAINER_FAILED
              ? failed(attempt, now)
              : killed(attempt, stop.cause(), now));
    }
    if (!attempt.assigned() || attempt.containers().isEmpty()) {
      return Optional.empty();
    }
    boolean done =
        attempt.containers().stream()
            .allMatch(
                state ->
                    state.stage() instanceof Ended ended
                        && RestartPolicy.after(attempt.spec(), ended)
                            instanceof RestartPolicy.Next.Completed);
    return done
        ? Optional.of(
            new Verdict(
                TaskPhase.SUCCEEDED,
                0,
                null,
                Reasons.COMPLETED,
                "ended by itself with exit code 0",
                lastExit(attempt, now)))
        : Optional.empty();
  }

  /** The verdict upon an attempt that cannot be begun. */
  static Verdict badAssignment(String why, Now now) {
    return new Verdict(
        TaskPhase.FAILED,
        null,
        null,
        Reasons.BAD_ASSIGNMENT,
        "its assignment is wrong: " + why,
        now.wall());
  }

  /** The container that failed for good before any other did, while nobody had asked it to end. */
  static Optional<Ended> firstFailed(Attempt attempt) {
    return ended(attempt).stream()
        .filter(ended -> failedForGood(attempt.spec(), ended))
        .min(Comparator.comparing(Ended::seenAt).thenComparing(ended -> ended.exited().at()));
  }

  private static boolean failedForGood(TaskSpec spec, Ended ended) {
    return RestartPolicy.after(spec, ended) instanceof RestartPolicy.Next.Failed;
  }

  private static Verdict failed(Attempt attempt, Now now) {
    Ended first =
        firstFailed(attempt)
            .orElseThrow(
                () -> new IllegalStateException(attempt.ref() + " has no failed container"));
    Exit exited = first.exited();
    boolean unknown =
        switch (exited.reason()) {
          case Reasons.REBOOTED, Reasons.STATE_LOST, Reasons.SUPERVISOR_DIED -> true;
          default -> false;
        };
    int restarts = exited.id().run();
    return new Verdict(
        unknown ? TaskPhase.LOST : TaskPhase.FAILED,
        boxed(exited.exitCode()),
        boxed(exited.signal()),
        exited.reason(),
        describe(exited) + (restarts == 0 ? "" : " after " + restarts + " restarts in place"),
        lastExit(attempt, now));
  }

  private static Verdict killed(Attempt attempt, Cause cause, Now now) {
    String why =
        cause == Cause.UNASSIGNED ? "was no longer assigned to this agent" : "was asked to stop";
    List<Ended> ended = ended(attempt);
    if (ended.isEmpty()) {
      return new Verdict(
          TaskPhase.KILLED,
          null,
          null,
          Reasons.NEVER_STARTED,
          why + " before it was started",
          now.wall());
    }
    Exit telling =
        ended.stream()
            .map(Ended::exited)
            .filter(exited -> !exited.well())
            .findFirst()
            .orElse(ended.getFirst().exited());
    boolean unknown =
        ended.stream().anyMatch(one -> one.exited().reason().equals(Reasons.STATE_LOST));
    return new Verdict(
        unknown ? TaskPhase.LOST : TaskPhase.KILLED,
        boxed(telling.exitCode()),
        boxed(telling.signal()),
        unknown ? Reasons.STATE_LOST : Reasons.KILLED,
        why + "; " + describe(telling),
        lastExit(attempt, now));
  }

  /** A sentence about one container's end. */
  static String describe(Exit exited) {
    StringBuilder text = new StringBuilder("container ").append(exited.id().container());
    if (exited.signal().isPresent()) {
      text.append(" was ended by signal ").append(exited.signal().getAsInt());
    } else if (exited.exitCode().isPresent()) {
      text.append(" ended with exit code ").append(exited.exitCode().getAsInt());
    } else {
      text.append(" ended");
    }
    return exited.message().isEmpty()
        ? text.toString()
        : text.append(": ").append(exited.message()).toString();
  }

  private static List<Ended> ended(Attempt attempt) {
    return attempt.containers().stream()
        .map(ContainerState::stage)
        .filter(Ended.class::isInstance)
        .map(Ended.class::cast)
        .toList();
  }

  private static Instant lastExit(Attempt attempt, Now now) {
    return ended(attempt).stream()
        .map(ended -> ended.exited().at())
        .max(Comparator.naturalOrder())
        .orElse(now.wall());
  }

  static @Nullable Integer boxed(java.util.OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
