package dev.meso.store.cache;

import dev.meso.store.actor.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Calls that wait, by number. Bounded. Thread-safe. */
final class Waiters {

  /** Calls that may wait at once. */
  static final int WAITING_MAX = 10_000;

  private final NavigableMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();
  private int count;
  private String closed = "";

  /** A call that waits for {@code number}; it has failed already when too many wait. */
  synchronized CompletableFuture<Void> add(long number) {
    if (!closed.isEmpty()) {
      return CompletableFuture.failedFuture(new CacheException(closed));
    }
    if (count >= WAITING_MAX) {
      return CompletableFuture.failedFuture(
          new CacheException(WAITING_MAX + " calls wait for the cache already; try again later"));
    }
    CompletableFuture<Void> future = new CompletableFuture<>();
    waiting.computeIfAbsent(number, _ -> new ArrayList<>(1)).add(future);
    count++;
    return future;
  }

  /** Fails a call that still waits when its time is over. */
  void expireAfter(
      Duration deadline, long number, CompletableFuture<Void> future, Timer timer, String why) {
    Timer.Scheduled alarm =
        timer.schedule(
            deadline,
            () -> {
              future.completeExceptionally(new CacheException(why));
              sweep(number);
            });
    var _ = future.whenComplete((_, _) -> alarm.cancel());
  }

  /** Takes out those that wait for this number or a smaller one; the caller completes them. */
  synchronized List<CompletableFuture<Void>> takeUpTo(long number) {
    return take(waiting.headMap(number, true));
  }

  /** Takes out those that wait for this number; the caller completes them. */
  synchronized List<CompletableFuture<Void>> takeAt(long number) {
    return take(waiting.subMap(number, true, number, true));
  }

  /** Nobody can wait any more; those who do fail. */
  void close(String why) {
    List<CompletableFuture<Void>> all;
    synchronized (this) {
      closed = why;
      all = take(waiting);
    }
    all.forEach(future -> future.completeExceptionally(new CacheException(why)));
  }

  private List<CompletableFuture<Void>> take(
      NavigableMap<Long, List<CompletableFuture<Void>>> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    List<CompletableFuture<Void>> taken = some.values().stream().flatMap(List::stream).toList();
    some.clear();
    count -= taken.size();
    return taken;
  }

  /** Forgets those that are done, of one number. */
  private synchronized void sweep(long number) {
    List<CompletableFuture<Void>> same = waiting.get(number);
    if (same != null) {
      int before = same.size();
      same.removeIf(CompletableFuture::isDone);
      count -= before - same.size();
      if (same.isEmpty()) {
        waiting.remove(number);
      }
    }
  }
}
