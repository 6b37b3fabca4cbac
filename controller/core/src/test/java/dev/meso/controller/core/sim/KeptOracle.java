package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentReservation;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Volume;
import dev.meso.api.record.AssignedVolume;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept stays kept: an assignment leaves on its agent what is reserved there for other
 * queues and not used; one that uses a volume is on the volume's agent and, unless it is shared,
 * alone there; no volume goes from one agent to another without being given up between; and what
 * volumes take fits on their agents.
 */
final class KeptOracle {
  private final FakeStore store;
  private final Map<String, String> homes = new HashMap<>();
  private int beside;
  private int bound;

  KeptOracle(FakeStore store) {
    this.store = store;
  }

  /** How many tasks were placed where something was kept for others. */
  int beside() {
    return beside;
  }

  /** How many volumes were bound. */
  int bound() {
    return bound;
  }

  /**
   * Looks at what a transaction left.
   *
   * @param before the keys that were there
   */
  void check(PlannedTxn txn, Set<Key> before) {
    homes(txn);
    for (PlannedWrite write : txn.writes()) {
      if (write instanceof PlannedWrite.Put(Key.Assignment(String agent, _), Assignment it)
          && !before.contains(write.key())) {
        reserved(agent, it, txn);
        it.volumes().values().forEach(volume -> used(agent, it, volume, txn));
      }
    }
  }

  private void homes(PlannedTxn txn) {
    for (PlannedWrite write : txn.writes()) {
      if (write instanceof PlannedWrite.Put(_, Volume volume) && volume.status() != null) {
        String uid = volume.metadata().requireUid();
        String agent = volume.status().agent();
        String before = agent == null ? homes.remove(uid) : homes.put(uid, agent);
        require(
            before == null || agent == null || before.equals(agent),
            "volume " + uid + " went from " + before + " to " + agent,
            txn);
        if (before == null && agent != null) {
          bound++;
          disk(agent, txn);
        }
      }
    }
  }

  private void disk(String agent, PlannedTxn txn) {
    long sum = 0;
    for (FakeStore.Held held : store.keys().values()) {
      Quantity size =
          held.value() instanceof Volume volume
                  && volume.status() != null
                  && agent.equals(volume.status().agent())
              ? volume.status().size()
              : null;
      sum += size == null ? 0 : size.toBytes();
    }
    require(sum <= capacity(agent).diskBytes(), agent + " keeps " + sum + " bytes", txn);
  }

  private void used(String agent, Assignment it, AssignedVolume used, PlannedTxn txn) {
    Object spec = value(new Key.Spec(Kind.VOLUME, it.namespace(), used.volume()));
    Object status = value(new Key.Status(Kind.VOLUME, it.namespace(), used.volume()));
    require(
        spec instanceof Volume volume && used.uid().equals(volume.metadata().uid()),
        it.id() + " uses " + used + ", there is " + spec,
        txn);
    require(
        status instanceof Volume volume
            && volume.status() != null
            && agent.equals(volume.status().agent()),
        it.id() + " on " + agent + " uses " + status,
        txn);
    if (used.exclusive()) {
      for (Assignment other : on(agent)) {
        require(
            other.id().equals(it.id())
                || other.volumes().values().stream().noneMatch(one -> one.uid().equals(used.uid())),
            it.id() + " and " + other.id() + " use " + used,
            txn);
      }
    }
  }

  private void reserved(String agent, Assignment it, PlannedTxn txn) {
    long used = 0;
    List<Assignment> all = on(agent);
    for (Assignment each : all) {
      used += Resources.of(each.resources()).cpuMillis();
    }
    Map<String, Long> unused = unused(agent, all, it.spec().queueName());
    long needed = 0;
    for (String queue : unused.keySet()) {
      if (unused.keySet().stream().noneMatch(above -> below(queue, above))) {
        needed += needed(queue, unused);
      }
    }
    beside += needed > 0 ? 1 : 0;
    require(
        used + needed <= capacity(agent).cpuMillis(),
        it.id() + " on " + agent + ", " + used + " used, kept for others: " + unused,
        txn);
  }

  /**
   * The least room for all that is kept for a queue and for those below it: what one of them has
   * counts for those above it too. Placement keeps the sum; the task of an inner queue that leaves
   * makes that grow by more than becomes free, and nobody is to blame for it.
   */
  private static long needed(String queue, Map<String, Long> unused) {
    long below = 0;
    for (String other : unused.keySet()) {
      below += Queue.above(other).equals(queue) ? needed(other, unused) : 0;
    }
    return Math.max(unused.getOrDefault(queue, 0L), below);
  }

  private Map<String, Long> unused(String agent, List<Assignment> all, String queue) {
    Map<String, Long> unused = new TreeMap<>();
    if (!(value(new Key.Spec(Kind.AGENT, null, agent)) instanceof Agent spec)
        || spec.spec() == null) {
      return unused;
    }
    for (AgentReservation one : spec.spec().reservations()) {
      if (!one.queue().equals(queue) && !below(queue, one.queue())) {
        long has = 0;
        for (Assignment each : all) {
          String of = each.spec().queueName();
          has +=
              of.equals(one.queue()) || below(of, one.queue())
                  ? Resources.of(each.resources()).cpuMillis()
                  : 0;
        }
        long kept = Resources.of(one.resources()).cpuMillis();
        unused.merge(one.queue(), Math.max(0, kept - has), Long::sum);
      }
    }
    return unused;
  }

  private static boolean below(String queue, String above) {
    return queue.startsWith(above + ".");
  }

  private List<Assignment> on(String agent) {
    List<Assignment> all = new ArrayList<>();
    store
        .keys()
        .forEach(
            (key, held) -> {
              if (key instanceof Key.Assignment(String name, _)
                  && name.equals(agent)
                  && held.value() instanceof Assignment it) {
                all.add(it);
              }
            });
    return all;
  }

  private Resources capacity(String agent) {
    return value(new Key.Registration(agent)) instanceof Registration it
        ? Resources.of(it.capacity())
        : Resources.NONE;
  }

  private @Nullable Object value(Key key) {
    return store.get(key).map(FakeStore.Held::value).orElse(null);
  }

  private static void require(boolean holds, String what, PlannedTxn txn) {
    if (!holds) {
      throw new AssertionError(what + ": " + txn);
    }
  }
}
