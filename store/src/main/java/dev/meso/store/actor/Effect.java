package dev.meso.store.actor;

/**
 * What an actor that talks to the store asks for: either something of the store or the clock, which
 * its {@link ActorHost} carries out, or something of its owner, which the host hands over.
 *
 * @param <M> the actor's messages
 * @param <E> what it says to its owner; a sealed type
 */
public sealed interface Effect<M, E> {

  /** For the store or the timer. */
  record Ask<M, E>(StoreEffect<M> what) implements Effect<M, E> {}

  /** For the owner. */
  record Emit<M, E>(E what) implements Effect<M, E> {}
}
