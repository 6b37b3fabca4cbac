package dev.meso.agent.reconcile;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt that {@link ReconcileActor} looks after, with what only the actor needs to know. */
final class Tracked {
  Attempt attempt;

  /** When to look again though nothing has changed, by the monotonic clock. */
  @Nullable Duration wakeAt;

  /** Until when a first report that says no more than Starting is held back. */
  final Duration quietUntil;

  /** Whether it must be looked at in this turn. */
  boolean dirty = true;

  Tracked(Attempt attempt, Duration quietUntil) {
    this.attempt = attempt;
    this.quietUntil = quietUntil;
  }

  void become(Attempt other) {
    dirty |= !attempt.equals(other);
    attempt = other;
  }
}
