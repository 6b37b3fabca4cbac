package dev.meso.store.cache;

import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.FaultHandler;
import dev.meso.store.port.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A consistent copy of a prefix of the store, for readers on any thread. Reads are of one moment
 * and never wait; the copy may be behind the store by the time an event takes, {@link #fresh} says
 * when it is not.
 */
// Signatures first; the bodies follow.
@SuppressWarnings("DoNotCallSuggester")
public final class Cache implements AutoCloseable {
  private Cache() {}

  /** A cache that begins to list and watch. */
  public static Cache start(CacheConfig config, ActorRuntime runtime, FaultHandler faults) {
    throw new UnsupportedOperationException("Not yet");
  }

  /** The newest revision whose changes are in the cache; 0 before the first list. */
  public long revision() {
    throw new UnsupportedOperationException("Not yet");
  }

  /** Whether the cache has held a complete list; it may be out of date when unreachable. */
  public boolean synced() {
    throw new UnsupportedOperationException("Not yet");
  }

  /** Whether the store is reachable, and since when. */
  public Reachability reachability() {
    throw new UnsupportedOperationException("Not yet");
  }

  /** The value of a key. */
  public Optional<Entry> get(String key) {
    throw new UnsupportedOperationException("Not yet");
  }

  /** The keys with a prefix, all of the same revision. */
  public CacheList list(String prefix) {
    throw new UnsupportedOperationException("Not yet");
  }

  /**
   * Completes when the changes of {@code revision} are in the cache; exceptionally with a {@link
   * CacheException} after {@code deadline}. Ask only for revisions of writes below the cache's
   * prefix: others may never show.
   */
  public CompletionStage<Void> reached(long revision, Duration deadline) {
    throw new UnsupportedOperationException("Not yet");
  }

  /**
   * Completes when the cache holds everything that was committed before this call; exceptionally
   * with a {@link CacheException} after {@code deadline}.
   */
  public CompletionStage<Void> fresh(Duration deadline) {
    throw new UnsupportedOperationException("Not yet");
  }

  /**
   * Hears the changes of keys with a prefix, from {@code fromRevision} on. After {@code list} at
   * revision r, subscribe from r + 1 and nothing is missed. From revision 0: begins with the state
   * as it is, as a reset, as soon as there is one.
   */
  public Subscription subscribe(String prefix, long fromRevision, CacheListener listener) {
    throw new UnsupportedOperationException("Not yet");
  }

  /** Stops watching; readers keep the last state, waiting calls fail. */
  @Override
  public void close() {}
}
