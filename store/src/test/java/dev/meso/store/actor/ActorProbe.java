package dev.meso.store.actor;

import dev.meso.api.time.Now;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tells an actor one message at a time and says what it does, in words; no store and no other actor
 * is there. Answers to its questions are told by the test, made with the methods at the end.
 *
 * @param <M> what the actor is told
 * @param <E> what it emits
 */
public final class ActorProbe<M, E> {
  private final Actor<M, Effect<M, E>> actor;
  private final Function<E, String> words;
  private Now now = new Now(Instant.EPOCH, Duration.ofSeconds(100));
  private List<Txn> sent = List.of();

  /** A probe of an actor, whose clock stands at 100 s until {@link #pass}. */
  public ActorProbe(Actor<M, Effect<M, E>> actor, Function<E, String> words) {
    this.actor = actor;
    this.words = words;
  }

  public Now now() {
    return now;
  }

  /** Moves the clock. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** What follows from one message. */
  public List<String> tell(M message) {
    List<String> said = new ArrayList<>();
    List<Txn> txns = new ArrayList<>();
    for (Effect<M, E> effect : actor.on(message, now)) {
      said.add(
          switch (effect) {
            case Effect.Ask<M, E>(var what) -> {
              if (what instanceof StoreEffect.Commit<M> commit) {
                txns.add(commit.txn());
              }
              yield text(what);
            }
            case Effect.Emit<M, E>(var what) -> words.apply(what);
          });
    }
    sent = List.copyOf(txns);
    return said;
  }

  /** The transaction that followed from the last message. */
  public Txn sent() {
    return sent.getFirst();
  }

  private static String text(StoreEffect<?> effect) {
    return switch (effect) {
      case StoreEffect.Read<?> _ -> "read";
      case StoreEffect.Commit<?> _ -> "commit";
      case StoreEffect.Grant<?> _ -> "grant";
      case StoreEffect.KeepAlive<?> keep -> "keepalive " + keep.lease();
      case StoreEffect.Revoke<?> revoke -> "revoke " + revoke.lease();
      case StoreEffect.After<?> _ -> "after";
      case StoreEffect.Watch<?> _ -> "watch";
      case StoreEffect.CancelWatch<?> _ -> "cancel";
      case StoreEffect.Compact<?> _ -> "compact";
    };
  }

  /** The answer to a read. */
  public static Result<RangeResult> seen(Entry... entries) {
    return new Result.Ok<>(new RangeResult(List.of(entries), false, 20, 7));
  }

  /** The answer to a transaction that was made. */
  public static Result<TxnResult> committed(long revision) {
    return new Result.Ok<>(new TxnResult(true, revision, List.of()));
  }

  /** The answer to a transaction of which a guard failed. */
  public static Result<TxnResult> refused(Entry... present) {
    return new Result.Ok<>(new TxnResult(false, 20, List.of(present)));
  }

  /** No answer. */
  public static <T> Result<T> failed(StoreException.Kind kind) {
    return new Result.Failed<>(new StoreException(kind, "test", null));
  }
}
