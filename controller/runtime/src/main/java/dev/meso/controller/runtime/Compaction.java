package dev.meso.controller.runtime;

import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.Result.Done;
import dev.meso.store.actor.StoreEffect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Compacts the store while this process leads: keeps the revisions of the last ten minutes, so that
 * watchers may be that far behind. For an etcd that nobody else compacts.
 */
final class Compaction implements Actor<Compaction.Message, Effect<Compaction.Message, Void>> {
  /** Revisions younger than this are kept. */
  static final Duration RETENTION = Duration.ofMinutes(10);

  static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final LongSupplier revision;
  private final BooleanSupplier leads;
  // At most RETENTION / EVERY entries and one.
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  /** What it is told. */
  sealed interface Message {
    /** A minute is over. */
    record Due() implements Message {}

    /** The store answered; a failure is made good by the next one. */
    record Compacted(Result<Done> result) implements Message {}
  }

  private record Mark(Duration at, long revision) {}

  Compaction(LongSupplier revision, BooleanSupplier leads) {
    this.revision = revision;
    this.leads = leads;
  }

  @Override
  public List<Effect<Message, Void>> on(Message message, Now now) {
    Effects<Message, Void> effects = new Effects<>();
    if (message instanceof Message.Due) {
      marks.add(new Mark(now.monotonic(), revision.getAsLong()));
      Mark old = null;
      while (!marks.isEmpty()
          && now.monotonic().minus(marks.peek().at()).compareTo(RETENTION) >= 0) {
        old = marks.poll();
      }
      if (old != null && old.revision() > 0 && leads.getAsBoolean()) {
        effects.ask(new StoreEffect.Compact<>(old.revision(), DEADLINE, Message.Compacted::new));
      }
      effects.after(EVERY, message);
    }
    return effects.list();
  }
}
