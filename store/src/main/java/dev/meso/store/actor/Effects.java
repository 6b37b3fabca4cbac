package dev.meso.store.actor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects the effects of one message, in order. Not thread-safe; lives for one call. */
public final class Effects<M, E> {
  private final List<Effect<M, E>> effects = new ArrayList<>();

  /** Asks something of the store or the timer. */
  public void ask(StoreEffect<M> what) {
    effects.add(new Effect.Ask<>(what));
  }

  /** Says something to the owner. */
  public void emit(E what) {
    effects.add(new Effect.Emit<>(what));
  }

  /** Asks for a message later. */
  public void after(Duration delay, M message) {
    ask(new StoreEffect.After<>(delay, message));
  }

  /** What was collected. */
  public List<Effect<M, E>> list() {
    return List.copyOf(effects);
  }
}
