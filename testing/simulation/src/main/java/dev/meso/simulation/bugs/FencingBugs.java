package dev.meso.simulation.bugs;

import dev.meso.controller.runtime.ControllerActors;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Leaders that do not know their place. */
final class FencingBugs {
  private static final Duration FOR_EVER = Duration.ofDays(1000);

  private FencingBugs() {}

  /** A leader's transactions do not compare the leader key. */
  static Wiring leftOut() {
    return Around.controllerStore(
        real ->
            Detour.writing(
                real,
                txn ->
                    Keys.ofLeader(txn) && !writesLeaderKey(txn)
                        ? Keys.withoutGuards(txn, guard -> guard.key().equals(Keys.LEADER))
                        : txn));
  }

  /**
   * Whoever was elected once leads until it is told otherwise, whatever its lease says; and the
   * fence is the leader key's revision of the moment.
   */
  static Wiring ofTheMoment() {
    return new Wiring() {
      @Override
      public ControllerActors.Loop loop(ControllerActors.Loop real) {
        return (message, now) ->
            real.on(
                switch (message) {
                  case LoopMessage.Elected(long fence, Duration _) ->
                      new LoopMessage.Elected(fence, FOR_EVER);
                  case LoopMessage.Extended(long fence, Duration _) ->
                      new LoopMessage.Extended(fence, FOR_EVER);
                  default -> message;
                },
                now);
      }

      @Override
      public Store controllerStore(Store real) {
        return new Detour(real) {
          @Override
          public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
            return !Keys.ofLeader(txn) || writesLeaderKey(txn)
                ? super.commit(txn, deadline)
                : range(RangeRequest.key(Keys.LEADER), deadline)
                    .thenCompose(
                        read ->
                            super.commit(
                                fencedBy(txn, read.entries().stream().findFirst()), deadline));
          }
        };
      }
    };
  }

  private static boolean writesLeaderKey(Txn txn) {
    return txn.writes().stream().anyMatch(write -> write.key().equals(Keys.LEADER));
  }

  private static Txn fencedBy(Txn txn, Optional<Entry> leader) {
    List<Txn.Guard> guards = new ArrayList<>();
    leader.ifPresent(
        entry -> guards.add(new Txn.Guard.CreateRevisionIs(Keys.LEADER, entry.createRevision())));
    txn.guards().stream().filter(guard -> !guard.key().equals(Keys.LEADER)).forEach(guards::add);
    return new Txn(guards, txn.writes());
  }
}
