package dev.meso.controller.apiserver.object;

import dev.meso.api.key.Keyspace;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * States of the past, read from the store at their revision: what the later pages of a list show.
 * The last few are kept, as a list has many pages; two requests for one state make it once.
 *
 * <p>Thread-safe; blocks while it reads.
 */
public final class PastStates {

  /** States that are kept. */
  private static final int KEPT_MAX = 2;

  private final Store store;
  private final Keyspace keyspace;
  private final Duration wait;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Long, ObjectView> kept = new LinkedHashMap<>();

  /**
   * No states yet.
   *
   * @param wait for each page of keys
   */
  public PastStates(Store store, Keyspace keyspace, Duration wait) {
    this.store = store;
    this.keyspace = keyspace;
    this.wait = wait;
  }

  /**
   * The state at a revision.
   *
   * @throws StoreException {@code COMPACTED} if the store has forgotten it; others if it does not
   *     answer
   */
  public ObjectView at(long revision) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      ObjectView known = kept.get(revision);
      if (known != null) {
        return known;
      }
      ObjectView made = new ObjectView(keyspace, 1, new LongAdder());
      made.reset(revision, read(revision));
      kept.put(revision, made);
      for (Map.Entry<Long, ObjectView> oldest : List.copyOf(kept.entrySet())) {
        if (kept.size() > KEPT_MAX) {
          kept.remove(oldest.getKey());
        }
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> read(long revision) throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    RangeRequest request = RangeRequest.prefix(keyspace.everything()).next("", revision);
    while (true) {
      RangeResult page = page(request);
      entries.addAll(page.entries());
      if (!page.more() || page.entries().isEmpty()) {
        return entries;
      }
      request = request.next(page.entries().getLast().key(), revision);
    }
  }

  private RangeResult page(RangeRequest request) throws InterruptedException {
    try {
      return store
          .range(request, wait)
          .toCompletableFuture()
          .get(wait.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Kind.UNAVAILABLE, "the store did not answer within " + wait, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException cause) {
        throw cause;
      }
      throw new IllegalStateException("Reading a past state failed unexpectedly", e.getCause());
    }
  }
}
