package dev.meso.store.cache;

import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.FaultHandler;
import dev.meso.store.port.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consistent copy of a prefix of the store, for readers on any thread. Reads are of one moment
 * and never wait; the copy may be behind the store by the time an event takes, {@link #fresh} says
 * when it is not. While the store cannot be reached the last copy stays readable.
 *
 * <p>Soft state: losing it costs one list. Thread-safe. Stages complete, and listeners hear, on the
 * runtime's executor, which must not run tasks within {@code execute}.
 */
public final class Cache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Cache.class);

  private final CacheConfig config;
  private final ActorRuntime runtime;
  private final FaultHandler faults;
  private final ActorHost<CacheMessage, CacheEffect> host;
  private final Waiters reached = new Waiters();
  private final Waiters fresh = new Waiters();
  private final AtomicLong tickets = new AtomicLong();

  // Written under the lock, so that a subscription misses nothing; read without.
  private volatile Snapshot snapshot = Snapshot.NOTHING;
  private volatile Reachability reachability;

  private final Object lock = new Object();
  // Guarded by lock.
  private final History history = new History();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private boolean closed;

  private Cache(CacheConfig config, ActorRuntime runtime, FaultHandler faults) {
    this.config = config;
    this.runtime = runtime;
    this.faults = faults;
    this.reachability = new Reachability.Unreachable(runtime.clock().get(), "not started");
    this.host =
        new ActorHost<>(
            "cache of " + config.prefix(),
            new CacheActor(config),
            runtime,
            this::hear,
            this::onFault);
  }

  /** A cache that begins to list and watch. */
  public static Cache start(CacheConfig config, ActorRuntime runtime, FaultHandler faults) {
    Cache cache = new Cache(config, runtime, faults);
    cache.host.tell(new CacheMessage.Start());
    return cache;
  }

  /** The newest revision whose changes are in the cache; 0 before the first list. */
  public long revision() {
    return snapshot.revision();
  }

  /** Whether the cache has held a complete list; it may be out of date when unreachable. */
  public boolean synced() {
    return snapshot.listed();
  }

  /** Whether the store is reachable, and since when. */
  public Reachability reachability() {
    return reachability;
  }

  /** The value of a key. */
  public Optional<Entry> get(String key) {
    return snapshot.entries().get(key);
  }

  /** The keys with a prefix, all of the same revision. */
  public CacheList list(String prefix) {
    Snapshot now = snapshot;
    return new CacheList(now.entries().withPrefix(prefix), now.revision());
  }

  /**
   * Completes when the changes of {@code revision} are in the cache; exceptionally with a {@link
   * CacheException} after {@code deadline}. Ask only for revisions of writes below the cache's
   * prefix: others may never show.
   */
  public CompletionStage<Void> reached(long revision, Duration deadline) {
    if (snapshot.revision() >= revision) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> future = reached.add(revision);
    reached.expireAfter(
        deadline,
        revision,
        future,
        runtime.timer(),
        "Cache of "
            + config.prefix()
            + " did not reach revision "
            + revision
            + " within "
            + deadline.toMillis()
            + " ms");
    // It may have come while the call was not listed yet.
    complete(reached.takeUpTo(snapshot.revision()));
    return future;
  }

  /**
   * Completes when the cache holds everything that was committed before this call; exceptionally
   * with a {@link CacheException} after {@code deadline}.
   */
  public CompletionStage<Void> fresh(Duration deadline) {
    long ticket = tickets.incrementAndGet();
    CompletableFuture<Void> future = fresh.add(ticket);
    if (!future.isDone()) {
      host.tell(new CacheMessage.Fresh(ticket, deadline));
    }
    return future;
  }

  /**
   * Hears the changes of keys with a prefix, from {@code fromRevision} on. After {@code list} at
   * revision r, subscribe from r + 1 and nothing is missed. From revision 0: begins with the state
   * as it is, as a reset, as soon as there is one.
   */
  public Subscription subscribe(String prefix, long fromRevision, CacheListener listener) {
    Subscriber subscriber =
        new Subscriber(
            prefix, fromRevision, listener, runtime.executor(), faults, this::unsubscribe);
    synchronized (lock) {
      if (closed) {
        subscriber.offer(new Delivery.Expired("The cache is closed"));
        return subscriber;
      }
      if (catchUp(subscriber) && subscriber.offer(reachabilityNow())) {
        subscribers.add(subscriber);
      }
    }
    return subscriber;
  }

  /** Stops watching; readers keep the last state, waiting calls fail, subscriptions expire. */
  @Override
  public void close() {
    host.close();
    end("The cache is closed");
  }

  private boolean catchUp(Subscriber subscriber) {
    Snapshot now = snapshot;
    if (!now.listed()) {
      // The first list decides.
      return true;
    }
    if (subscriber.from() <= 0) {
      Continuation all = Continuation.between(Snapshot.NOTHING, now);
      subscriber.caughtUp();
      return subscriber.offer(
          new Delivery.Reset(
              new CacheReset(
                  now.revision(), CacheReset.Why.START, true, subscriber.filter(all.changes()))));
    }
    if (!history.covers(subscriber.from())) {
      subscriber.offer(new Delivery.Expired(tooOld(subscriber)));
      return false;
    }
    boolean listening = true;
    for (History.Step step : history.since(subscriber.from())) {
      listening = listening && pass(subscriber, step);
    }
    return listening;
  }

  private String tooOld(Subscriber subscriber) {
    return "Revision "
        + subscriber.from()
        + " is too old: the cache of "
        + config.prefix()
        + " is at revision "
        + snapshot.revision()
        + " and remembers from "
        + history.floor()
        + ", perhaps not all of it; list again";
  }

  private Delivery reachabilityNow() {
    return switch (reachability) {
      case Reachability.Reachable(var since) -> new Delivery.Up(since);
      case Reachability.Unreachable(var since, var why) -> new Delivery.Down(since, why);
    };
  }

  private static boolean pass(Subscriber subscriber, History.Step step) {
    List<CacheChange> changes = subscriber.filter(step.changes());
    if (step.relist() != null) {
      return subscriber.offer(
          new Delivery.Reset(new CacheReset(step.revision(), step.relist(), true, changes)));
    }
    return changes.isEmpty() || subscriber.offer(new Delivery.Revision(step.revision(), changes));
  }

  private void unsubscribe(Subscriber subscriber) {
    synchronized (lock) {
      subscribers.remove(subscriber);
    }
  }

  // --- what the actor says; one call at a time ---

  private void hear(CacheEffect effect) {
    switch (effect) {
      case CacheEffect.Stepped(Snapshot next, List<CacheChange> changes) ->
          take(next, new History.Step(next.revision(), snapshot.revision(), changes, null));
      case CacheEffect.Relisted relisted -> take(relisted);
      case CacheEffect.Reachable(var since) -> {
        log.atInfo().addKeyValue("prefix", config.prefix()).log("Store became reachable");
        tellAll(new Reachability.Reachable(since));
      }
      case CacheEffect.Unreachable(var since, String why) -> {
        log.atInfo()
            .addKeyValue("prefix", config.prefix())
            .addKeyValue("why", why)
            .log("Store is not reachable");
        tellAll(new Reachability.Unreachable(since, why));
      }
      case CacheEffect.FreshProven(long ticket) -> complete(fresh.takeAt(ticket));
      case CacheEffect.FreshFailed(long ticket, String why) -> fail(fresh.takeAt(ticket), why);
    }
  }

  private void take(Snapshot next, History.Step step) {
    synchronized (lock) {
      snapshot = next;
      history.add(step);
      subscribers.removeIf(
          subscriber -> subscriber.wants(step.revision()) && !pass(subscriber, step));
    }
    complete(reached.takeUpTo(next.revision()));
  }

  private void take(CacheEffect.Relisted relisted) {
    Snapshot next = relisted.snapshot();
    boolean first = !snapshot.listed();
    log.atInfo()
        .addKeyValue("prefix", config.prefix())
        .addKeyValue("revision", next.revision())
        .addKeyValue("why", relisted.why())
        .addKeyValue("differences", relisted.differences().size())
        .log("Cache took over a list");
    if (relisted.sameHistory()) {
      take(
          next,
          new History.Step(
              next.revision(), relisted.before(), relisted.differences(), relisted.why()));
      return;
    }
    synchronized (lock) {
      snapshot = next;
      history.restart(next.revision());
      subscribers.removeIf(subscriber -> !begin(subscriber, relisted, first));
    }
    complete(reached.takeUpTo(next.revision()));
  }

  /** A new history begins for a subscriber; says whether it still listens. */
  private boolean begin(Subscriber subscriber, CacheEffect.Relisted relisted, boolean first) {
    long revision = relisted.snapshot().revision();
    if (first && subscriber.from() > 0) {
      if (subscriber.from() <= revision) {
        subscriber.offer(new Delivery.Expired(tooOld(subscriber)));
        return false;
      }
      return true;
    }
    subscriber.caughtUp();
    return subscriber.offer(
        new Delivery.Reset(
            new CacheReset(
                revision, relisted.why(), first, subscriber.filter(relisted.differences()))));
  }

  private void tellAll(Reachability state) {
    synchronized (lock) {
      reachability = state;
      Delivery delivery = reachabilityNow();
      subscribers.removeIf(subscriber -> !subscriber.offer(delivery));
    }
  }

  private void complete(List<CompletableFuture<Void>> futures) {
    onExecutor(futures, future -> future.complete(null));
  }

  private void fail(List<CompletableFuture<Void>> futures, String why) {
    onExecutor(futures, future -> future.completeExceptionally(new CacheException(why)));
  }

  /** What depends on a call must not hold up the cache. */
  private void onExecutor(
      List<CompletableFuture<Void>> futures,
      java.util.function.Consumer<CompletableFuture<Void>> action) {
    if (futures.isEmpty()) {
      return;
    }
    try {
      runtime.executor().execute(() -> futures.forEach(action));
    } catch (RejectedExecutionException e) {
      futures.forEach(action);
    }
  }

  private void onFault(String actor, Throwable why) {
    end("The cache stopped by a fault: " + why);
    faults.onFault(actor, why);
  }

  private void end(String why) {
    List<Subscriber> all;
    synchronized (lock) {
      closed = true;
      all = new ArrayList<>(subscribers);
      subscribers.clear();
    }
    all.forEach(subscriber -> subscriber.offer(new Delivery.Expired(why)));
    reached.close(why);
    fresh.close(why);
  }
}
