package dev.meso.controller.runtime.loop;

import dev.meso.controller.core.state.ClusterState;
import dev.meso.store.port.StoreException;
import java.util.function.Consumer;

/** What the decision loop says to its owner. */
public sealed interface LoopOutput {

  /** Give up leadership: under this fence nothing can be known any more. */
  record Resign(long fence, String reason) implements LoopOutput {}

  /** The loop leads and has seen everything that its predecessors wrote. */
  record TookOffice(long fence) implements LoopOutput {}

  /** The loop does not lead any more. */
  record LeftOffice(long fence) implements LoopOutput {}

  /** A decision was made. */
  record Decided(int transactions, int notDone) implements LoopOutput {}

  /** A transaction ended. */
  record TxnEnded(Outcome outcome) implements LoopOutput {}

  /** A transaction that the store will never take; it is decided on again after a pause. */
  record Rejected(String keys, StoreException why) implements LoopOutput {}

  /** A key whose value cannot be read; it is left alone until it changes. */
  record Unreadable(String key, String error) implements LoopOutput {}

  /** A view for whoever asked for one. */
  record Forked(ClusterState view, Consumer<ClusterState> reader) implements LoopOutput {}

  /** How a transaction ended. */
  enum Outcome {
    COMMITTED,
    REFUSED,
    FAILED
  }
}
