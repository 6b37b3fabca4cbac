package dev.meso.agent.reconcile;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import dev.meso.store.actor.Backoff;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the agent's reports in the store equal to what the agent wants them to be.
 *
 * <p>For each key it knows what is wanted and what the store holds, and writes the difference: the
 * latest state whole, one write in flight for a key, {@link #WRITES_MAX} in all. States that were
 * overtaken while a write was under way are never written.
 *
 * <p>Every write is guarded twice. By the create revision of the agent's alive key: after a lost
 * session, or beside another agent of the same name, nothing is written. And by the key's own mod
 * revision: a write whose outcome is unknown may land late, and must not land upon a later one. So
 * after an unknown outcome the key is read back before it is written again. One thing these guards
 * cannot stop: a write that makes a key, and lands when the key was made and removed since. Some
 * time after an unknown outcome the reports are therefore looked through for what nobody wants.
 *
 * <p>Knows nothing until the reports were read under the present session. Part of {@link
 * ReconcileActor}, in whose turn it is called.
 */
final class ReportOutbox {
  static final int WRITES_MAX = 64;
  static final Duration DEADLINE = Duration.ofSeconds(5);
  static final Duration RETRY_FIRST = Duration.ofMillis(50);
  static final Duration RETRY_MAX = Duration.ofSeconds(1);

  /** What the store rejected may have been its fault, or may be taken once it was repaired. */
  static final Duration REJECTED_RETRY = Duration.ofSeconds(30);

  /** Later than any write of unknown outcome lands that is still under way. */
  static final Duration STRAGGLERS_AFTER = Duration.ofSeconds(30);

  private final Keyspace keys;
  private final String agent;
  private final Backoff backoff;
  private final Map<AttemptId, Slot> slots = new TreeMap<>();
  private long session;
  private long loading;
  private RangeRequest reading;
  private boolean loaded;
  private boolean waiting;
  private boolean rejectedWaiting;
  private int inFlight;
  private long lastWrite;
  private long doubts;
  private boolean looking;
  private RangeRequest look;

  ReportOutbox(Keyspace keys, String agent, long seed) {
    this.keys = keys;
    this.agent = agent;
    this.backoff = new Backoff(RETRY_FIRST, RETRY_MAX, seed);
    this.reading = RangeRequest.prefix(keys.reportsOf(agent));
    this.look = reading;
  }

  /** Whether there is a session and the reports were read under it. */
  boolean ready() {
    return session != 0 && loaded;
  }

  /** What the store holds, as far as it is known. */
  @Nullable Report stored(AttemptId key) {
    Slot slot = slots.get(key);
    return slot == null ? null : slot.stored;
  }

  /** The keys of reports that nobody has claimed. */
  List<AttemptId> undecided() {
    return slots.entrySet().stream()
        .filter(slot -> !slot.getValue().decided)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The report of this key should be this. */
  void want(AttemptId key, Report report) {
    Slot slot = slots.computeIfAbsent(key, _ -> new Slot(loaded));
    slot.decided = true;
    slot.wanted = report;
  }

  /** There should be no report of this key. */
  void wantNone(AttemptId key) {
    Slot slot = slots.get(key);
    if (slot == null) {
      if (loaded) {
        return;
      }
      slot = new Slot(false);
      slots.put(key, slot);
    }
    slot.decided = true;
    slot.wanted = null;
    forget(key, slot);
  }

  void sessionStarted(long createRevision, Effects<ReconcileMessage, ReconcileOutput> effects) {
    sessionLost();
    session = createRevision;
    load(effects);
  }

  void sessionLost() {
    session = 0;
    loaded = false;
    loading++;
    inFlight = 0;
    // A new session fences whatever is still under way.
    looking = false;
    for (Slot slot : slots.values()) {
      slot.known = false;
      slot.write = 0;
      slot.offerAgain();
    }
  }

  /** The reports are another agent's from now on: what was wanted of them is not any more. */
  void disown() {
    sessionLost();
    slots.clear();
  }

  void on(ReconcileMessage.ReportsDue due, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (due.loading() == loading && session != 0 && !loaded) {
      load(effects);
    }
  }

  /** Takes a page of reports; true when it was the last one. */
  boolean on(
      ReconcileMessage.ReportsRead read, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (read.loading() != loading || session == 0) {
      return false;
    }
    switch (read.page()) {
      case Result.Failed<RangeResult> _ ->
          effects.after(backoff.next(), new ReconcileMessage.ReportsDue(loading));
      case Result.Ok<RangeResult>(RangeResult page) -> {
        page.entries().forEach(this::take);
        if (page.more()) {
          long revision = reading.revision() == 0 ? page.revision() : reading.revision();
          reading = reading.next(page.entries().getLast().key(), revision);
          read(effects);
        } else {
          loaded();
        }
      }
    }
    return loaded;
  }

  void on(
      ReconcileMessage.ReportCommitted answer, Effects<ReconcileMessage, ReconcileOutput> effects) {
    Slot slot = slots.get(answer.key());
    if (slot == null || slot.write != answer.write()) {
      return;
    }
    slot.write = 0;
    inFlight--;
    switch (answer.result()) {
      case Result.Ok<TxnResult>(TxnResult result) -> {
        backoff.reset();
        if (result.committed()) {
          slot.stored = slot.sent;
          slot.modRevision = slot.sent == null ? 0 : result.revision();
          forget(answer.key(), slot);
        } else {
          refused(answer.key(), slot, result, effects);
        }
      }
      case Result.Failed<TxnResult>(StoreException why) -> failed(answer.key(), slot, why, effects);
    }
  }

  void on(
      ReconcileMessage.ReportReadBack answer, Effects<ReconcileMessage, ReconcileOutput> effects) {
    Slot slot = slots.get(answer.key());
    if (slot == null || slot.write != answer.write()) {
      return;
    }
    slot.write = 0;
    inFlight--;
    switch (answer.result()) {
      case Result.Ok<RangeResult>(RangeResult page) -> {
        slot.absent();
        page.entries().forEach(slot::take);
        forget(answer.key(), slot);
      }
      case Result.Failed<RangeResult> _ -> pause(effects);
    }
  }

  void on(ReconcileMessage.StragglersDue due, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (due.loading() != loading) {
      return;
    }
    if (due.doubts() < doubts) {
      lookLater(effects);
    } else {
      look = RangeRequest.prefix(keys.reportsOf(agent));
      readLook(effects);
    }
  }

  void on(
      ReconcileMessage.StragglersRead read, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (read.loading() != loading) {
      return;
    }
    switch (read.page()) {
      case Result.Failed<RangeResult> _ -> lookLater(effects);
      case Result.Ok<RangeResult>(RangeResult page) -> {
        for (Entry entry : page.entries()) {
          // What somebody wants is guarded and read back as ever.
          if (keys.parse(entry.key()) instanceof Key.Report(String _, AttemptId id)
              && !slots.containsKey(id)) {
            take(entry);
          }
        }
        if (page.more()) {
          long revision = look.revision() == 0 ? page.revision() : look.revision();
          look = look.next(page.entries().getLast().key(), revision);
          readLook(effects);
        } else {
          looking = false;
        }
      }
    }
  }

  private void lookLater(Effects<ReconcileMessage, ReconcileOutput> effects) {
    effects.after(STRAGGLERS_AFTER, new ReconcileMessage.StragglersDue(loading, doubts));
  }

  private void readLook(Effects<ReconcileMessage, ReconcileOutput> effects) {
    long mine = loading;
    effects.ask(
        new StoreEffect.Read<>(
            look, DEADLINE, page -> new ReconcileMessage.StragglersRead(mine, page)));
  }

  void retry() {
    waiting = false;
  }

  /** Offers what was rejected once more. */
  void retryRejected() {
    rejectedWaiting = false;
    slots.values().forEach(Slot::offerAgain);
  }

  /** Sends what differs and may be sent. */
  void pump(Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (!ready() || waiting) {
      return;
    }
    for (Map.Entry<AttemptId, Slot> entry : slots.entrySet()) {
      if (inFlight >= WRITES_MAX) {
        return;
      }
      Slot slot = entry.getValue();
      if (slot.write != 0) {
        continue;
      }
      if (!slot.known) {
        readBack(entry.getKey(), slot, effects);
      } else if (slot.decided && slot.differs()) {
        write(entry.getKey(), slot, effects);
      }
    }
  }

  private void load(Effects<ReconcileMessage, ReconcileOutput> effects) {
    loading++;
    slots.values().forEach(Slot::absent);
    slots.values().forEach(slot -> slot.known = false);
    reading = RangeRequest.prefix(keys.reportsOf(agent));
    read(effects);
  }

  private void loaded() {
    loaded = true;
    backoff.reset();
    slots.values().forEach(slot -> slot.known = true);
    slots.values().removeIf(slot -> slot.wanted == null && slot.modRevision == 0);
  }

  private void read(Effects<ReconcileMessage, ReconcileOutput> effects) {
    long mine = loading;
    effects.ask(
        new StoreEffect.Read<>(
            reading, DEADLINE, page -> new ReconcileMessage.ReportsRead(mine, page)));
  }

  private void take(Entry entry) {
    if (keys.parse(entry.key()) instanceof Key.Report(String _, AttemptId id)) {
      slots.computeIfAbsent(id, _ -> new Slot(false)).take(entry);
    }
  }

  private void write(AttemptId key, Slot slot, Effects<ReconcileMessage, ReconcileOutput> effects) {
    String text = keys.text(new Key.Report(agent, key));
    Report wanted = slot.wanted;
    Txn txn =
        new Txn(
            List.of(
                new Txn.Guard.CreateRevisionIs(alive(), session),
                new Txn.Guard.ModRevisionIs(text, slot.modRevision)),
            List.of(
                wanted == null
                    ? new Txn.Write.Delete(text)
                    : new Txn.Write.Put(text, Json.write(wanted))));
    slot.sent = wanted;
    slot.write = ++lastWrite;
    inFlight++;
    long write = slot.write;
    effects.ask(
        new StoreEffect.Commit<>(
            txn, DEADLINE, result -> new ReconcileMessage.ReportCommitted(key, write, result)));
  }

  private void readBack(
      AttemptId key, Slot slot, Effects<ReconcileMessage, ReconcileOutput> effects) {
    slot.write = ++lastWrite;
    inFlight++;
    long write = slot.write;
    effects.ask(
        new StoreEffect.Read<>(
            RangeRequest.key(keys.text(new Key.Report(agent, key))),
            DEADLINE,
            result -> new ReconcileMessage.ReportReadBack(key, write, result)));
  }

  private void refused(
      AttemptId key,
      Slot slot,
      TxnResult result,
      Effects<ReconcileMessage, ReconcileOutput> effects) {
    boolean mine =
        result.present().stream()
            .anyMatch(entry -> entry.key().equals(alive()) && entry.createRevision() == session);
    if (!mine) {
      effects.emit(new ReconcileOutput.SessionRefused(session));
      sessionLost();
      return;
    }
    // An earlier write of ours has landed late.
    String text = keys.text(new Key.Report(agent, key));
    slot.absent();
    result.present().stream().filter(entry -> entry.key().equals(text)).forEach(slot::take);
    forget(key, slot);
  }

  private void failed(
      AttemptId key,
      Slot slot,
      StoreException why,
      Effects<ReconcileMessage, ReconcileOutput> effects) {
    switch (why.kind()) {
      case UNAVAILABLE, COMPACTED -> pause(effects);
      case UNKNOWN -> {
        slot.known = false;
        doubts++;
        if (!looking) {
          looking = true;
          lookLater(effects);
        }
        pause(effects);
      }
      case REJECTED -> {
        slot.rejected = true;
        slot.rejectedContent = slot.sent;
        effects.emit(
            new ReconcileOutput.Noticed(
                "Report was rejected by the store; it is offered again later, and when it changes",
                keys.text(new Key.Report(agent, key)),
                String.valueOf(why.getMessage())));
        // One timer for all of them.
        if (!rejectedWaiting) {
          rejectedWaiting = true;
          effects.after(REJECTED_RETRY, new ReconcileMessage.RejectedReportsRetry());
        }
      }
    }
  }

  /** One pause for all keys: an outage fails them all, and one timer is enough to come back. */
  private void pause(Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (!waiting) {
      waiting = true;
      effects.after(backoff.next(), new ReconcileMessage.ReportsRetry());
    }
  }

  private void forget(AttemptId key, Slot slot) {
    if (slot.known
        && slot.write == 0
        && slot.decided
        && slot.wanted == null
        && slot.modRevision == 0) {
      slots.remove(key);
    }
  }

  private String alive() {
    return keys.text(new Key.Alive(agent));
  }

  /** One report key. */
  private static final class Slot {
    boolean decided;
    @Nullable Report wanted;
    boolean known;
    long modRevision;
    @Nullable Report stored;
    long write;
    @Nullable Report sent;
    boolean rejected;
    @Nullable Report rejectedContent;

    Slot(boolean known) {
      this.known = known;
    }

    void absent() {
      known = true;
      modRevision = 0;
      stored = null;
    }

    void take(Entry entry) {
      known = true;
      modRevision = entry.modRevision();
      stored = parse(entry.value());
    }

    void offerAgain() {
      rejected = false;
      rejectedContent = null;
    }

    boolean differs() {
      if (rejected && Objects.equals(rejectedContent, wanted)) {
        return false;
      }
      // A stored value that cannot be read is as good as another one.
      return wanted == null ? modRevision != 0 : !wanted.equals(stored);
    }

    // The lenient decoder leaves absent fields null, whatever their declared type.
    @SuppressWarnings("ConstantValue")
    private static @Nullable Report parse(String value) {
      try {
        Report report = Json.read(Report.class, value);
        return report.phase() == null || report.taskUid() == null ? null : report;
      } catch (MalformedRecord e) {
        return null;
      }
    }
  }
}
