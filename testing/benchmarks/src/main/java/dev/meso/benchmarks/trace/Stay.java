package dev.meso.benchmarks.trace;

import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task from its arrival to its end. Times are milliseconds of the simulation. */
final class Stay {
  final Ask ask;
  final long arrived;
  final long life;

  /** When it was looked at for the first time; -1 until then. */
  private long looked = -1;

  /** Whether others were ended so that it began for the first time. */
  private boolean cleared;

  /** When it was given an agent for the first time; -1 until then. */
  private long placed = -1;

  /** When this attempt began. */
  long began;

  @Nullable Found found;
  private int attempts;

  Stay(int number, String queue, int priority, Demand demand, boolean preempts, Span span) {
    arrived = span.arrived();
    life = span.life();
    ask =
        new Ask(
            new ObjectRef(Kind.TASK, "default", "t" + number),
            queue,
            priority,
            Instant.ofEpochMilli(span.arrived()),
            "",
            preempts,
            null,
            Ask.Gang.NONE,
            demand,
            1);
  }

  /** When it comes, and how long it runs. */
  record Span(long arrived, long life) {}

  /** It is among those that a decision is about. */
  void looked(long now) {
    looked = looked < 0 ? now : looked;
  }

  /** It begins where it was given room, for which others were ended or not. */
  void begin(Found where, long now, boolean othersEnded) {
    found = where;
    began = now;
    attempts++;
    if (placed < 0) {
      placed = now;
      cleared = othersEnded;
    }
  }

  /** Whether there was free room for it when it was looked at first. */
  boolean atOnce() {
    return placed >= 0 && placed == looked && !cleared;
  }

  /** How long it waited until it began for the first time, or waits already. */
  long waited(long now) {
    return (placed < 0 ? now : placed) - looked;
  }

  long ends() {
    return began + life;
  }

  AttemptId attempt() {
    return new AttemptId("default", ask.origin().name(), attempts);
  }
}
