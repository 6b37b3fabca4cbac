package dev.meso.store.cache;

import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Backoff;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.actor.WatchSignal;
import dev.meso.store.cache.CacheReset.Why;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy of a prefix true. A watch is a hint, a list is the truth.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>in<th>when<th>does<th>goes to
 * <tr><td>IDLE<td>Start<td>reads the first page<td>LISTING
 * <tr><td>LISTING<td>page, more follow<td>reads the next at the same revision<td>LISTING
 * <tr><td>LISTING<td>last page<td>takes the list over as one step, watches from revision + 1
 *     <td>OPENING
 * <tr><td>LISTING<td>page failed<td>unreachable; waits, then lists<td>WAITING
 * <tr><td>OPENING<td>created, same cluster, revision not below ours<td>writes a barrier
 *     <td>FOLLOWING
 * <tr><td>OPENING<td>created, other cluster or revision below ours<td>unreachable; waits, then
 *     lists<td>WAITING
 * <tr><td>OPENING, FOLLOWING<td>broken, or silent too long<td>unreachable; forgets the incomplete
 *     revision; waits, then watches from the last complete revision + 1<td>WAITING
 * <tr><td>OPENING, FOLLOWING<td>compacted<td>unreachable; waits, then lists<td>WAITING
 * <tr><td>FOLLOWING<td>changes<td>applies complete revisions<td>FOLLOWING
 * <tr><td>FOLLOWING<td>changes that do not continue ours, or an audit found a loss
 *     <td>unreachable; cancels the watch; waits, then lists<td>WAITING
 * <tr><td>FOLLOWING<td>long since the last list<td>cancels the watch, lists<td>LISTING
 * <tr><td>WAITING<td>the wait is over<td>as planned<td>LISTING or OPENING
 * </table>
 *
 * <p>The old copy stays readable until the new list replaces it. Progress and creation of the watch
 * show only that the stream lives. Reachable is what a barrier write, sent after the last
 * interruption and seen on the watch, has proven; without a barrier, what an audit has.
 */
final class CacheActor implements Actor<CacheMessage, Effect<CacheMessage, CacheEffect>> {

  /** How often silence, deadlines of lists and audits are looked at. */
  static final Duration TICK = Duration.ofMillis(500);

  /** The shortest and the longest wait before the next try. */
  static final Duration BACKOFF_FIRST = Duration.ofMillis(20);

  static final Duration BACKOFF_CAP = Duration.ofSeconds(1);

  private final CacheConfig config;
  private final Backoff backoff;
  private final ChangeBuffer buffer = new ChangeBuffer();
  private final Barriers barriers = new Barriers();

  private Phase phase = Phase.IDLE;
  // Counts waits, lists and watches; what carries an older number is of something given up.
  private long round;
  private Why listWhy = Why.START;
  private Snapshot snapshot = Snapshot.NOTHING;
  private Listing listing;
  private @Nullable Listing auditListing;
  private @Nullable Audit audit;
  private long audits;
  private Duration lastAudit = Duration.ZERO;
  private Duration lastList = Duration.ZERO;
  private Duration following = Duration.ZERO;
  private Now lastSign = NEVER;
  private Now lastMessage = NEVER;
  private boolean reachable;
  private long interruptions;

  private static final Now NEVER = new Now(Instant.EPOCH, Duration.ZERO);

  CacheActor(CacheConfig config) {
    this.config = config;
    this.backoff = new Backoff(BACKOFF_FIRST, BACKOFF_CAP, config.seed());
    this.listing = new Listing(RangeRequest.prefix(config.prefix()));
  }

  private enum Phase {
    IDLE,
    WAITING_TO_LIST,
    WAITING_TO_WATCH,
    LISTING,
    OPENING,
    FOLLOWING
  }

  @Override
  public List<Effect<CacheMessage, CacheEffect>> on(CacheMessage message, Now now) {
    Effects<CacheMessage, CacheEffect> out = new Effects<>();
    if (phase != Phase.IDLE) {
      noticePause(now, out);
    }
    lastMessage = now;
    switch (message) {
      case CacheMessage.Start() -> start(now, out);
      case CacheMessage.Tick() -> tick(now, out);
      case CacheMessage.Retry(long of) -> retry(of, now, out);
      case CacheMessage.Page(long of, Result<RangeResult> result) -> page(of, result, now, out);
      case CacheMessage.Heard(long of, WatchSignal signal) -> {
        if (of == round && watching()) {
          heard(signal, now, out);
        }
      }
      case CacheMessage.AuditPage(long of, Result<RangeResult> result) ->
          auditPage(of, result, now, out);
      case CacheMessage.Fresh(long ticket, Duration deadline) -> fresh(ticket, deadline, out);
      case CacheMessage.FreshDue(long ticket, Duration deadline) -> {
        if (barriers.abandon(ticket)) {
          out.emit(new CacheEffect.FreshFailed(ticket, notProven(deadline)));
        }
      }
      case CacheMessage.BarrierWritten written -> barrierWritten(written, now, out);
    }
    return out.list();
  }

  private void start(Now now, Effects<CacheMessage, CacheEffect> out) {
    if (phase == Phase.IDLE) {
      list(Why.START, out);
      out.emit(new CacheEffect.Unreachable(now, "not connected yet"));
      out.after(TICK, new CacheMessage.Tick());
    }
  }

  // --- listing ---

  private void list(Why why, Effects<CacheMessage, CacheEffect> out) {
    round++;
    phase = Phase.LISTING;
    listWhy = why;
    buffer.clear();
    audit = null;
    auditListing = null;
    listing = new Listing(RangeRequest.prefix(config.prefix()));
    readPage(listing.first(), out);
  }

  private void readPage(RangeRequest request, Effects<CacheMessage, CacheEffect> out) {
    long of = round;
    out.ask(
        new StoreEffect.Read<>(
            request, config.callDeadline(), result -> new CacheMessage.Page(of, result)));
  }

  private void page(
      long of, Result<RangeResult> result, Now now, Effects<CacheMessage, CacheEffect> out) {
    if (of != round || phase != Phase.LISTING) {
      return;
    }
    switch (result) {
      case Result.Failed<RangeResult>(StoreException why) -> {
        interrupted(now, now, "list of " + config.prefix() + " failed: " + why.getMessage(), out);
        waitThen(Phase.WAITING_TO_LIST, out);
      }
      case Result.Ok<RangeResult>(RangeResult answer) -> {
        try {
          Optional<RangeRequest> next = listing.take(answer);
          if (next.isPresent()) {
            readPage(next.get(), out);
          } else {
            takeOver(listing.snapshot(), now, out);
          }
        } catch (LostContinuity e) {
          relist(e.why(), e.reason(), now, out);
        }
      }
    }
  }

  private void takeOver(Snapshot listed, Now now, Effects<CacheMessage, CacheEffect> out) {
    Snapshot before = snapshot;
    boolean otherCluster = before.listed() && before.clusterId() != listed.clusterId();
    boolean backward = before.listed() && listed.revision() < before.revision();
    boolean sameHistory = before.listed() && !otherCluster && !backward;
    if (otherCluster || backward) {
      listWhy = otherCluster ? Why.OTHER_CLUSTER : Why.BACKWARD;
      barriers.forgetRevisions();
      interrupted(now, now, "the store has another history", out);
    }
    snapshot = listed;
    listing = new Listing(RangeRequest.prefix(config.prefix()));
    lastList = now.monotonic();
    lastAudit = now.monotonic();
    List<CacheChange> differences = Continuation.between(before, listed).changes();
    out.emit(
        new CacheEffect.Relisted(listed, before.revision(), listWhy, sameHistory, differences));
    proven(now, out);
    watch(now, out);
  }

  // --- watching ---

  private boolean watching() {
    return phase == Phase.OPENING || phase == Phase.FOLLOWING;
  }

  private void watch(Now now, Effects<CacheMessage, CacheEffect> out) {
    round++;
    long of = round;
    phase = Phase.OPENING;
    lastSign = now;
    buffer.clear();
    out.ask(
        new StoreEffect.Watch<>(
            of,
            new WatchRequest(config.prefix(), snapshot.revision() + 1),
            signal -> new CacheMessage.Heard(of, signal)));
  }

  private void heard(WatchSignal signal, Now now, Effects<CacheMessage, CacheEffect> out) {
    lastSign = now;
    switch (signal) {
      case WatchSignal.Created(long revision, long clusterId) ->
          created(revision, clusterId, now, out);
      case WatchSignal.Progress(long _) -> {}
      case WatchSignal.Ended(WatchEnd.Compacted(long compacted)) ->
          relist(
              Why.COMPACTED,
              "revision " + (snapshot.revision() + 1) + " is compacted up to " + compacted,
              now,
              out);
      case WatchSignal.Ended(WatchEnd.Broken(String cause)) ->
          broken(now, "watch of " + config.prefix() + " broke: " + cause, now, out);
      case WatchSignal.Changes(List<Change> changes, boolean complete) -> {
        try {
          for (List<Change> revision : buffer.take(changes, complete)) {
            Continuation next = Continuation.apply(snapshot, revision);
            snapshot = next.snapshot();
            out.emit(new CacheEffect.Stepped(snapshot, next.changes()));
          }
          proven(now, out);
          checkAudit(now, out);
        } catch (LostContinuity e) {
          relist(e.why(), e.reason(), now, out);
        }
      }
    }
  }

  private void created(
      long revision, long clusterId, Now now, Effects<CacheMessage, CacheEffect> out) {
    if (clusterId != snapshot.clusterId()) {
      relist(Why.OTHER_CLUSTER, "cluster " + clusterId + " answered", now, out);
    } else if (revision < snapshot.revision()) {
      relist(
          Why.BACKWARD,
          "the store is at revision " + revision + ", " + snapshot.revision() + " was seen",
          now,
          out);
    } else if (phase == Phase.OPENING) {
      phase = Phase.FOLLOWING;
      following = now.monotonic();
      if (config.barrier().isPresent()) {
        writeBarrier(out);
      } else {
        reachable(now, out);
      }
    }
  }

  private void broken(Now since, String why, Now now, Effects<CacheMessage, CacheEffect> out) {
    interrupted(since, now, why, out);
    out.ask(new StoreEffect.CancelWatch<>(round));
    waitThen(Phase.WAITING_TO_WATCH, out);
  }

  private void relist(Why why, String reason, Now now, Effects<CacheMessage, CacheEffect> out) {
    interrupted(now, now, why + ": " + reason, out);
    if (watching()) {
      out.ask(new StoreEffect.CancelWatch<>(round));
    }
    listWhy = why;
    waitThen(Phase.WAITING_TO_LIST, out);
  }

  // --- waiting ---

  private void waitThen(Phase next, Effects<CacheMessage, CacheEffect> out) {
    round++;
    phase = next;
    buffer.clear();
    out.after(backoff.next(), new CacheMessage.Retry(round));
  }

  private void retry(long of, Now now, Effects<CacheMessage, CacheEffect> out) {
    if (of == round && phase == Phase.WAITING_TO_LIST) {
      list(listWhy, out);
    } else if (of == round && phase == Phase.WAITING_TO_WATCH) {
      watch(now, out);
    }
  }

  private void tick(Now now, Effects<CacheMessage, CacheEffect> out) {
    out.after(TICK, new CacheMessage.Tick());
    if (!watching()) {
      return;
    }
    Duration silent = now.since(lastSign);
    // Without writes of ours a quiet stream is no sign of a dead one; audits find that.
    boolean mayBeQuiet = config.barrier().isEmpty() && phase == Phase.FOLLOWING;
    if (!mayBeQuiet && silent.compareTo(config.silenceMax()) >= 0) {
      broken(lastSign, "no sign of life from the watch for " + silent.toMillis() + " ms", now, out);
      return;
    }
    if (phase == Phase.FOLLOWING) {
      tend(silent, now, out);
    }
  }

  private void tend(Duration silent, Now now, Effects<CacheMessage, CacheEffect> out) {
    if (now.monotonic().minus(following).compareTo(BACKOFF_CAP) >= 0) {
      // It has held; what fails next is a new failure.
      backoff.reset();
    }
    if (now.monotonic().minus(lastList).compareTo(config.relistEvery()) >= 0) {
      out.ask(new StoreEffect.CancelWatch<>(round));
      list(Why.PERIODIC, out);
      return;
    }
    if (!reachable || barriers.anyWaiting() || silent.compareTo(config.probeAfter()) >= 0) {
      writeBarrier(out);
    }
    if (now.monotonic().minus(lastAudit).compareTo(config.auditEvery()) >= 0) {
      audit(now, out);
    }
  }

  // --- audits ---

  private void audit(Now now, Effects<CacheMessage, CacheEffect> out) {
    if (audit != null) {
      Optional<String> suspect = audit.difference(snapshot);
      if (suspect.isPresent()) {
        relist(Why.AUDIT, "the watch did not bring " + suspect.get(), now, out);
        return;
      }
      audit = null;
    }
    lastAudit = now.monotonic();
    audits++;
    auditListing = new Listing(RangeRequest.prefix(config.auditPrefix()).withKeysOnly());
    readAuditPage(auditListing.first(), out);
  }

  private void readAuditPage(RangeRequest request, Effects<CacheMessage, CacheEffect> out) {
    long of = audits;
    out.ask(
        new StoreEffect.Read<>(
            request, config.callDeadline(), result -> new CacheMessage.AuditPage(of, result)));
  }

  private void auditPage(
      long of, Result<RangeResult> result, Now now, Effects<CacheMessage, CacheEffect> out) {
    if (of != audits || auditListing == null || phase != Phase.FOLLOWING) {
      return;
    }
    switch (result) {
      case Result.Failed<RangeResult>(StoreException why) -> {
        auditListing = null;
        interrupted(now, now, "list of " + config.auditPrefix() + " failed: " + why, out);
      }
      case Result.Ok<RangeResult>(RangeResult answer) -> {
        try {
          Optional<RangeRequest> next = auditListing.take(answer);
          if (next.isPresent()) {
            readAuditPage(next.get(), out);
            return;
          }
          Snapshot listed = auditListing.snapshot();
          auditListing = null;
          if (listed.clusterId() != snapshot.clusterId()) {
            relist(Why.OTHER_CLUSTER, "cluster " + listed.clusterId() + " answered", now, out);
            return;
          }
          audit = new Audit(config.auditPrefix(), listed);
          if (config.barrier().isEmpty()) {
            reachable(now, out);
          }
          checkAudit(now, out);
        } catch (LostContinuity e) {
          relist(e.why(), e.reason(), now, out);
        }
      }
    }
  }

  private void checkAudit(Now now, Effects<CacheMessage, CacheEffect> out) {
    if (audit != null && snapshot.revision() >= audit.listed().revision()) {
      Optional<String> lost = audit.lost(snapshot);
      audit = null;
      if (lost.isPresent()) {
        relist(Why.AUDIT, "the watch did not bring " + lost.get(), now, out);
      }
    }
  }

  // --- freshness and reachability ---

  private void fresh(long ticket, Duration deadline, Effects<CacheMessage, CacheEffect> out) {
    if (config.barrier().isEmpty()) {
      out.emit(
          new CacheEffect.FreshFailed(
              ticket, "Cache of " + config.prefix() + " has no barrier key to prove it with"));
      return;
    }
    barriers.await(ticket);
    out.after(deadline, new CacheMessage.FreshDue(ticket, deadline));
    if (phase == Phase.FOLLOWING) {
      writeBarrier(out);
    }
  }

  private String notProven(Duration deadline) {
    return "Cache of "
        + config.prefix()
        + " could not prove within "
        + deadline.toMillis()
        + " ms that it is up to date; it holds revision "
        + snapshot.revision()
        + (reachable ? "" : " and the store is not reachable");
  }

  private void writeBarrier(Effects<CacheMessage, CacheEffect> out) {
    if (!barriers.mayWrite() || config.barrier().isEmpty()) {
      return;
    }
    CacheConfig.BarrierKey key = config.barrier().get();
    long write = barriers.sent(interruptions);
    // Without a guard: a write that lands late does no harm, since not the value is waited for but
    // the revision, and it is the only one in flight.
    Txn txn = new Txn(List.of(), List.of(new Txn.Write.Put(key.key(), key.value(write))));
    out.ask(
        new StoreEffect.Commit<>(
            txn, config.callDeadline(), result -> new CacheMessage.BarrierWritten(write, result)));
  }

  private void barrierWritten(
      CacheMessage.BarrierWritten written, Now now, Effects<CacheMessage, CacheEffect> out) {
    switch (written.result()) {
      case Result.Ok<TxnResult>(var answer) -> {
        barriers.acknowledged(written.write(), answer.revision());
        proven(now, out);
        if (phase == Phase.FOLLOWING && barriers.anyWaiting()) {
          writeBarrier(out);
        }
      }
      case Result.Failed<TxnResult>(StoreException why) -> {
        barriers.failed(written.write());
        interrupted(now, now, "barrier write failed: " + why.getMessage(), out);
      }
    }
  }

  private void proven(Now now, Effects<CacheMessage, CacheEffect> out) {
    for (Barriers.Write write : barriers.seen(snapshot.revision())) {
      write.tickets().forEach(ticket -> out.emit(new CacheEffect.FreshProven(ticket)));
      if (write.interruptions() == interruptions && phase == Phase.FOLLOWING) {
        reachable(now, out);
      }
    }
  }

  private void reachable(Now now, Effects<CacheMessage, CacheEffect> out) {
    if (!reachable) {
      reachable = true;
      out.emit(new CacheEffect.Reachable(now));
    }
  }

  private void interrupted(Now since, Now now, String why, Effects<CacheMessage, CacheEffect> out) {
    interruptions++;
    if (reachable) {
      reachable = false;
      out.emit(new CacheEffect.Unreachable(since.since(now).isNegative() ? since : now, why));
    }
  }

  /** Ticks come often; if none came for long, this process stood still and knows nothing. */
  private void noticePause(Now now, Effects<CacheMessage, CacheEffect> out) {
    Duration gap = now.since(lastMessage);
    if (gap.compareTo(config.silenceMax()) >= 0) {
      interrupted(lastMessage, now, "this process stood still for " + gap.toMillis() + " ms", out);
    }
  }
}
