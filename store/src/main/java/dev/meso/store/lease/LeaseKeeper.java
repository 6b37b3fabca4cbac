package dev.meso.store.lease;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Registration;
import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Backoff;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.lease.LeaseMessage.What;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an agent's lease, and its alive key under it. A session is one lease; the create revision
 * of its alive key fences what is written under it, so a session never takes a key over from
 * another: it deletes that first.
 *
 * <p>A name whose alive key is absent is not free yet: the agent that is registered under it may be
 * about to return to what it runs. An agent of another uid takes the name only when {@link
 * Succession} allows it, in a transaction that compares all that it was concluded from.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>in<th>when<th>does<th>goes to
 * <tr><td>IDLE<td>Start<td>reads the alive key<td>READING
 * <tr><td>READING<td>absent<td>reads the registration<td>IDENTIFYING
 * <tr><td>READING<td>another agent's uid, or unreadable<td>NameTaken, once for each holder; looks
 *     again later<td>READING
 * <tr><td>READING<td>the same uid, from before this process held a session
 *     <td>deletes it, guarded by its create revision<td>CLEARING
 * <tr><td>READING<td>the same uid, another session, after this process held one<td>Superseded
 *     <td>CLOSED
 * <tr><td>IDENTIFYING<td>absent, the same uid's, or unreadable<td>asks for a lease<td>GRANTING
 * <tr><td>IDENTIFYING<td>another uid's<td>reads what the leader says of it<td>JUDGING
 * <tr><td>JUDGING<td>Lost or Gone, said of that uid<td>asks for a lease<td>GRANTING
 * <tr><td>JUDGING<td>anything else<td>NameTaken, once for each holder; looks again later
 *     <td>READING
 * <tr><td>CLEARING<td>deleted<td>revokes the old lease, asks for a new one<td>GRANTING
 * <tr><td>GRANTING<td>granted<td>creates the alive key if it is absent, and registration and
 *     status are as they were read; new session<td>WRITING
 * <tr><td>WRITING<td>created, or there under this very lease<td>SessionStarted<td>HOLDING
 * <tr><td>WRITING<td>there under another lease, or something changed<td>revokes, reads again
 *     <td>READING
 * <tr><td>WRITING<td>failed or unknown<td>the same again while the lease can live<td>WRITING
 * <tr><td>HOLDING<td>renewed<td>SessionExtended<td>HOLDING
 * <tr><td>HOLDING<td>renewal fails<td>tries again, for as long as it takes<td>HOLDING
 * <tr><td>HOLDING<td>the lease is gone, or the alive key is not its own
 *     <td>SessionLost, reads<td>READING
 * <tr><td>any<td>Close<td>revokes the lease, then Closed<td>CLOSED
 * </table>
 *
 * <p>Unlike a leader, an agent need not stop by its own clock: its tasks run on, and the fence
 * keeps what it writes late from being applied. But no fence keeps it from starting what another
 * machine under its name was asked to run: for that each renewal says until when the name is its.
 */
public final class LeaseKeeper implements Actor<LeaseMessage, Effect<LeaseMessage, LeaseEffect>> {

  /** The longest wait between two tries. */
  static final Duration BACKOFF_CAP = Duration.ofSeconds(1);

  /** How often it looks whether its alive key is still there. */
  static final Duration VERIFY_EVERY = Duration.ofSeconds(10);

  /** Own sessions that are remembered. */
  private static final int OWN_SESSIONS_MAX = 16;

  private static final Duration BACKOFF_FIRST = Duration.ofMillis(50);

  private final LeaseConfig config;
  private final String aliveKey;
  private final Backoff backoff;
  private final Random random;

  private State state = State.IDLE;
  // Counts states; what carries an older number belongs to something given up.
  private long round;
  private long lease;
  private Duration leaseSent = Duration.ZERO;
  private String session = "";
  // The latest ones; a write that was given up may land late, and is no other process then.
  private final ArrayDeque<String> ownSessions = new ArrayDeque<>();
  private long createRevision;
  private boolean held;
  private String holder = "";
  // What the name was found free by; the alive key is created only while it still holds.
  private final List<Txn.Guard> evidence = new ArrayList<>();
  private @Nullable Registration rival;
  private long clearedLease;

  /** One that waits for {@link LeaseMessage.Start}. */
  public LeaseKeeper(LeaseConfig config) {
    this.config = config;
    this.aliveKey = config.aliveKey();
    this.backoff = new Backoff(BACKOFF_FIRST, BACKOFF_CAP, config.seed());
    this.random = new Random(config.seed());
  }

  private enum State {
    IDLE,
    READING,
    IDENTIFYING,
    JUDGING,
    CLEARING,
    GRANTING,
    WRITING,
    HOLDING,
    CLOSING,
    CLOSED
  }

  @Override
  public List<Effect<LeaseMessage, LeaseEffect>> on(LeaseMessage message, Now now) {
    Effects<LeaseMessage, LeaseEffect> out = new Effects<>();
    switch (message) {
      case LeaseMessage.Start() -> {
        if (state == State.IDLE) {
          read(out);
        }
      }
      case LeaseMessage.Verify() -> {
        if (state == State.HOLDING) {
          askForKey(out);
        }
      }
      case LeaseMessage.Close() -> close(out);
      case LeaseMessage.Seen(long of, Result<RangeResult> result) -> {
        if (of == round) {
          seen(result, out);
        }
      }
      case LeaseMessage.Registered(long of, Result<RangeResult> result) -> {
        if (of == round && state == State.IDENTIFYING) {
          read(result, out).ifPresent(page -> identify(page, now, out));
        }
      }
      case LeaseMessage.Judged(long of, Result<RangeResult> result) -> {
        if (of == round && state == State.JUDGING) {
          read(result, out).ifPresent(page -> judge(page, now, out));
        }
      }
      case LeaseMessage.Cleared(long of, Result<TxnResult> result) -> {
        if (of == round && state == State.CLEARING) {
          cleared(result, now, out);
        }
      }
      case LeaseMessage.Granted granted -> granted(granted, now, out);
      case LeaseMessage.Written(long of, Result<TxnResult> result) -> {
        if (of == round && state == State.WRITING) {
          written(result, now, out);
        }
      }
      case LeaseMessage.Kept(long of, Duration sent, Result<Duration> result) -> {
        if (of == round && state == State.HOLDING) {
          kept(sent, result, out);
        }
      }
      case LeaseMessage.Revoked(long of, Result<Result.Done> _) -> {
        if (of == round && state == State.CLOSING) {
          closed(out);
        }
      }
      case LeaseMessage.Due(long of, What what) -> {
        if (of == round) {
          due(what, now, out);
        }
      }
    }
    return out.list();
  }

  private void enter(State next) {
    state = next;
    round++;
  }

  private void later(Duration delay, What what, Effects<LeaseMessage, LeaseEffect> out) {
    out.after(delay, new LeaseMessage.Due(round, what));
  }

  private Duration callDeadline() {
    return config.ttl().dividedBy(3);
  }

  private void due(What what, Now now, Effects<LeaseMessage, LeaseEffect> out) {
    switch (what) {
      case READ -> askForKey(out);
      case WRITE -> write(now, out);
      case RENEW -> renew(now, out);
      case VERIFY -> {
        askForKey(out);
        later(VERIFY_EVERY, What.VERIFY, out);
      }
    }
  }

  // --- reading ---

  private void read(Effects<LeaseMessage, LeaseEffect> out) {
    enter(State.READING);
    lease = 0;
    askForKey(out);
  }

  private void readLater(Duration delay, Effects<LeaseMessage, LeaseEffect> out) {
    enter(State.READING);
    lease = 0;
    later(delay, What.READ, out);
  }

  private void askForKey(Effects<LeaseMessage, LeaseEffect> out) {
    long of = round;
    ask(aliveKey, result -> new LeaseMessage.Seen(of, result), out);
  }

  private void ask(
      String key,
      Function<Result<RangeResult>, LeaseMessage> answer,
      Effects<LeaseMessage, LeaseEffect> out) {
    out.ask(new StoreEffect.Read<>(RangeRequest.key(key), callDeadline(), answer));
  }

  private void seen(Result<RangeResult> result, Effects<LeaseMessage, LeaseEffect> out) {
    switch (result) {
      case Result.Failed<RangeResult>(StoreException _) -> {
        if (state == State.READING) {
          readLater(backoff.next(), out);
        }
      }
      case Result.Ok<RangeResult>(RangeResult answer) -> {
        Optional<Entry> key = answer.entries().stream().findFirst();
        if (state == State.HOLDING) {
          verify(key, out);
        } else if (state == State.READING) {
          backoff.reset();
          if (key.isEmpty()) {
            evidence.clear();
            enter(State.IDENTIFYING);
            long of = round;
            ask(config.registrationKey(), read -> new LeaseMessage.Registered(of, read), out);
          } else {
            meet(key.get(), out);
          }
        }
      }
    }
  }

  private void verify(Optional<Entry> key, Effects<LeaseMessage, LeaseEffect> out) {
    if (key.isEmpty() || key.get().createRevision() != createRevision) {
      revokeUnheard(lease, out);
      lost(key.isEmpty() ? "the alive key is gone" : "the alive key is another session's", out);
    }
  }

  /** Somebody else's key stands where ours should. */
  private void meet(Entry key, Effects<LeaseMessage, LeaseEffect> out) {
    Alive alive = decode(key);
    if (alive == null || !config.uid().equals(alive.uid())) {
      String who =
          alive == null
              ? "a value that is no alive record"
              : "uid " + alive.uid() + ", session " + alive.session();
      taken(
          alive == null ? LeaseEffect.Claim.UNREADABLE : LeaseEffect.Claim.HELD,
          "another agent lives under this name: "
              + who
              + "; it waits until that one is gone. Give each agent a name of its own",
          out);
    } else if (held && !ownSessions.contains(alive.session())) {
      out.emit(
          new LeaseEffect.Superseded(
              "Agent "
                  + config.agent()
                  + ": another process holds session "
                  + alive.session()
                  + " as the same agent since "
                  + alive.since()
                  + "; this one stops"));
      enter(State.CLOSED);
    } else {
      clear(key, out);
    }
  }

  /** Says that the name is another's, unless that was said, and looks again later. */
  private void taken(LeaseEffect.Claim claim, String how, Effects<LeaseMessage, LeaseEffect> out) {
    if (!how.equals(holder)) {
      holder = how;
      out.emit(
          new LeaseEffect.NameTaken(
              claim, "Agent " + config.agent() + " (uid " + config.uid() + "): " + how));
    }
    readLater(BACKOFF_CAP, out);
  }

  // --- whose the name is, while nobody lives under it ---

  private Optional<Optional<Entry>> read(
      Result<RangeResult> result, Effects<LeaseMessage, LeaseEffect> out) {
    return switch (result) {
      case Result.Ok<RangeResult>(RangeResult page) ->
          Optional.of(page.entries().stream().findFirst());
      case Result.Failed<RangeResult> _ -> {
        readLater(backoff.next(), out);
        yield Optional.empty();
      }
    };
  }

  private void identify(Optional<Entry> found, Now now, Effects<LeaseMessage, LeaseEffect> out) {
    rival = Succession.rival(config.uid(), found).orElse(null);
    unchanged(config.registrationKey(), found);
    if (rival == null) {
      grant(now, out);
      return;
    }
    enter(State.JUDGING);
    long of = round;
    ask(config.statusKey(), read -> new LeaseMessage.Judged(of, read), out);
  }

  private void judge(Optional<Entry> status, Now now, Effects<LeaseMessage, LeaseEffect> out) {
    unchanged(config.statusKey(), status);
    if (rival == null || Succession.replaceable(rival.uid(), status)) {
      grant(now, out);
    } else {
      taken(LeaseEffect.Claim.RESERVED, Succession.reason(config.agent(), rival), out);
    }
  }

  private void unchanged(String key, Optional<Entry> read) {
    evidence.add(new Txn.Guard.ModRevisionIs(key, read.map(Entry::modRevision).orElse(0L)));
  }

  private static @Nullable Alive decode(Entry key) {
    try {
      return Json.read(Alive.class, key.value());
    } catch (MalformedRecord e) {
      return null;
    }
  }

  private void clear(Entry key, Effects<LeaseMessage, LeaseEffect> out) {
    enter(State.CLEARING);
    evidence.clear();
    clearedLease = key.lease();
    long of = round;
    out.ask(
        new StoreEffect.Commit<>(
            new Txn(
                List.of(new Txn.Guard.CreateRevisionIs(aliveKey, key.createRevision())),
                List.of(new Txn.Write.Delete(aliveKey))),
            callDeadline(),
            result -> new LeaseMessage.Cleared(of, result)));
  }

  private void cleared(Result<TxnResult> result, Now now, Effects<LeaseMessage, LeaseEffect> out) {
    if (result instanceof Result.Ok<TxnResult>(TxnResult answer) && answer.committed()) {
      if (clearedLease != 0) {
        revokeUnheard(clearedLease, out);
      }
      grant(now, out);
    } else {
      readLater(backoff.next(), out);
    }
  }

  // --- beginning a session ---

  private void grant(Now now, Effects<LeaseMessage, LeaseEffect> out) {
    enter(State.GRANTING);
    leaseSent = now.monotonic();
    long of = round;
    out.ask(
        new StoreEffect.Grant<>(
            config.ttl(), callDeadline(), result -> new LeaseMessage.Granted(of, result)));
  }

  private void granted(
      LeaseMessage.Granted granted, Now now, Effects<LeaseMessage, LeaseEffect> out) {
    boolean wanted = granted.round() == round && state == State.GRANTING;
    switch (granted.result()) {
      case Result.Ok<Long>(Long id) when wanted -> {
        lease = id;
        session = new UUID(random.nextLong(), random.nextLong()).toString();
        ownSessions.addLast(session);
        if (ownSessions.size() > OWN_SESSIONS_MAX) {
          ownSessions.removeFirst();
        }
        enter(State.WRITING);
        write(now, out);
      }
      case Result.Ok<Long>(Long id) -> revokeUnheard(id, out);
      case Result.Failed<Long>(StoreException _) -> {
        if (wanted) {
          readLater(backoff.next(), out);
        }
      }
    }
  }

  private void write(Now now, Effects<LeaseMessage, LeaseEffect> out) {
    Alive alive = new Alive(config.agent(), config.uid(), session, config.bootId(), now.wall());
    List<Txn.Guard> guards = new ArrayList<>(evidence);
    guards.add(Txn.Guard.absent(aliveKey));
    long of = round;
    out.ask(
        new StoreEffect.Commit<>(
            new Txn(guards, List.of(new Txn.Write.Put(aliveKey, Json.write(alive), lease))),
            callDeadline(),
            result -> new LeaseMessage.Written(of, result)));
  }

  private void written(Result<TxnResult> result, Now now, Effects<LeaseMessage, LeaseEffect> out) {
    switch (result) {
      case Result.Ok<TxnResult>(TxnResult(boolean committed, long revision, var present)) -> {
        Optional<Entry> own = present.stream().filter(key -> key.lease() == lease).findFirst();
        if (committed || own.isPresent()) {
          // Its own when an earlier try of unknown outcome was applied after all.
          hold(committed ? revision : own.get().createRevision(), now, out);
        } else {
          revokeUnheard(lease, out);
          read(out);
        }
      }
      case Result.Failed<TxnResult>(StoreException why) -> {
        boolean mayLive = now.monotonic().minus(leaseSent).compareTo(config.ttl()) < 0;
        if (why.kind() != StoreException.Kind.REJECTED && mayLive) {
          enter(State.WRITING);
          later(backoff.next(), What.WRITE, out);
        } else {
          revokeUnheard(lease, out);
          readLater(backoff.next(), out);
        }
      }
    }
  }

  // --- holding ---

  private void hold(long revision, Now now, Effects<LeaseMessage, LeaseEffect> out) {
    enter(State.HOLDING);
    createRevision = revision;
    held = true;
    holder = "";
    backoff.reset();
    out.emit(new LeaseEffect.SessionStarted(session, lease, createRevision));
    renew(now, out);
    later(VERIFY_EVERY, What.VERIFY, out);
  }

  private void renew(Now now, Effects<LeaseMessage, LeaseEffect> out) {
    long of = round;
    Duration sent = now.monotonic();
    out.ask(
        new StoreEffect.KeepAlive<>(
            lease, callDeadline(), result -> new LeaseMessage.Kept(of, sent, result)));
  }

  private void kept(
      Duration sent, Result<Duration> result, Effects<LeaseMessage, LeaseEffect> out) {
    switch (result) {
      case Result.Ok<Duration>(Duration left) -> {
        if (left.isZero()) {
          lost("the lease ended", out);
        } else {
          backoff.reset();
          out.emit(new LeaseEffect.SessionExtended(session, sent.plus(config.ttl())));
          later(config.ttl().dividedBy(3), What.RENEW, out);
        }
      }
      case Result.Failed<Duration>(StoreException _) -> later(backoff.next(), What.RENEW, out);
    }
  }

  private void lost(String reason, Effects<LeaseMessage, LeaseEffect> out) {
    out.emit(new LeaseEffect.SessionLost(session, reason));
    read(out);
  }

  private void revokeUnheard(long id, Effects<LeaseMessage, LeaseEffect> out) {
    out.ask(
        new StoreEffect.Revoke<>(
            id, callDeadline(), result -> new LeaseMessage.Revoked(0, result)));
  }

  // --- closing ---

  private void close(Effects<LeaseMessage, LeaseEffect> out) {
    if (state == State.CLOSING) {
      return;
    }
    long last = state == State.HOLDING || state == State.WRITING ? lease : 0;
    enter(State.CLOSING);
    if (last == 0) {
      closed(out);
    } else {
      long of = round;
      out.ask(
          new StoreEffect.Revoke<>(
              last, callDeadline(), result -> new LeaseMessage.Revoked(of, result)));
    }
  }

  private void closed(Effects<LeaseMessage, LeaseEffect> out) {
    enter(State.CLOSED);
    out.emit(new LeaseEffect.Closed());
  }
}
