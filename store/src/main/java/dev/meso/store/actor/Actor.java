package dev.meso.store.actor;

import dev.meso.api.time.Now;
import java.util.List;

/**
 * A state machine. It owns its state, is called by one thread at a time, never blocks and does
 * nothing but change that state: what should happen comes back as effects, which whoever hosts it
 * carries out. The same messages at the same times give the same effects.
 *
 * @param <M> what it is told; a sealed type
 * @param <E> what it asks for; a sealed type
 */
public interface Actor<M, E> {

  /** Takes one message and says what should happen, in this order. */
  List<E> on(M message, Now now);
}
