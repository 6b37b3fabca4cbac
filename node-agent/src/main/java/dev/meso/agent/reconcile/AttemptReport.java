package dev.meso.agent.reconcile;

import dev.meso.agent.reconcile.ContainerState.Ended;
import dev.meso.agent.reconcile.ContainerState.Launching;
import dev.meso.agent.reconcile.ContainerState.Up;
import dev.meso.agent.reconcile.ContainerState.Waiting;
import dev.meso.api.record.Report;
import dev.meso.api.record.Report.ContainerReport;
import dev.meso.api.task.TaskPhase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is reported about an attempt: a function of its state, so a report never needs another. */
final class AttemptReport {
  /** Characters of a message at most. */
  static final int MESSAGE_MAX = 1_024;

  private AttemptReport() {}

  /**
   * The phase: Running when every container runs or has done its work, Starting before that and
   * while one waits to be started again. While it is being stopped the phase stays what it was.
   */
  static TaskPhase phase(Attempt attempt) {
    Verdict verdict = attempt.verdict();
    if (verdict != null) {
      return verdict.phase();
    }
    TaskPhase last = attempt.history().lastPhase();
    if (attempt.stop() != null && last != null && !last.terminal()) {
      return last;
    }
    boolean running =
        !attempt.containers().isEmpty()
            && attempt.alive()
            && attempt.containers().stream().allMatch(state -> runsOrIsDone(attempt, state));
    return running ? TaskPhase.RUNNING : TaskPhase.STARTING;
  }

  private static boolean runsOrIsDone(Attempt attempt, ContainerState state) {
    return switch (state.stage()) {
      case Up _ -> true;
      case Waiting _, Launching _ -> false;
      case Ended ended ->
          RestartPolicy.after(attempt.spec(), ended) instanceof RestartPolicy.Next.Completed;
    };
  }

  static Report of(Attempt attempt) {
    Verdict verdict = attempt.verdict();
    Optional<Exit> setback = verdict == null ? setback(attempt) : Optional.empty();
    return new Report(
        attempt.ref().id().namespace(),
        attempt.ref().id().task(),
        attempt.ref().taskUid(),
        attempt.ref().id().attempt(),
        phase(attempt),
        attempt.restarts(),
        verdict == null ? null : verdict.exitCode(),
        verdict == null ? null : verdict.signal(),
        verdict == null ? setback.map(_ -> Reasons.BACK_OFF).orElse(null) : verdict.reason(),
        message(attempt, setback),
        attempt.startedAt(),
        verdict == null ? null : verdict.at(),
        attempt.containers().stream().map(AttemptReport::container).toList(),
        attempt.history().transitions());
  }

  /** The first container that has ended and waits to be started again. */
  private static Optional<Exit> setback(Attempt attempt) {
    if (attempt.stop() != null) {
      return Optional.empty();
    }
    for (ContainerState state : attempt.containers()) {
      if (state.stage() instanceof Ended ended
          && RestartPolicy.after(attempt.spec(), ended) instanceof RestartPolicy.Next.Restart) {
        return Optional.of(ended.exited());
      }
    }
    return Optional.empty();
  }

  private static @Nullable String message(Attempt attempt, Optional<Exit> setback) {
    Verdict verdict = attempt.verdict();
    String text = null;
    if (verdict != null) {
      text = verdict.message();
    } else if (setback.isPresent()) {
      int run = setback.get().id().run();
      text =
          Verdicts.describe(setback.get())
              + "; it is started again "
              + RestartPolicy.backOff(run).toSeconds()
              + " s later (restart "
              + (run + 1)
              + ")";
    }
    return text == null || text.length() <= MESSAGE_MAX ? text : text.substring(0, MESSAGE_MAX);
  }

  private static ContainerReport container(ContainerState state) {
    return switch (state.stage()) {
      case Waiting _, Launching _ ->
          new ContainerReport(
              state.name(), ContainerReport.WAITING, null, state.restarts(), null, null, null);
      case Up up ->
          new ContainerReport(
              state.name(),
              ContainerReport.RUNNING,
              up.running().pid(),
              state.restarts(),
              null,
              null,
              null);
      case Ended(Exit exited, _, _) ->
          new ContainerReport(
              state.name(),
              ContainerReport.ENDED,
              null,
              state.restarts(),
              Verdicts.boxed(exited.exitCode()),
              Verdicts.boxed(exited.signal()),
              exited.reason());
    };
  }
}
