package dev.meso.agent.machine;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Registration;
import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Backoff;
import dev.meso.store.actor.Effect;
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

/**
 * Keeps the agent's registration in the store: with each session it reads the key and writes it if
 * it differs, guarded by the session and by the key's revision. An unknown outcome is read back.
 */
public final class RegistrarActor
    implements Actor<RegistrarActor.Message, Effect<RegistrarActor.Message, RegistrarActor.Said>> {
  static final Duration DEADLINE = Duration.ofSeconds(5);
  static final Duration RETRY_FIRST = Duration.ofMillis(50);
  static final Duration RETRY_MAX = Duration.ofSeconds(1);

  /** Without a registration the agent gets no work: what was rejected is offered again. */
  static final Duration REJECTED_RETRY = Duration.ofSeconds(10);

  private final String alive;
  private final String key;
  private final Registration registration;
  private final Backoff backoff;
  private long session;
  // Grows with each try; answers to older ones are old.
  private long round;

  public RegistrarActor(Keyspace keys, Registration registration, long seed) {
    this.alive = keys.text(new Key.Alive(registration.agent()));
    this.key = keys.text(new Key.Registration(registration.agent()));
    this.registration = registration;
    this.backoff = new Backoff(RETRY_FIRST, RETRY_MAX, seed);
  }

  /** What it is told. */
  public sealed interface Message {
    /** The alive key stands. */
    record SessionStarted(long createRevision) implements Message {}

    /** It does not any more. */
    record SessionLost() implements Message {}

    /** The key was read. */
    record Read(long round, Result<RangeResult> result) implements Message {}

    /** The key was written, or not. */
    record Written(long round, Result<TxnResult> result) implements Message {}

    /** Try again. */
    record Due(long round) implements Message {}
  }

  /** What it says. */
  public sealed interface Said {
    /** The store holds this registration. */
    record Registered(Registration registration) implements Said {}

    /** The store rejects it; it is offered again after {@link #REJECTED_RETRY}. */
    record Refused(String why) implements Said {}
  }

  @Override
  public List<Effect<Message, Said>> on(Message message, Now now) {
    Effects<Message, Said> effects = new Effects<>();
    switch (message) {
      case Message.SessionStarted(long createRevision) -> {
        session = createRevision;
        read(effects);
      }
      case Message.SessionLost() -> {
        session = 0;
        round++;
      }
      case Message.Read(long asked, Result<RangeResult> result) when asked == round ->
          seen(result, effects);
      case Message.Written(long asked, Result<TxnResult> result) when asked == round ->
          written(result, effects);
      case Message.Due(long asked) when asked == round -> read(effects);
      case Message.Read _, Message.Written _, Message.Due _ -> {}
    }
    return effects.list();
  }

  private void read(Effects<Message, Said> effects) {
    long mine = ++round;
    effects.ask(
        new StoreEffect.Read<>(
            RangeRequest.key(key), DEADLINE, result -> new Message.Read(mine, result)));
  }

  private void seen(Result<RangeResult> result, Effects<Message, Said> effects) {
    switch (result) {
      case Result.Failed<RangeResult> _ -> again(effects);
      case Result.Ok<RangeResult>(RangeResult page) -> {
        Entry entry = page.entries().isEmpty() ? null : page.entries().getFirst();
        if (entry != null && same(entry.value())) {
          backoff.reset();
          effects.emit(new Said.Registered(registration));
          return;
        }
        Txn txn =
            new Txn(
                List.of(
                    new Txn.Guard.CreateRevisionIs(alive, session),
                    new Txn.Guard.ModRevisionIs(key, entry == null ? 0 : entry.modRevision())),
                List.of(new Txn.Write.Put(key, Json.write(registration))));
        long mine = ++round;
        effects.ask(
            new StoreEffect.Commit<>(txn, DEADLINE, wrote -> new Message.Written(mine, wrote)));
      }
    }
  }

  private void written(Result<TxnResult> result, Effects<Message, Said> effects) {
    switch (result) {
      case Result.Ok<TxnResult>(TxnResult txn) when txn.committed() -> {
        backoff.reset();
        effects.emit(new Said.Registered(registration));
      }
      // Not this session's any more, which its keeper will say, or an earlier write landed late.
      case Result.Ok<TxnResult> _ -> again(effects);
      case Result.Failed<TxnResult>(StoreException why)
          when why.kind() == StoreException.Kind.REJECTED -> {
        effects.emit(new Said.Refused(String.valueOf(why.getMessage())));
        effects.after(REJECTED_RETRY, new Message.Due(++round));
      }
      case Result.Failed<TxnResult> _ -> again(effects);
    }
  }

  private void again(Effects<Message, Said> effects) {
    effects.after(backoff.next(), new Message.Due(++round));
  }

  private boolean same(String value) {
    try {
      return registration.equals(Json.read(Registration.class, value));
    } catch (MalformedRecord e) {
      return false;
    }
  }
}
