package dev.meso.agent.reconcile;

import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended. Once there it never changes.
 *
 * @param phase Succeeded, Failed, Killed or Lost
 * @param exitCode of the container that decided, if it is known
 * @param signal that ended that container, if one did
 * @param reason a CamelCase word
 * @param message a sentence
 * @param at when
 */
public record Verdict(
    TaskPhase phase,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    String reason,
    String message,
    Instant at) {

  public Verdict {
    if (!phase.terminal()) {
      throw new IllegalArgumentException("Verdict: expected a terminal phase, found " + phase);
    }
  }

  /** The verdict that a terminal report holds. */
  static Verdict of(Report report, Instant now) {
    return new Verdict(
        report.phase(),
        report.exitCode(),
        report.signal(),
        report.reason() == null ? Reasons.ERROR : report.reason(),
        report.message() == null ? "" : report.message(),
        report.finishedAt() == null ? now : report.finishedAt());
  }
}
