package dev.meso.store.election;

import dev.meso.api.codec.Json;
import dev.meso.api.record.Leader;
import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Backoff;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.election.ElectionMessage.What;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Stands for election: whoever creates the leader key, under a lease, leads for as long as it is
 * sure to keep it. Election alone excludes nobody; the fence does.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>in<th>when<th>does<th>goes to
 * <tr><td>IDLE<td>Start<td>reads the leader key<td>OBSERVING
 * <tr><td>OBSERVING<td>the key is there<td>looks again later, or when somebody saw a change
 *     <td>OBSERVING
 * <tr><td>OBSERVING<td>the key is absent<td>asks for a lease<td>GRANTING
 * <tr><td>GRANTING<td>granted<td>creates the key if it is absent<td>CAMPAIGNING
 * <tr><td>GRANTING<td>failed<td>looks again after a back-off<td>OBSERVING
 * <tr><td>CAMPAIGNING<td>created, or the key is there under this very lease
 *     <td>Elected, unless the lease may have ended<td>LEADING
 * <tr><td>CAMPAIGNING<td>the key is there under another lease<td>revokes its lease
 *     <td>OBSERVING
 * <tr><td>CAMPAIGNING<td>failed or unknown<td>tries the same again, under the same lease, while
 *     that can live<td>CAMPAIGNING
 * <tr><td>LEADING<td>a renewal is answered<td>Extended: leads until the renewal was sent + TTL -
 *     margin<td>LEADING
 * <tr><td>LEADING<td>that time has come; the lease is gone; the key is not its own; Resign
 *     <td>Deposed; deletes the key if it is its own, revokes the lease<td>LEAVING
 * <tr><td>LEAVING<td>both are answered, whatever the answers<td>reads the leader key
 *     <td>OBSERVING
 * <tr><td>any<td>Close<td>Deposed when leading; revokes the lease, then Closed<td>CLOSED
 * </table>
 *
 * <p>Whatever message comes first after a pause of the process, leadership that ran out ends before
 * it is looked at. A lease is never used for two leaderships: a campaign of unknown outcome that
 * lands late can only create a key under a lease that is known here, or dies.
 */
public final class ElectionActor
    implements Actor<ElectionMessage, Effect<ElectionMessage, ElectionEffect>> {

  /** How often a candidate looks by itself, if nobody tells it of a change. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Candidates that hear of a vanished leader at once campaign within this time. */
  static final Duration JITTER_MAX = Duration.ofMillis(50);

  private static final Duration BACKOFF_FIRST = Duration.ofMillis(50);

  private final ElectionConfig config;
  private final Backoff backoff;
  private final Random random;

  private State state = State.IDLE;
  // Counts states; what carries an older number belongs to something given up.
  private long round;
  // Counts looks: only the newest answer, and the newest alarm, count.
  private boolean lookDue;
  private long lease;
  private Duration leaseSent = Duration.ZERO;
  private long fence;
  private Duration until = Duration.ZERO;
  private boolean renewing;
  private int answersMissing;

  /** One that waits for {@link ElectionMessage.Start}. */
  public ElectionActor(ElectionConfig config) {
    this.config = config;
    this.backoff = new Backoff(BACKOFF_FIRST, LOOK_EVERY, config.seed());
    this.random = new Random(config.seed());
  }

  private enum State {
    IDLE,
    OBSERVING,
    GRANTING,
    CAMPAIGNING,
    LEADING,
    LEAVING,
    CLOSING,
    CLOSED
  }

  @Override
  public List<Effect<ElectionMessage, ElectionEffect>> on(ElectionMessage message, Now now) {
    Effects<ElectionMessage, ElectionEffect> out = new Effects<>();
    if (state == State.LEADING && now.monotonic().compareTo(until) >= 0) {
      depose("the lease was not renewed in time; it may end at the store", out);
    }
    switch (message) {
      case ElectionMessage.Start() -> {
        if (state == State.IDLE) {
          observe(out);
          look(out);
        }
      }
      case ElectionMessage.Look() -> hint(out);
      case ElectionMessage.Resign(long of, String reason) -> {
        if (state == State.LEADING && of == fence) {
          depose(reason, out);
        }
      }
      case ElectionMessage.Close() -> close(out);
      case ElectionMessage.Granted granted -> granted(granted, now, out);
      case ElectionMessage.Campaigned campaigned -> campaigned(campaigned, now, out);
      case ElectionMessage.Seen seen -> seen(seen, now, out);
      case ElectionMessage.Kept kept -> kept(kept, out);
      case ElectionMessage.KeyDeleted(long of, Result<TxnResult> _) -> left(of, out);
      case ElectionMessage.Revoked(long of, Result<Result.Done> _) -> left(of, out);
      case ElectionMessage.Due(long of, What what) -> due(of, what, now, out);
    }
    return out.list();
  }

  // --- observing ---

  private void enter(State next) {
    state = next;
    round++;
    lookDue = false;
  }

  private void observe(Effects<ElectionMessage, ElectionEffect> out) {
    enter(State.OBSERVING);
    lease = 0;
    later(LOOK_EVERY, What.LOOK, out);
  }

  private void later(Duration delay, What what, Effects<ElectionMessage, ElectionEffect> out) {
    out.after(delay, new ElectionMessage.Due(round, what));
  }

  private void look(Effects<ElectionMessage, ElectionEffect> out) {
    long of = round;
    out.ask(
        new StoreEffect.Read<>(
            RangeRequest.key(config.leaderKey()),
            callDeadline(),
            result -> new ElectionMessage.Seen(of, result)));
  }

  private void hint(Effects<ElectionMessage, ElectionEffect> out) {
    if (state == State.LEADING) {
      look(out);
    } else if (state == State.OBSERVING && !lookDue) {
      lookDue = true;
      out.after(
          Duration.ofNanos(random.nextLong(JITTER_MAX.toNanos())),
          new ElectionMessage.Due(round, What.HINTED_LOOK));
    }
  }

  private void seen(
      ElectionMessage.Seen seen, Now now, Effects<ElectionMessage, ElectionEffect> out) {
    if (seen.round() != round
        || !(seen.result() instanceof Result.Ok<RangeResult>(RangeResult answer))) {
      return;
    }
    Optional<Entry> key = answer.entries().stream().findFirst();
    if (state == State.OBSERVING && key.isEmpty()) {
      grant(now, out);
    } else if (state == State.LEADING
        && key.map(Entry::createRevision).orElse(0L).longValue() != fence) {
      depose(
          key.isEmpty()
              ? "the leader key is gone"
              : "the leader key is another's, created at " + key.get().createRevision(),
          out);
    }
  }

  // --- campaigning ---

  private void grant(Now now, Effects<ElectionMessage, ElectionEffect> out) {
    enter(State.GRANTING);
    long of = round;
    Duration sent = now.monotonic();
    out.ask(
        new StoreEffect.Grant<>(
            config.ttl(), callDeadline(), result -> new ElectionMessage.Granted(of, sent, result)));
  }

  private void granted(
      ElectionMessage.Granted granted, Now now, Effects<ElectionMessage, ElectionEffect> out) {
    boolean wanted = granted.round() == round && state == State.GRANTING;
    switch (granted.result()) {
      case Result.Ok<Long>(Long id) when wanted -> {
        lease = id;
        leaseSent = granted.sent();
        enter(State.CAMPAIGNING);
        campaign(now, out);
      }
      case Result.Ok<Long>(Long id) -> revokeUnheard(id, out);
      case Result.Failed<Long>(StoreException _) -> {
        if (wanted) {
          retreat(out);
        }
      }
    }
  }

  private void campaign(Now now, Effects<ElectionMessage, ElectionEffect> out) {
    Leader leader = new Leader(config.controller(), config.url(), now.wall());
    Txn txn =
        new Txn(
            List.of(Txn.Guard.absent(config.leaderKey())),
            List.of(new Txn.Write.Put(config.leaderKey(), Json.write(leader), lease)));
    long of = round;
    out.ask(
        new StoreEffect.Commit<>(
            txn, callDeadline(), result -> new ElectionMessage.Campaigned(of, result)));
  }

  private void campaigned(
      ElectionMessage.Campaigned campaigned,
      Now now,
      Effects<ElectionMessage, ElectionEffect> out) {
    if (campaigned.round() != round || state != State.CAMPAIGNING) {
      return;
    }
    switch (campaigned.result()) {
      case Result.Ok<TxnResult>(TxnResult(boolean committed, long revision, var present)) -> {
        if (committed) {
          elected(revision, now, out);
        } else {
          // Our own, if an earlier try of unknown outcome was applied after all.
          Optional<Entry> own = present.stream().filter(e -> e.lease() == lease).findFirst();
          if (own.isPresent()) {
            elected(own.get().createRevision(), now, out);
          } else {
            revokeUnheard(lease, out);
            observe(out);
          }
        }
      }
      case Result.Failed<TxnResult>(StoreException why) -> {
        boolean mayLive = now.monotonic().compareTo(claimUntil(leaseSent)) < 0;
        if (why.kind() != StoreException.Kind.REJECTED && mayLive) {
          enter(State.CAMPAIGNING);
          later(backoff.next(), What.CAMPAIGN, out);
        } else {
          revokeUnheard(lease, out);
          retreat(out);
        }
      }
    }
  }

  private void retreat(Effects<ElectionMessage, ElectionEffect> out) {
    enter(State.OBSERVING);
    lease = 0;
    later(backoff.next(), What.LOOK, out);
  }

  private void elected(long revision, Now now, Effects<ElectionMessage, ElectionEffect> out) {
    fence = revision;
    until = claimUntil(leaseSent);
    backoff.reset();
    if (now.monotonic().compareTo(until) >= 0) {
      leave(out);
      return;
    }
    enter(State.LEADING);
    renewing = false;
    out.emit(new ElectionEffect.Elected(fence, until));
    later(until.minus(now.monotonic()), What.STEP_DOWN, out);
    renew(now, out);
    later(renewEvery(), What.RENEW, out);
  }

  // --- leading ---

  private Duration claimUntil(Duration sent) {
    return sent.plus(config.ttl()).minus(config.margin());
  }

  private Duration renewEvery() {
    return config.ttl().dividedBy(3);
  }

  private Duration callDeadline() {
    return config.ttl().dividedBy(3);
  }

  private void renew(Now now, Effects<ElectionMessage, ElectionEffect> out) {
    if (renewing) {
      return;
    }
    renewing = true;
    long of = round;
    Duration sent = now.monotonic();
    out.ask(
        new StoreEffect.KeepAlive<>(
            lease, callDeadline(), result -> new ElectionMessage.Kept(of, sent, result)));
  }

  private void kept(ElectionMessage.Kept kept, Effects<ElectionMessage, ElectionEffect> out) {
    if (kept.round() != round || state != State.LEADING) {
      return;
    }
    renewing = false;
    switch (kept.result()) {
      case Result.Ok<Duration>(Duration left) when left.isZero() ->
          depose("the lease ended at the store", out);
      case Result.Ok<Duration>(Duration left) -> {
        Duration sure = left.compareTo(config.ttl()) < 0 ? left : config.ttl();
        Duration renewed = kept.sent().plus(sure).minus(config.margin());
        if (renewed.compareTo(until) > 0) {
          until = renewed;
          out.emit(new ElectionEffect.Extended(fence, until));
        }
      }
      case Result.Failed<Duration>(StoreException _) ->
          // The regular renewal would leave no time for a second try.
          later(backoff.next(), What.RENEW_AGAIN, out);
    }
  }

  private void depose(String reason, Effects<ElectionMessage, ElectionEffect> out) {
    out.emit(new ElectionEffect.Deposed(fence, reason));
    leave(out);
  }

  /** Deletes the own key, so that nothing sent under its fence can be applied any more. */
  private void leave(Effects<ElectionMessage, ElectionEffect> out) {
    enter(State.LEAVING);
    answersMissing = 2;
    long of = round;
    out.ask(
        new StoreEffect.Commit<>(
            new Txn(
                List.of(new Txn.Guard.CreateRevisionIs(config.leaderKey(), fence)),
                List.of(new Txn.Write.Delete(config.leaderKey()))),
            callDeadline(),
            result -> new ElectionMessage.KeyDeleted(of, result)));
    revoke(lease, out);
  }

  private void revoke(long id, Effects<ElectionMessage, ElectionEffect> out) {
    revoke(id, round, out);
  }

  /** Gives back a lease that nobody will miss; it would end by itself. */
  private void revokeUnheard(long id, Effects<ElectionMessage, ElectionEffect> out) {
    revoke(id, 0, out);
  }

  private void revoke(long id, long of, Effects<ElectionMessage, ElectionEffect> out) {
    out.ask(
        new StoreEffect.Revoke<>(
            id, callDeadline(), result -> new ElectionMessage.Revoked(of, result)));
  }

  private void left(long of, Effects<ElectionMessage, ElectionEffect> out) {
    if (of != round || --answersMissing > 0) {
      return;
    }
    if (state == State.LEAVING) {
      observe(out);
      look(out);
    } else if (state == State.CLOSING) {
      enter(State.CLOSED);
      out.emit(new ElectionEffect.Closed());
    }
  }

  private void due(long of, What what, Now now, Effects<ElectionMessage, ElectionEffect> out) {
    if (of != round) {
      return;
    }
    switch (what) {
      case LOOK -> {
        look(out);
        later(LOOK_EVERY, What.LOOK, out);
      }
      case HINTED_LOOK -> {
        lookDue = false;
        look(out);
      }
      case CAMPAIGN -> campaign(now, out);
      case RENEW -> {
        renew(now, out);
        later(renewEvery(), What.RENEW, out);
      }
      case RENEW_AGAIN -> renew(now, out);
      // Not over yet, or it would have ended above.
      case STEP_DOWN -> later(until.minus(now.monotonic()), What.STEP_DOWN, out);
    }
  }

  private void close(Effects<ElectionMessage, ElectionEffect> out) {
    if (state == State.CLOSING || state == State.CLOSED) {
      return;
    }
    if (state == State.LEADING) {
      out.emit(new ElectionEffect.Deposed(fence, "closing"));
    }
    long last = state == State.OBSERVING || state == State.IDLE ? 0 : lease;
    enter(State.CLOSING);
    answersMissing = 1;
    if (last != 0) {
      revoke(last, out);
    } else {
      left(round, out);
    }
  }
}
