package dev.meso.store.actor;

/**
 * Where messages for an actor go. Thread-safe; never blocks.
 *
 * @param <M> the actor's messages
 */
public interface Mailbox<M> {

  /**
   * Puts a message behind those that wait. What comes from outside the process has its bound where
   * it comes in; here a mailbox that overflows is a fault of ours and stops the component.
   */
  void tell(M message);
}
