package dev.meso.simulation.bugs;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A leader that writes what it should not. */
final class LeaderWriteBugs {
  private LeaderWriteBugs() {}

  /** Statuses and assignments of one decision go in two transactions, in any order. */
  static Wiring splitStopAndStart() {
    return Around.controllerStore(
        real ->
            new Detour(real) {
              @Override
              public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
                List<Txn.Write> assignments =
                    txn.writes().stream().filter(write -> Keys.isAssignment(write.key())).toList();
                List<Txn.Write> others =
                    txn.writes().stream().filter(write -> !assignments.contains(write)).toList();
                if (assignments.isEmpty() || others.isEmpty()) {
                  return super.commit(txn, deadline);
                }
                Txn second =
                    Keys.withoutGuards(
                        new Txn(txn.guards(), assignments),
                        guard ->
                            others.stream().anyMatch(write -> write.key().equals(guard.key())));
                super.commit(second, deadline);
                return super.commit(
                    Keys.withoutGuards(
                        new Txn(txn.guards(), others), guard -> Keys.isAssignment(guard.key())),
                    deadline);
              }
            });
  }

  /** An assignment that should be stopped is deleted at once, and its room is free. */
  static Wiring deletedInsteadOfStopped() {
    return writing(
        write -> Optional.of(Keys.stops(write) ? new Txn.Write.Delete(write.key()) : write));
  }

  /** A task that has to go is marked as Stopping, and nobody tells its agent. */
  static Wiring pickedButNotStopped() {
    return writing(write -> Keys.stops(write) ? Optional.empty() : Optional.of(write));
  }

  /** Statuses are written without comparing the object that they are about. */
  static Wiring specNotCompared() {
    return guarding(guard -> Keys.isSpec(guard.key()));
  }

  /** Assignments and statuses are overwritten, whatever they are by now. */
  static Wiring blindWrites() {
    return guarding(guard -> guard instanceof Txn.Guard.ModRevisionIs);
  }

  /** An object that was made anew under its name gets the status of the uid before it. */
  static Wiring statusOfAnotherUid() {
    return Around.controllerStore(
        real -> {
          TreeMap<String, String> uids = new TreeMap<>();
          return Detour.writing(
              real,
              txn ->
                  Keys.leaderWrites(
                      txn,
                      status(
                          key ->
                              key instanceof Key.Status(Kind kind, _, _)
                                  && (kind == Kind.APP || kind == Kind.JOB),
                          (key, tree) -> {
                            ObjectNode metadata = (ObjectNode) tree.get("metadata");
                            String uid = metadata.get("uid").asString();
                            metadata.put("uid", uids.computeIfAbsent(key, _ -> uid));
                          })));
        });
  }

  /** Only the last phase of a task is remembered. */
  static Wiring historyLost() {
    return writing(
        status(
            key -> key instanceof Key.Status(Kind kind, _, _) && kind == Kind.TASK,
            (_, tree) -> {
              if (tree.get("status") instanceof ObjectNode status
                  && status.get("history") instanceof ArrayNode history) {
                while (history.size() > 1) {
                  history.remove(0);
                }
              }
            }));
  }

  private interface Edit {
    void of(String key, ObjectNode tree);
  }

  private static Function<Txn.Write, Optional<Txn.Write>> status(
      java.util.function.Predicate<Key> which, Edit edit) {
    return write -> {
      if (write instanceof Txn.Write.Put put && which.test(Keys.SPACE.parse(put.key()))) {
        ObjectNode tree = Json.readTree(put.value());
        edit.of(put.key(), tree);
        return Keys.put(put, tree.toString());
      }
      return Optional.of(write);
    };
  }

  private static Wiring writing(Function<Txn.Write, Optional<Txn.Write>> change) {
    return Around.controllerStore(
        real -> Detour.writing(real, txn -> Keys.leaderWrites(txn, change)));
  }

  private static Wiring guarding(java.util.function.Predicate<Txn.Guard> without) {
    return Around.controllerStore(
        real ->
            Detour.writing(
                real, txn -> Keys.ofLeader(txn) ? Keys.withoutGuards(txn, without) : txn));
  }
}
