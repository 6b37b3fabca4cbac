package dev.meso.simulation.bugs;

import dev.meso.api.time.Now;
import dev.meso.controller.runtime.ControllerActors;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.controller.runtime.loop.LoopOutput;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A leader that keeps a transaction whose outcome it does not know, and makes it again in its next
 * term: under the new fence, and without looking at what became of the keys meanwhile.
 */
final class LateWrites implements ControllerActors.Loop {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final ControllerActors.Loop real;
  private final TreeMap<Long, Txn> sent = new TreeMap<>();
  private final List<Txn> unknown = new ArrayList<>();

  LateWrites(ControllerActors.Loop real) {
    this.real = real;
  }

  @Override
  public List<Effect<LoopMessage, LoopOutput>> on(LoopMessage message, Now now) {
    List<Effect<LoopMessage, LoopOutput>> effects = new ArrayList<>();
    switch (message) {
      case LoopMessage.Committed(long _, long id, Result<TxnResult> result) -> {
        Txn txn = sent.remove(id);
        if (txn != null
            && result instanceof Result.Failed<TxnResult>(StoreException why)
            && why.kind() == StoreException.Kind.UNKNOWN) {
          unknown.add(txn);
        }
      }
      case LoopMessage.Elected(long fence, Duration _) -> {
        unknown.forEach(txn -> effects.add(again(txn, fence)));
        unknown.clear();
      }
      default -> {
        // Nothing of the kind.
      }
    }
    for (Effect<LoopMessage, LoopOutput> effect : real.on(message, now)) {
      remember(effect);
      effects.add(effect);
    }
    return effects;
  }

  private void remember(Effect<LoopMessage, LoopOutput> effect) {
    if (effect instanceof Effect.Ask<LoopMessage, LoopOutput>(StoreEffect<LoopMessage> what)
        && what instanceof StoreEffect.Commit<LoopMessage> commit
        // The answer names the transaction.
        && commit.reply().apply(new Result.Ok<>(new TxnResult(false, 0, List.of())))
            instanceof LoopMessage.Committed(long _, long id, var _)) {
      sent.put(id, commit.txn());
    }
  }

  private static Effect<LoopMessage, LoopOutput> again(Txn txn, long fence) {
    Txn late = new Txn(List.of(new Txn.Guard.CreateRevisionIs(Keys.LEADER, fence)), txn.writes());
    // The answer is nobody's: no transaction has this number.
    return new Effect.Ask<>(
        new StoreEffect.Commit<>(late, DEADLINE, _ -> new LoopMessage.Retry(fence, -1)));
  }
}
