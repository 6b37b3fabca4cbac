package dev.meso.simulation.bugs;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.time.Now;
import dev.meso.controller.runtime.ControllerActors;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.controller.runtime.loop.LoopOutput;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A leader that removes an App or Job as soon as it is deleted, whatever of it still runs. */
final class ImpatientLeader implements ControllerActors.Loop {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final ControllerActors.Loop real;
  private long fence;

  ImpatientLeader(ControllerActors.Loop real) {
    this.real = real;
  }

  @Override
  public List<Effect<LoopMessage, LoopOutput>> on(LoopMessage message, Now now) {
    List<Effect<LoopMessage, LoopOutput>> effects = new ArrayList<>(real.on(message, now));
    switch (message) {
      case LoopMessage.Elected(long elected, Duration _) -> fence = elected;
      case LoopMessage.Deposed _ -> fence = 0;
      case LoopMessage.Changed(long _, List<CacheChange> changes) -> {
        for (CacheChange change : changes) {
          if (fence > 0 && change instanceof CacheChange.Put(Entry entry, var _)) {
            remove(entry, effects);
          }
        }
      }
      default -> {
        // Nothing of the kind.
      }
    }
    return effects;
  }

  private void remove(Entry entry, List<Effect<LoopMessage, LoopOutput>> effects) {
    if (!(Keys.SPACE.parse(entry.key()) instanceof Key.Spec(Kind kind, var namespace, String name))
        || (kind != Kind.APP && kind != Kind.JOB)
        || !Json.readTree(entry.value()).path("metadata").has("deletionTimestamp")) {
      return;
    }
    Txn txn =
        new Txn(
            List.of(
                new Txn.Guard.CreateRevisionIs(Keys.LEADER, fence),
                new Txn.Guard.ModRevisionIs(entry.key(), entry.modRevision())),
            List.of(
                new Txn.Write.Delete(entry.key()),
                new Txn.Write.Delete(Keys.SPACE.text(new Key.Status(kind, namespace, name)))));
    // The answer is nobody's: no transaction has this number.
    effects.add(
        new Effect.Ask<>(
            new StoreEffect.Commit<>(txn, DEADLINE, _ -> new LoopMessage.Retry(fence, -1))));
  }
}
