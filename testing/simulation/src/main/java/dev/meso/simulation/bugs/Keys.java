package dev.meso.simulation.bugs;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.Assignment;
import dev.meso.simulation.check.Rules;
import dev.meso.store.port.Txn;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads and changes transactions by the meaning of their keys. */
final class Keys {
  static final Keyspace SPACE = new Keyspace(Rules.simulation().root());
  static final String LEADER = SPACE.text(new Key.Leader());

  private Keys() {}

  static boolean isAssignment(String key) {
    return SPACE.parse(key) instanceof Key.Assignment;
  }

  static boolean isReport(String key) {
    return SPACE.parse(key) instanceof Key.Report;
  }

  static boolean isSpec(String key) {
    return SPACE.parse(key) instanceof Key.Spec;
  }

  static boolean isSpec(String key, Kind kind) {
    return SPACE.parse(key) instanceof Key.Spec(Kind of, var _, var _) && of == kind;
  }

  static boolean isStatus(String key, Kind kind) {
    return SPACE.parse(key) instanceof Key.Status(Kind of, var _, var _) && of == kind;
  }

  /** Compares no objects of a kind, in transactions of a leader that only rely on them. */
  static Txn notComparing(Txn txn, Kind kind) {
    boolean about = txn.writes().stream().anyMatch(write -> isStatus(write.key(), kind));
    return about || !ofLeader(txn)
        ? txn
        : withoutGuards(txn, guard -> isSpec(guard.key(), kind) || isStatus(guard.key(), kind));
  }

  static boolean isTaskStatus(String key) {
    return isStatus(key, Kind.TASK);
  }

  /** The assignment that is put, if one is. */
  static Optional<Assignment> assignment(Txn.Write write) {
    return write instanceof Txn.Write.Put(String key, String value, long _) && isAssignment(key)
        ? Optional.of(Json.read(Assignment.class, value))
        : Optional.empty();
  }

  /** Whether it asks that an attempt ends. */
  static boolean stops(Txn.Write write) {
    return assignment(write).map(Assignment::stopping).orElse(false);
  }

  /** Whether a leader made it, as a leader. */
  static boolean ofLeader(Txn txn) {
    return txn.guards().stream()
        .anyMatch(
            guard ->
                guard instanceof Txn.Guard.CreateRevisionIs(String key, long fence)
                    && key.equals(LEADER)
                    && fence > 0);
  }

  static Txn withoutGuards(Txn txn, Predicate<Txn.Guard> which) {
    return new Txn(txn.guards().stream().filter(which.negate()).toList(), txn.writes());
  }

  /** Changes the writes of a leader; nothing else. */
  static Txn leaderWrites(Txn txn, Function<Txn.Write, Optional<Txn.Write>> change) {
    return ofLeader(txn) ? writes(txn, change) : txn;
  }

  static Txn writes(Txn txn, Function<Txn.Write, Optional<Txn.Write>> change) {
    List<Txn.Write> writes = txn.writes().stream().map(change).flatMap(Optional::stream).toList();
    return new Txn(txn.guards(), writes);
  }

  /** The same key with another value. */
  static Optional<Txn.Write> put(Txn.Write.Put before, String value) {
    return Optional.of(new Txn.Write.Put(before.key(), value, before.lease()));
  }
}
