package dev.meso.store.cache;

import dev.meso.store.actor.FaultHandler;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener and what waits for it. Whoever offers never waits for the listener: it hears on the
 * executor, one call at a time, and expires when too much waits. Thread-safe.
 */
final class Subscriber implements Subscription {

  /** Changes that may wait for a listener. */
  static final int WAITING_MAX = 50_000;

  /** Calls of a listener in one turn of the executor. */
  private static final int TURN_MAX = 64;

  private final String prefix;
  private final CacheListener listener;
  private final Executor executor;
  private final FaultHandler faults;
  private final Consumer<Subscriber> onOver;

  // Guarded by this.
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
  private int weight;
  private boolean running;
  private boolean ending;
  private boolean over;

  // Guarded by the cache's lock: the first revision to hear; 0 until the first reset.
  private long from;

  Subscriber(
      String prefix,
      long from,
      CacheListener listener,
      Executor executor,
      FaultHandler faults,
      Consumer<Subscriber> onOver) {
    this.prefix = prefix;
    this.from = from;
    this.listener = listener;
    this.executor = executor;
    this.faults = faults;
    this.onOver = onOver;
  }

  String prefix() {
    return prefix;
  }

  long from() {
    return from;
  }

  /** From now on it hears every revision. */
  void caughtUp() {
    from = 1;
  }

  /** Whether it hears revision {@code revision}. */
  boolean wants(long revision) {
    return from > 0 && revision >= from;
  }

  /** The changes of its keys. */
  List<CacheChange> filter(List<CacheChange> changes) {
    return prefix.isEmpty()
        ? changes
        : changes.stream().filter(change -> change.key().startsWith(prefix)).toList();
  }

  /** Something more to hear; says whether it still listens. */
  boolean offer(Delivery delivery) {
    synchronized (this) {
      if (over || ending) {
        return false;
      }
      waiting.add(delivery);
      weight += delivery.weight();
      if (weight > WAITING_MAX) {
        waiting.clear();
        waiting.add(
            new Delivery.Expired(
                "More than " + WAITING_MAX + " changes waited to be heard; list again"));
        ending = true;
      } else {
        ending = delivery instanceof Delivery.Expired;
      }
      if (!running) {
        running = true;
        schedule();
      }
      return !ending;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      over = true;
      waiting.clear();
    }
    onOver.accept(this);
  }

  private void schedule() {
    try {
      executor.execute(this::turn);
    } catch (RejectedExecutionException e) {
      // Whoever shut the executor down does not want to hear more.
      over = true;
      waiting.clear();
    }
  }

  private void turn() {
    for (int i = 0; i < TURN_MAX; i++) {
      Delivery next = next();
      if (next == null) {
        return;
      }
      try {
        next.to(listener);
      } catch (RuntimeException | Error e) {
        close();
        faults.onFault("cache listener of " + prefix, e);
        return;
      }
      if (next instanceof Delivery.Expired) {
        close();
        return;
      }
    }
    synchronized (this) {
      schedule();
    }
  }

  private synchronized @Nullable Delivery next() {
    Delivery next = waiting.poll();
    if (next == null) {
      running = false;
    } else {
      weight -= next.weight();
    }
    return next;
  }
}
