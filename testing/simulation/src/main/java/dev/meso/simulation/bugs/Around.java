package dev.meso.simulation.bugs;

import dev.meso.agent.reconcile.ReconcileMessage;
import dev.meso.agent.runtime.AgentActors;
import dev.meso.api.codec.Json;
import dev.meso.controller.runtime.ControllerActors;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Wirings that put one thing in one place; what it remembers lasts for one life of a node. */
final class Around {
  private Around() {}

  static Wiring loop(UnaryOperator<ControllerActors.Loop> wrap) {
    return new Wiring() {
      @Override
      public ControllerActors.Loop loop(ControllerActors.Loop real) {
        return wrap.apply(real);
      }
    };
  }

  /** Messages to the decision loop are changed or swallowed. */
  static Wiring loopHears(Supplier<Function<LoopMessage, Optional<LoopMessage>>> ears) {
    return loop(
        real -> {
          Function<LoopMessage, Optional<LoopMessage>> hear = ears.get();
          return (message, now) ->
              hear.apply(message).map(heard -> real.on(heard, now)).orElse(List.of());
        });
  }

  /** Changes of keys are heard in another way by the decision loop. */
  static Wiring loopSees(Supplier<UnaryOperator<List<CacheChange>>> eyes) {
    return loopHears(
        () -> {
          UnaryOperator<List<CacheChange>> see = eyes.get();
          return message -> Optional.of(seeing(message, see));
        });
  }

  /** The decision loop reads something else under some keys than what is there. */
  static Wiring valuesSeen(Predicate<String> which, BiConsumer<String, ObjectNode> edit) {
    return loopSees(() -> changes -> changes.stream().map(it -> seen(it, which, edit)).toList());
  }

  private static CacheChange seen(
      CacheChange change, Predicate<String> which, BiConsumer<String, ObjectNode> edit) {
    if (!which.test(change.key())
        || !(change instanceof CacheChange.Put(Entry entry, var before))) {
      return change;
    }
    ObjectNode tree = Json.readTree(entry.value());
    edit.accept(entry.key(), tree);
    return new CacheChange.Put(
        new Entry(
            entry.key(),
            tree.toString(),
            entry.createRevision(),
            entry.modRevision(),
            entry.lease()),
        before);
  }

  /** The message with its changes of keys seen in another way. */
  static LoopMessage seeing(LoopMessage message, UnaryOperator<List<CacheChange>> see) {
    return switch (message) {
      case LoopMessage.Changed(long revision, List<CacheChange> changes) ->
          new LoopMessage.Changed(revision, see.apply(changes));
      case LoopMessage.Reset(CacheReset reset) ->
          new LoopMessage.Reset(
              new CacheReset(
                  reset.revision(),
                  reset.why(),
                  reset.sameHistory(),
                  see.apply(reset.differences())));
      default -> message;
    };
  }

  static Wiring controllerStore(UnaryOperator<Store> wrap) {
    return new Wiring() {
      @Override
      public Store controllerStore(Store real) {
        return wrap.apply(real);
      }
    };
  }

  static Wiring agentStore(UnaryOperator<Store> wrap) {
    return new Wiring() {
      @Override
      public Store agentStore(Store real) {
        return wrap.apply(real);
      }
    };
  }

  static Wiring reconciler(UnaryOperator<AgentActors.Reconciler> wrap) {
    return new Wiring() {
      @Override
      public AgentActors.Reconciler reconciler(AgentActors.Reconciler real) {
        return wrap.apply(real);
      }
    };
  }

  /** Messages to the reconciler are changed or swallowed. */
  static Wiring reconcilerHears(
      Supplier<Function<ReconcileMessage, Optional<ReconcileMessage>>> ears) {
    return reconciler(
        real -> {
          Function<ReconcileMessage, Optional<ReconcileMessage>> hear = ears.get();
          return (message, now) ->
              hear.apply(message).map(heard -> real.on(heard, now)).orElse(List.of());
        });
  }
}
