package dev.meso.store.actor;

import dev.meso.api.time.Now;
import dev.meso.store.port.Store;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What actors run on. A simulator passes its own parts; then nothing in an actor or its host knows
 * a thread or a clock.
 *
 * @param store that they talk to
 * @param executor runs turns of actors; may be a pool, turns of one actor never overlap
 * @param timer for messages to come later
 * @param clock the time that messages are taken at
 */
public record ActorRuntime(Store store, Executor executor, Timer timer, Supplier<Now> clock) {}
