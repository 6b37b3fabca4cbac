package dev.meso.controller.runtime.loop;

import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.Event;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.port.Entry;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link ClusterState} up to date from the watch cache, and, while this process leads,
 * decides and commits. A follower runs the same state, so taking over is an election and no more.
 *
 * <table>
 * <caption>Office</caption>
 * <tr><th>now</th><th>message</th><th>then</th></tr>
 * <tr><td>follower</td><td>Elected(fence)</td><td>elect: waits until the cache has reached the fence,
 *     which every write of a predecessor is older than</td></tr>
 * <tr><td>elect</td><td>revision &gt;= fence</td><td>in office: decides</td></tr>
 * <tr><td>elect, in office</td><td>Deposed</td><td>follower: forgets its writes in flight</td></tr>
 * <tr><td>in office</td><td>a transaction's outcome is unknown, or the fence was refused</td><td>asks to
 *     resign, decides nothing more under this fence</td></tr>
 * </table>
 *
 * <p>Transactions are pipelined: the next decision does not wait for the last one's answer. A
 * refused one is forgotten, its keys are read anew, and the next decision takes it from there.
 */
public final class DecisionLoop implements Actor<LoopMessage, Effect<LoopMessage, LoopOutput>> {

  /** Transactions under way at once; more wait in the state, which stays dirty. */
  static final int FLIGHTS_MAX = 96;

  /** After a failure of the store, before deciding again. */
  static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * How long the keys of a transaction stay untouched that the store will never take. Others go on
   * meanwhile; there is nothing better to do for these than to try again, slowly.
   */
  static final Duration REJECTED_PAUSE = Duration.ofSeconds(10);

  /** Of one transaction or read. Longer than a leader's lease is no use. */
  static final Duration DEADLINE = Duration.ofSeconds(3);

  private final String controller;
  private final Supplier<ClusterState> fresh;
  private final Decider decider;
  private final RecordDecoder decoder;
  private final TxnEncoder encoder;
  private final Keyspace keyspace;
  private long seed;

  private ClusterState state;
  private long revision;
  private @Nullable Office office;
  private boolean decideScheduled;
  private @Nullable Duration wakeAt;
  private Duration pausedUntil = Duration.ZERO;

  /** A transaction under way, as it was decided on and as it was sent. */
  private record Flight(PlannedTxn planned, Txn sent) {}

  /** Leadership as this process knows it. */
  private static final class Office {
    final long fence;
    Duration until;
    boolean taken;
    boolean resigning;
    final SortedMap<Long, Flight> flights = new TreeMap<>();
    final SortedMap<Long, SortedSet<String>> rereads = new TreeMap<>();

    Office(long fence, Duration until) {
      this.fence = fence;
      this.until = until;
    }
  }

  /**
   * A loop that follows.
   *
   * @param controller this process' name
   * @param fresh makes an empty state
   * @param stored looks up an entry of the cache
   * @param seed of everything random in the decisions; logged by the caller
   */
  public DecisionLoop(
      String controller,
      Supplier<ClusterState> fresh,
      Decider decider,
      Keyspace keyspace,
      Function<String, Optional<Entry>> stored,
      long seed) {
    this.controller = controller;
    this.fresh = fresh;
    this.decider = decider;
    this.decoder = new RecordDecoder(keyspace);
    this.encoder = new TxnEncoder(keyspace, stored);
    this.keyspace = keyspace;
    this.seed = seed;
    this.state = fresh.get();
  }

  @Override
  public List<Effect<LoopMessage, LoopOutput>> on(LoopMessage message, Now now) {
    Effects<LoopMessage, LoopOutput> effects = new Effects<>();
    state.apply(new Event.Tick(now));
    switch (message) {
      case LoopMessage.Reset(CacheReset reset) -> reset(reset, now, effects);
      case LoopMessage.Changed(long at, List<CacheChange> changes) -> changed(at, changes, effects);
      case LoopMessage.StoreReachable() -> state.apply(new Event.StoreReachable());
      case LoopMessage.StoreUnreachable() -> state.apply(new Event.StoreUnreachable());
      case LoopMessage.Elected(long fence, Duration until) -> {
        leave(effects);
        office = new Office(fence, until);
      }
      case LoopMessage.Extended(long fence, Duration until) -> {
        if (office != null && office.fence == fence) {
          office.until = until;
        }
      }
      case LoopMessage.Deposed(long fence) -> {
        if (office != null && office.fence == fence) {
          leave(effects);
        }
      }
      case LoopMessage.Committed(long fence, long txn, Result<TxnResult> result) ->
          committed(fence, txn, result, now, effects);
      case LoopMessage.Reread(
              long fence,
              long txn,
              SequencedSet<String> keys,
              Result<TxnResult> result) ->
          reread(fence, txn, keys, result, effects);
      case LoopMessage.Retry(long fence, long txn) -> {
        if (office != null && office.fence == fence && office.flights.containsKey(txn)) {
          finishRefused(office, txn);
        }
      }
      case LoopMessage.Decide() -> {
        decideScheduled = false;
        decide(now, effects);
        return effects.list();
      }
      case LoopMessage.Look(Consumer<ClusterView> reader) -> {
        reader.accept(state);
        return effects.list();
      }
      case LoopMessage.Fork(Consumer<ClusterState> reader) -> {
        effects.emit(new LoopOutput.Forked(state.fork(), reader));
        return effects.list();
      }
    }
    takeOffice(effects);
    scheduleDecision(effects);
    return effects.list();
  }

  // --- what the cache says ---

  private void reset(CacheReset reset, Now now, Effects<LoopMessage, LoopOutput> effects) {
    if (!reset.sameHistory()) {
      // Revisions from before mean nothing now, a fence among them.
      resign("the store's history is another one", effects);
      leave(effects);
      state = fresh.get();
      state.apply(new Event.Tick(now));
    }
    feed(reset.differences(), reset.revision(), effects);
  }

  private void changed(
      long at, List<CacheChange> changes, Effects<LoopMessage, LoopOutput> effects) {
    feed(changes, at, effects);
  }

  private void feed(List<CacheChange> changes, long at, Effects<LoopMessage, LoopOutput> effects) {
    SortedMap<String, Long> created = created(changes);
    for (CacheChange change : changes) {
      boolean written =
          encoder.seen(
              change.key(),
              change instanceof CacheChange.Put(Entry put, _) ? put.modRevision() : at);
      if (written) {
        // Our own write, which its answer told us of already: most of what a leader hears.
        continue;
      }
      Optional<Key> key = decoder.known(change.key());
      if (key.isPresent()) {
        switch (change) {
          case CacheChange.Put(Entry entry, _) -> apply(key.get(), entry, effects);
          case CacheChange.Deleted _ -> {
            // Behind a gap one key may have gone and come again: it went before it came.
            Long again = created.get(change.key());
            state.apply(new Event.Removed(key.get(), again == null ? at : again - 1));
          }
        }
      }
    }
    revision = at;
    state.apply(new Event.RevisionApplied(at));
  }

  /** When keys that are told of together with a deletion were made: one may be the same key. */
  private static SortedMap<String, Long> created(List<CacheChange> changes) {
    SortedMap<String, Long> created = new TreeMap<>();
    if (changes.stream().anyMatch(CacheChange.Deleted.class::isInstance)) {
      for (CacheChange change : changes) {
        if (change instanceof CacheChange.Put(Entry entry, _)) {
          created.put(entry.key(), entry.createRevision());
        }
      }
    }
    return created;
  }

  private void apply(Key key, Entry entry, Effects<LoopMessage, LoopOutput> effects) {
    if (state.knows(key, entry.modRevision())) {
      return; // It was read or written since.
    }
    Event event =
        encoder
            .source(entry)
            .<Event>map(
                value -> new Event.Put(key, value, entry.createRevision(), entry.modRevision()))
            .orElseGet(() -> decoder.event(key, entry));
    if (event instanceof Event.Unreadable unreadable) {
      effects.emit(new LoopOutput.Unreadable(entry.key(), unreadable.error()));
    }
    state.apply(event);
  }

  // --- office ---

  private void takeOffice(Effects<LoopMessage, LoopOutput> effects) {
    if (office != null && !office.taken && !office.resigning && revision >= office.fence) {
      office.taken = true;
      state.apply(new Event.TookOffice(controller));
      effects.emit(new LoopOutput.TookOffice(office.fence));
    }
  }

  private void leave(Effects<LoopMessage, LoopOutput> effects) {
    if (office == null) {
      return;
    }
    if (office.taken) {
      state.apply(new Event.Dropped());
      effects.emit(new LoopOutput.LeftOffice(office.fence));
    }
    office = null;
    encoder.forget();
  }

  private void resign(String reason, Effects<LoopMessage, LoopOutput> effects) {
    if (office != null && !office.resigning) {
      office.resigning = true;
      effects.emit(new LoopOutput.Resign(office.fence, reason));
    }
  }

  // --- deciding and committing ---

  private void scheduleDecision(Effects<LoopMessage, LoopOutput> effects) {
    if (office != null && office.taken && !office.resigning && !decideScheduled) {
      decideScheduled = true;
      // Behind what waits in the mailbox, so that one decision serves many messages.
      effects.after(Duration.ZERO, new LoopMessage.Decide());
    }
  }

  private void decide(Now now, Effects<LoopMessage, LoopOutput> effects) {
    Office held = office;
    if (held == null
        || !held.taken
        || held.resigning
        || now.monotonic().compareTo(held.until) >= 0) {
      return;
    }
    if (now.monotonic().compareTo(pausedUntil) < 0) {
      wake(pausedUntil.minus(now.monotonic()), now, effects);
      return;
    }
    if (held.flights.size() + Plan.TXNS_MAX > FLIGHTS_MAX) {
      // The next answer brings us here again.
      return;
    }
    Plan plan = decider.decide(state, now, seed++);
    state.apply(new Event.Submitted(plan));
    for (PlannedTxn txn : plan.txns()) {
      long fence = held.fence;
      Txn sent = encoder.fenced(txn, fence);
      held.flights.put(txn.id(), new Flight(txn, sent));
      effects.ask(
          new StoreEffect.Commit<>(
              sent, DEADLINE, result -> new LoopMessage.Committed(fence, txn.id(), result)));
    }
    effects.emit(new LoopOutput.Decided(plan.txns().size(), plan.notDone().size()));
    plan.lookAgainIn().ifPresent(delay -> wake(delay, now, effects));
  }

  /** Asks for a decision later, unless one is asked for that comes no later. */
  private void wake(Duration delay, Now now, Effects<LoopMessage, LoopOutput> effects) {
    Duration at = now.monotonic().plus(delay);
    boolean pending = wakeAt != null && wakeAt.compareTo(now.monotonic()) > 0;
    if (!pending || at.compareTo(wakeAt) < 0) {
      wakeAt = at;
      effects.after(delay, new LoopMessage.Decide());
    }
  }

  private void committed(
      long fence,
      long txn,
      Result<TxnResult> result,
      Now now,
      Effects<LoopMessage, LoopOutput> effects) {
    Office held = office;
    if (held == null || held.fence != fence || !held.flights.containsKey(txn)) {
      return;
    }
    switch (result) {
      case Result.Ok<TxnResult>(TxnResult ok) when ok.committed() -> {
        encoder.written(requireFlight(held, txn).sent(), ok.revision());
        ended(held, txn);
        state.apply(new Event.Acknowledged(txn, ok.revision()));
        effects.emit(new LoopOutput.TxnEnded(LoopOutput.Outcome.COMMITTED));
      }
      case Result.Ok<TxnResult>(TxnResult refused) -> {
        effects.emit(new LoopOutput.TxnEnded(LoopOutput.Outcome.REFUSED));
        refused(held, txn, refused, effects);
      }
      case Result.Failed<TxnResult>(StoreException why) -> {
        effects.emit(new LoopOutput.TxnEnded(LoopOutput.Outcome.FAILED));
        failed(held, txn, why, now, effects);
      }
    }
  }

  private void refused(
      Office held, long txn, TxnResult refused, Effects<LoopMessage, LoopOutput> effects) {
    boolean fenced =
        refused.present().stream()
            .noneMatch(
                entry ->
                    entry.key().equals(encoder.leaderKey())
                        && entry.createRevision() == held.fence);
    if (fenced) {
      resign("a transaction was refused by the fence", effects);
      return;
    }
    // Its keys are read; until then nothing else touches them.
    SequencedSet<String> keys = new LinkedHashSet<>();
    for (PlannedWrite write : requireFlight(held, txn).planned().writes()) {
      keys.add(keyspace.text(write.key()));
    }
    for (PlannedGuard guard : requireFlight(held, txn).planned().guards()) {
      keys.add(keyspace.text(guard.key()));
    }
    held.rereads.put(txn, new TreeSet<>(keys));
    while (!keys.isEmpty()) {
      SequencedSet<String> some = new LinkedHashSet<>();
      while (!keys.isEmpty() && some.size() < Txn.OPERATIONS_MAX) {
        some.add(keys.removeFirst());
      }
      readAgain(held.fence, txn, some, effects);
    }
  }

  private static void readAgain(
      long fence, long txn, SequencedSet<String> keys, Effects<LoopMessage, LoopOutput> effects) {
    effects.ask(
        new StoreEffect.Commit<>(
            Txn.reading(keys),
            DEADLINE,
            result -> new LoopMessage.Reread(fence, txn, keys, result)));
  }

  private void reread(
      long fence,
      long txn,
      SequencedSet<String> keys,
      Result<TxnResult> result,
      Effects<LoopMessage, LoopOutput> effects) {
    Office held = office;
    SortedSet<String> unknown = held == null || held.fence != fence ? null : held.rereads.get(txn);
    if (held == null || unknown == null) {
      return;
    }
    switch (result) {
      case Result.Failed<TxnResult> _ ->
          resign("keys could not be read again: " + String.join(" ", keys), effects);
      case Result.Ok<TxnResult>(TxnResult read) -> {
        SortedMap<String, Entry> present = new TreeMap<>();
        read.present().forEach(entry -> present.put(entry.key(), entry));
        for (String key : keys) {
          learn(key, Optional.ofNullable(present.get(key)), read.revision(), effects);
        }
        unknown.removeAll(keys);
        if (unknown.isEmpty()) {
          held.rereads.remove(txn);
          finishRefused(held, txn);
        }
      }
    }
  }

  private void learn(
      String text, Optional<Entry> entry, long at, Effects<LoopMessage, LoopOutput> effects) {
    Optional<Key> key = decoder.known(text);
    if (key.isEmpty()) {
      return;
    }
    if (entry.isPresent()) {
      encoder.read(entry.get());
      apply(key.get(), entry.get(), effects);
    } else {
      state.apply(new Event.Removed(key.get(), at));
    }
  }

  private void finishRefused(Office held, long txn) {
    ended(held, txn);
    state.apply(new Event.Refused(txn));
  }

  private void failed(
      Office held,
      long txn,
      StoreException why,
      Now now,
      Effects<LoopMessage, LoopOutput> effects) {
    switch (why.kind()) {
      case UNKNOWN ->
          // It may land at any time: only another fence makes that harmless.
          resign("the outcome of a transaction is unknown: " + why.getMessage(), effects);
      case UNAVAILABLE, COMPACTED -> {
        finishRefused(held, txn);
        pausedUntil = now.monotonic().plus(PAUSE);
      }
      case REJECTED -> {
        effects.emit(new LoopOutput.Rejected(keys(requireFlight(held, txn).planned()), why));
        // Still in flight, as far as the core knows: it leaves these keys alone, and only these.
        effects.after(REJECTED_PAUSE, new LoopMessage.Retry(held.fence, txn));
      }
    }
  }

  private void ended(Office held, long txn) {
    encoder.ended(requireFlight(held, txn).sent());
    held.flights.remove(txn);
  }

  private String keys(PlannedTxn txn) {
    List<String> keys = new ArrayList<>();
    txn.writes().forEach(write -> keys.add(keyspace.text(write.key())));
    return String.join(" ", keys);
  }

  private static Flight requireFlight(Office held, long txn) {
    Flight flight = held.flights.get(txn);
    if (flight == null) {
      throw new IllegalStateException("Transaction " + txn + " is not in flight");
    }
    return flight;
  }
}
