package dev.meso.simulation.bugs;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.actor.Result;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.port.Entry;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** A leader that does not hear well. */
final class LeaderSenseBugs {
  private static final Set<String> RESTING =
      Set.of("Pending", "Succeeded", "Failed", "Killed", "Lost");

  private LeaderSenseBugs() {}

  /** What changed between a broken watch and the list that follows is not looked at. */
  static Wiring listIgnored() {
    return Around.loopHears(
        () ->
            message ->
                message instanceof LoopMessage.Reset(CacheReset reset)
                        && reset.sameHistory()
                        && reset.why() != CacheReset.Why.START
                    ? Optional.empty()
                    : Optional.of(message));
  }

  /** Every fifth change of a spec wakes nobody. */
  static Wiring wakeUpLost() {
    return Around.loopSees(
        () -> {
          int[] seen = new int[1];
          return changes ->
              changes.stream()
                  .filter(change -> !Keys.isSpec(change.key()) || ++seen[0] % 5 != 0)
                  .toList();
        });
  }

  /** However many agents vanish at once, they are replaced. */
  static Wiring massLossBelieved() {
    return new Wiring() {
      @Override
      public Decider decider() {
        return new Decider(Decider.LOST_AFTER, Integer.MAX_VALUE, Placer.by(Scoring.SPREAD));
      }
    };
  }

  /** An agent is lost the second after its alive key is. */
  static Wiring lostTooSoon() {
    return new Wiring() {
      @Override
      public Decider decider() {
        return new Decider(Duration.ofSeconds(1), Placer.by(Scoring.SPREAD));
      }
    };
  }

  /** A report counts for whatever attempt of the task there is. */
  static Wiring attemptIgnored() {
    return Around.loopSees(() -> new Misread());
  }

  /** A transaction that failed, or of which nobody knows, counts as carried out. */
  static Wiring failureTakenForDone() {
    return Around.loopHears(
        () -> {
          long[] revision = new long[1];
          return message -> {
            if (message instanceof LoopMessage.Changed(long at, var _)) {
              revision[0] = at;
            }
            return Optional.of(
                message instanceof LoopMessage.Committed(long fence, long txn, var result)
                        && result instanceof Result.Failed
                    ? new LoopMessage.Committed(
                        fence,
                        txn,
                        new Result.Ok<>(new TxnResult(true, revision[0] + 1, List.of())))
                    : message);
          };
        });
  }

  /** A follower does not count the attempts of tasks that rest, and comes to lead so. */
  static Wiring attemptsBeginAnew() {
    return Around.loopHears(
        () -> {
          boolean[] leads = new boolean[1];
          return message -> {
            leads[0] =
                switch (message) {
                  case LoopMessage.Elected _ -> true;
                  case LoopMessage.Deposed _ -> false;
                  default -> leads[0];
                };
            return Optional.of(
                leads[0] ? message : Around.seeing(message, LeaderSenseBugs::untried));
          };
        });
  }

  private static List<CacheChange> untried(List<CacheChange> changes) {
    return changes.stream().map(LeaderSenseBugs::untried).toList();
  }

  private static CacheChange untried(CacheChange change) {
    if (change instanceof CacheChange.Put(Entry entry, var before)
        && Keys.isTaskStatus(entry.key())) {
      ObjectNode tree = Json.readTree(entry.value());
      if (tree.get("status") instanceof ObjectNode status
          && RESTING.contains(status.path("phase").asString(""))) {
        status.put("attempt", 0);
        return new CacheChange.Put(with(entry, entry.key(), tree.toString()), before);
      }
    }
    return change;
  }

  private static Entry with(Entry entry, String key, String value) {
    return new Entry(key, value, entry.createRevision(), entry.modRevision(), entry.lease());
  }

  /** Takes reports of one attempt for another's. */
  private static final class Misread implements UnaryOperator<List<CacheChange>> {
    private final TreeMap<String, Assignment> newest = new TreeMap<>();
    private final TreeMap<String, String> agents = new TreeMap<>();

    @Override
    public List<CacheChange> apply(List<CacheChange> changes) {
      List<CacheChange> read = new ArrayList<>();
      for (CacheChange change : changes) {
        if (change instanceof CacheChange.Put(Entry entry, var _)
            && Keys.SPACE.parse(entry.key()) instanceof Key.Assignment(String agent, var id)) {
          newest.put(task(id), Json.read(Assignment.class, entry.value()));
          agents.put(task(id), agent);
        }
        read.add(
            change instanceof CacheChange.Put(Entry entry, var before)
                    && Keys.SPACE.parse(entry.key()) instanceof Key.Report(String _, var id)
                ? new CacheChange.Put(misread(entry, id), before)
                : change);
      }
      return read;
    }

    private Entry misread(Entry entry, AttemptId id) {
      Assignment assigned = newest.get(task(id));
      ObjectNode tree = Json.readTree(entry.value());
      if (assigned == null || !tree.path("taskUid").asString("").equals(assigned.taskUid())) {
        return entry;
      }
      tree.put("attempt", assigned.attempt());
      String agent = agents.getOrDefault(task(id), "");
      return with(entry, Keys.SPACE.text(new Key.Report(agent, assigned.id())), tree.toString());
    }

    private static String task(AttemptId id) {
      return id.namespace() + "/" + id.task();
    }
  }
}
