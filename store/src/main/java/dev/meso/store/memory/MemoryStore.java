package dev.meso.store.memory;

import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.Delivery;
import dev.meso.store.memory.Faults.DeliveryFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.memory.Faults.Passage;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A store in memory that answers as etcd does, and fails as etcd does when its {@link Faults} and
 * {@link Disturbance}s say so. This is the server; {@link #as} gives a connection to it, a {@link
 * Store}, whose author is known to faults and to the {@link Applied.Listener}.
 *
 * <p>It has no thread and no clock: everything, callbacks too, runs on the injected {@link
 * Scheduler}. Safe to call from any thread that the scheduler is safe for.
 */
public final class MemoryStore {
  /** How long a connection that went silent is taken for a living one, by a watch. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private static final String SILENT = "the connection was silent for " + SILENCE_MAX;

  private final Scheduler scheduler;
  private final Faults faults;
  private final Applied.Listener listener;
  private final Network network;
  private final Leases leases = new Leases();
  private final List<MemoryWatch> watches = new ArrayList<>();
  private Engine engine;

  /** Counts when silences begin and end: of an author, or of all under the empty name. */
  private final Map<String, Long> silences = new TreeMap<>();

  private MemoryStore(Builder builder) {
    this.scheduler = builder.scheduler;
    this.faults = builder.faults;
    this.listener = builder.listener;
    this.network = new Network(scheduler, faults);
    this.engine = new Engine(builder.clusterId, leases);
  }

  /** A store without faults, to which nobody listens. */
  public static MemoryStore on(Scheduler scheduler) {
    return builder(scheduler).build();
  }

  public static Builder builder(Scheduler scheduler) {
    return new Builder(scheduler);
  }

  /** A connection whose calls are this author's. */
  public Store as(String author) {
    return new MemoryConnection(this, author);
  }

  /** Lets something happen to the store, before anything that is called later. */
  public void disturb(Disturbance disturbance) {
    scheduler.after(Duration.ZERO, () -> happen(disturbance));
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Network network() {
    return network;
  }

  Engine engine() {
    return engine;
  }

  TxnResult commit(String author, Txn txn) {
    long before = engine.history().revision();
    TxnResult result = engine.commit(txn);
    listener.onApplied(new Applied.Transaction(author, txn, result, scheduler.now()));
    spread(before);
    return result;
  }

  long grant(String author, Duration ttl) {
    long lease = leases.grant(ttl, scheduler.now());
    Duration given = Leases.rounded(ttl);
    listener.onApplied(new Applied.LeaseGranted(author, lease, given, scheduler.now()));
    scheduler.after(given, () -> expireIfOut(lease));
    return lease;
  }

  Duration keepAlive(long lease) {
    return leases.renew(lease, scheduler.now());
  }

  void end(long lease, boolean expired) {
    long before = engine.history().revision();
    if (engine.end(lease)) {
      long revision = engine.history().revision();
      listener.onApplied(new Applied.LeaseEnded(lease, expired, revision, scheduler.now()));
      spread(before);
    }
  }

  void compact(String author, long revision) {
    if (engine.compact(revision)) {
      listener.onApplied(new Applied.Compaction(author, revision, scheduler.now()));
    }
  }

  /** Sets a watch up, or ends it when it cannot be. */
  void open(MemoryWatch watch) {
    CallFate fate = network.fate(watch.author(), Operation.WATCH);
    if (network.down()) {
      watch.end(new WatchEnd.Broken("the store cannot be reached"));
      return;
    }
    switch (fate) {
      case CallFate.Refused() -> watch.end(new WatchEnd.Broken("the store cannot be reached"));
      case CallFate.Cut(Duration there, _) ->
          scheduler.after(there, () -> watch.end(new WatchEnd.Broken("the connection broke")));
      case CallFate.Carried(Duration there, Duration back) ->
          scheduler.after(there.plus(back), () -> arrive(watch));
    }
  }

  private void arrive(MemoryWatch watch) {
    if (network.down()) {
      watch.end(new WatchEnd.Broken("the store went down"));
      return;
    }
    if (network.silent(watch.author())) {
      scheduler.after(
          SILENCE_MAX,
          () -> {
            if (!watch.isCreated()) {
              watch.end(new WatchEnd.Broken(SILENT));
            }
          });
    }
    if (!network.isCutOff(watch.author())) {
      network.inside(() -> start(watch));
    }
  }

  private void start(MemoryWatch watch) {
    if (watch.over()) {
      return;
    }
    History history = engine.history();
    watch.created(history.revision(), engine.clusterId());
    long from = watch.request().fromRevision();
    if (from > 0 && from < history.compacted()) {
      watch.end(new WatchEnd.Compacted(history.compacted()));
      return;
    }
    watches.add(watch);
    if (from > 0) {
      history.since(from, watch.request().prefix()).forEach((at, made) -> hear(watch, at, made));
    }
  }

  /** Tells the watches what was done behind a revision. */
  private void spread(long before) {
    watches.removeIf(MemoryWatch::over);
    for (MemoryWatch watch : List.copyOf(watches)) {
      long from = Math.max(before + 1, watch.request().fromRevision());
      engine
          .history()
          .since(from, watch.request().prefix())
          .forEach((at, made) -> hear(watch, at, made));
    }
  }

  private void hear(MemoryWatch watch, long revision, List<Change> changes) {
    if (watch.over()) {
      return;
    }
    DeliveryFate fate = faults.of(new Delivery(watch.author(), watch.request().prefix(), revision));
    switch (fate.passage()) {
      case BROKEN -> {
        scheduler.after(Duration.ZERO, () -> watch.end(new WatchEnd.Broken("the stream was lost")));
        return;
      }
      case DROPPED -> {
        return;
      }
      case DELIVERED, REPEATED -> {
        // Below.
      }
    }
    if (fate.progressFirst()) {
      scheduler.after(Duration.ZERO, () -> watch.progress(revision));
    }
    Duration now = scheduler.now();
    Duration due = watch.enqueue(changes, now.plus(fate.lag()), fate.fragments());
    if (fate.passage() == Passage.REPEATED) {
      watch.repeat(changes, due);
    }
    scheduler.after(due.minus(now), () -> deliver(watch));
  }

  private void deliver(MemoryWatch watch) {
    if (!network.silent(watch.author()) && watch.deliver(scheduler.now())) {
      scheduler.after(Duration.ZERO, () -> deliver(watch));
    }
  }

  private void expireIfOut(long lease) {
    Duration runsOut = leases.runsOut(lease);
    if (runsOut == null || !network.running()) {
      return;
    }
    Duration left = runsOut.minus(scheduler.now());
    if (left.isPositive()) {
      scheduler.after(left, () -> expireIfOut(lease));
    } else {
      end(lease, true);
    }
  }

  private void happen(Disturbance disturbance) {
    listener.onApplied(new Applied.Disturbed(disturbance, scheduler.now()));
    switch (disturbance) {
      case Disturbance.Down() -> {
        network.goDown();
        breakWatches(_ -> true, "the store went down");
      }
      case Disturbance.Up() -> {
        network.comeUp();
        leases.ids().forEach(lease -> leases.renew(lease, scheduler.now()));
        leases.ids().forEach(this::expireIfOut);
      }
      case Disturbance.Freeze() -> {
        network.freeze();
        breakIfSilent("", _ -> true);
      }
      case Disturbance.Thaw() -> {
        silences.merge("", 1L, Long::sum);
        network.thaw();
        leases.ids().forEach(this::expireIfOut);
        List.copyOf(watches).forEach(this::deliver);
      }
      case Disturbance.CutOff(String author) -> {
        network.cutOff(author);
        breakIfSilent(author, watch -> watch.author().equals(author));
      }
      case Disturbance.Reconnect(String author) -> {
        silences.merge(author, 1L, Long::sum);
        network.reconnect(author);
        watches.stream().filter(w -> w.author().equals(author)).toList().forEach(this::deliver);
      }
      case Disturbance.LoseWatches(String author) ->
          breakWatches(w -> author.isEmpty() || w.author().equals(author), "the stream was lost");
      case Disturbance.CompactUnderWatches() -> compactUnderWatches();
      case Disturbance.NewCluster(long clusterId) -> {
        leases.clear();
        engine = new Engine(clusterId, leases);
        breakWatches(_ -> true, "the cluster was replaced");
      }
      case Disturbance.SetBack(long revisions) -> {
        engine.setBack(revisions, scheduler.now());
        leases.ids().forEach(this::expireIfOut);
        breakWatches(_ -> true, "the store was restored");
      }
    }
  }

  private void compactUnderWatches() {
    long revision = engine.history().revision();
    compact("", revision);
    for (MemoryWatch watch : List.copyOf(watches)) {
      if (watch.lags()) {
        watch.end(new WatchEnd.Compacted(revision));
      }
    }
    watches.removeIf(MemoryWatch::over);
  }

  /** Ends watches that will have heard nothing for too long, as a client's pings find out. */
  private void breakIfSilent(String silence, Predicate<MemoryWatch> which) {
    long since = silences.merge(silence, 1L, Long::sum);
    scheduler.after(
        SILENCE_MAX,
        () -> {
          if (silences.getOrDefault(silence, 0L) == since) {
            breakWatches(which, SILENT);
          }
        });
  }

  private void breakWatches(Predicate<MemoryWatch> which, String cause) {
    List<MemoryWatch> broken = watches.stream().filter(which).toList();
    watches.removeAll(broken);
    broken.forEach(watch -> watch.end(new WatchEnd.Broken(cause)));
  }

  /** What a store is made of; only the scheduler is needed. */
  public static final class Builder {
    private final Scheduler scheduler;
    private Faults faults = Faults.none();
    private Applied.Listener listener = _ -> {};
    private long clusterId = 1;

    private Builder(Scheduler scheduler) {
      this.scheduler = scheduler;
    }

    public Builder faults(Faults faults) {
      this.faults = faults;
      return this;
    }

    /** Hears all that the store does. */
    public Builder listener(Applied.Listener listener) {
      this.listener = listener;
      return this;
    }

    public Builder clusterId(long clusterId) {
      this.clusterId = clusterId;
      return this;
    }

    public MemoryStore build() {
      return new MemoryStore(this);
    }
  }
}
