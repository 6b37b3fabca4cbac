package dev.meso.controller.core.state;

import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeStatus;
import dev.meso.api.record.AssignedVolume;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.allocation.QueueTerms;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.ObjectRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The account book: what every assignment takes of its agent and of its queue. It follows the
 * cells: a cell is charged with what it holds, or with what it will hold when our write has landed,
 * and with nothing once the store is known to have deleted it. So it is derived from the records,
 * one at a time.
 */
final class Account {
  private static final NavigableMap<ObjectRef, Charge> NONE_KEPT = Collections.emptyNavigableMap();

  final Rooms rooms;
  final QueueTree queues = new QueueTree();
  final Departures departures = new Departures();
  private final Set<String> unshared;

  /** Queues with a guarantee. */
  private final Set<String> guaranteed = new LinkedHashSet<>();

  private final Alike alike;

  /** What volumes take, by agent: it is there whether the agent is known or not. */
  private final NavigableMap<String, NavigableMap<ObjectRef, Charge>> kept = new TreeMap<>();

  private final NavigableMap<ObjectRef, String> homes = new TreeMap<>();
  private long[] total = new long[Dimensions.KNOWN];

  /**
   * An empty book.
   *
   * @param census tells what is booked
   * @param unshared resources that do not count in shares
   * @param alike shares what equal tasks take
   */
  Account(Rooms.Census census, Set<String> unshared, Alike alike) {
    this.alike = alike;
    rooms = new Rooms(census);
    this.unshared = unshared;
    queues.configure(Queue.DEFAULT, QueueTerms.NONE);
  }

  /** An agent's facts may have changed. */
  void facts(AgentRow row) {
    AgentFacts facts = row.facts(rooms.dimensions());
    AgentRoom room = put(row, facts);
    if (!facts.reservations().isEmpty()) {
      List<Charge> charges = new ArrayList<>(row.charges());
      charges.addAll(kept.getOrDefault(row.name(), NONE_KEPT).values());
      rooms.recount(room, charges);
    }
    offers(row, row.gone() ? Resources.NONE : facts.capacity());
    reserves(row, room);
  }

  /** An agent has no records any more. */
  void forget(AgentRow row) {
    offers(row, Resources.NONE);
    reserve(row, Collections.emptySortedMap());
    rooms.remove(row.name());
    row.room = null;
  }

  /** A queue's spec may have changed. */
  void queue(WorkloadRow row) {
    Queue queue = row.specObject() instanceof Queue found ? found : null;
    String name = row.ref().name();
    if (queue == null || queue.spec() == null || queue.spec().guarantee().isEmpty()) {
      guaranteed.remove(name);
    } else {
      guaranteed.add(name);
    }
    if (queue == null || queue.spec() == null) {
      if (name.equals(Queue.DEFAULT)) {
        queues.configure(name, QueueTerms.NONE);
      } else {
        queues.remove(name);
      }
      return;
    }
    queues.configure(
        name,
        new QueueTerms(
            queue.spec().weightNumber(),
            rooms.dimensions().vector(Resources.of(queue.spec().guarantee())),
            limit(Resources.of(queue.spec().limit()), queue.spec().limit().keySet()),
            queue.spec().maxTasks() == null ? QueueTerms.NO_LIMIT : queue.spec().maxTasks()));
  }

  /** Whether some queue may take back what it is guaranteed. */
  boolean guarantees() {
    return !guaranteed.isEmpty();
  }

  /** An assignment's cell changed. */
  void assignment(AgentRow row, AttemptId attempt, Cell cell) {
    AgentRoom room = room(row);
    Object charged = cell.charged();
    if (charged != null && charged.equals(cell.chargedFor())) {
      // Our write has landed as it was booked, or changed nothing.
      known(row, attempt);
      return;
    }
    Charge before = cell.charge();
    Charge now = charged instanceof Assignment assignment ? charge(assignment) : null;
    if (before != null) {
      rooms.giveBack(room, before);
      queues.charge(queues.leaf(before.queue()), QueueTree.negative(before.amounts()), -1);
    }
    if (now != null) {
      rooms.take(room, now);
      queues.charge(queues.leaf(now.queue()), now.amounts(), 1);
    }
    departures.note(row.name(), attempt, cell.chargedFor(), charged);
    cell.charge(now, charged);
    reserves(row, room);
    known(row, attempt);
  }

  /** What is reserved on an agent and not used counts for the queue that it is kept for. */
  private void reserves(AgentRow row, AgentRoom room) {
    if (!room.facts().reservations().isEmpty() || !row.reserved.isEmpty()) {
      reserve(row, row.gone() ? Collections.emptySortedMap() : room.idle());
    }
  }

  private void reserve(AgentRow row, SortedMap<String, long[]> now) {
    SortedMap<String, long[]> before = row.reserved;
    row.reserved = now;
    now.forEach((queue, amounts) -> queues.reserve(queues.leaf(queue), amounts));
    before.forEach(
        (queue, amounts) -> queues.reserve(queues.leaf(queue), QueueTree.negative(amounts)));
  }

  /** Whether the use of an attempt is known may have changed. */
  void known(AgentRow row, AttemptId attempt) {
    row.account(attempt);
    rooms.unaccounted(
        room(row), row.unaccounted.isEmpty() ? null : row.unaccounted.firstEntry().getValue());
  }

  private AgentRoom room(AgentRow row) {
    AgentRoom room = row.room;
    return room == null ? put(row, row.facts(rooms.dimensions())) : room;
  }

  /** Tells of an agent; what volumes take of one that was not known is taken now. */
  private AgentRoom put(AgentRow row, AgentFacts facts) {
    boolean known = rooms.room(row.name()) != null;
    AgentRoom room = rooms.put(facts);
    row.room = room;
    if (!known) {
      kept.getOrDefault(row.name(), NONE_KEPT)
          .values()
          .forEach(charge -> rooms.keep(room, charge.amounts(), charge.queue(), true));
    }
    return room;
  }

  /** A volume's status changed: what it is bound to is charged as long as it is. */
  void volume(ObjectRef ref, @Nullable Cell cell) {
    VolumeStatus status = cell == null ? null : bound(cell);
    String agent = status == null ? null : status.agent();
    String before = homes.get(ref);
    if (before != null) {
      NavigableMap<ObjectRef, Charge> there = kept.getOrDefault(before, new TreeMap<>());
      Charge charge = there.remove(ref);
      if (there.isEmpty()) {
        kept.remove(before);
      }
      homes.remove(ref);
      if (charge != null) {
        keep(before, charge, false);
      }
    }
    if (status != null && agent != null) {
      Charge charge = charge(status);
      homes.put(ref, agent);
      kept.computeIfAbsent(agent, _ -> new TreeMap<>()).put(ref, charge);
      keep(agent, charge, true);
    }
  }

  /** The volumes that are bound to an agent. */
  NavigableSet<ObjectRef> volumesOn(String agent) {
    return Collections.unmodifiableNavigableSet(
        kept.getOrDefault(agent, NONE_KEPT).navigableKeySet());
  }

  private void keep(String agent, Charge charge, boolean added) {
    AgentRoom room = rooms.room(agent);
    if (room != null) {
      rooms.keep(room, charge.amounts(), charge.queue(), added);
    }
    long[] amounts = added ? charge.amounts() : QueueTree.negative(charge.amounts());
    queues.charge(queues.leaf(charge.queue()), amounts, 0);
  }

  /** Binding takes at once, and letting go frees only when it has landed. */
  private static @Nullable VolumeStatus bound(Cell cell) {
    VolumeStatus stored = bound(cell.committed());
    return stored == null ? bound(cell.effective()) : stored;
  }

  private static @Nullable VolumeStatus bound(@Nullable Object value) {
    return value instanceof Volume volume
            && volume.status() != null
            && volume.status().agent() != null
        ? volume.status()
        : null;
  }

  private Charge charge(VolumeStatus status) {
    long bytes = status.size() == null ? 0 : status.size().toBytes();
    Resources disk = new Resources(0, 0, bytes, 0, Collections.emptySortedMap());
    return new Charge(
        rooms.dimensions().vector(disk),
        new int[0],
        "",
        null,
        Collections.emptySortedMap(),
        status.queue() == null ? Queue.DEFAULT : status.queue());
  }

  /** What an agent adds to the whole, of which shares are fractions. */
  private void offers(AgentRow row, Resources capacity) {
    long[] now = rooms.dimensions().vector(capacity);
    long[] before = row.counted;
    if (Arrays.equals(now, before)) {
      return;
    }
    row.counted = now;
    long[] sum = Arrays.copyOf(total, rooms.dimensions().size());
    for (int column = 0; column < sum.length; column++) {
      sum[column] += Dimensions.at(now, column) - Dimensions.at(before, column);
    }
    total = sum;
    long[] shared = sum.clone();
    for (int column = 0; column < shared.length; column++) {
      shared[column] = unshared.contains(rooms.dimensions().name(column)) ? 0 : shared[column];
    }
    queues.total(shared);
  }

  private long[] limit(Resources amounts, Set<String> named) {
    long[] vector = Arrays.copyOf(rooms.dimensions().vector(amounts), rooms.dimensions().size());
    for (int column = 0; column < vector.length; column++) {
      if (!named.contains(rooms.dimensions().name(column))) {
        vector[column] = QueueTerms.NO_LIMIT;
      }
    }
    return vector;
  }

  private Charge charge(Assignment assignment) {
    int[] ports = assignment.ports().values().stream().mapToInt(Integer::intValue).toArray();
    List<String> exclusive =
        assignment.volumes().isEmpty()
            ? List.of()
            : assignment.volumes().values().stream()
                .filter(AssignedVolume::exclusive)
                .map(AssignedVolume::uid)
                .toList();
    Charge charge =
        new Charge(
            rooms.dimensions().vector(Resources.of(assignment.resources())),
            ports,
            assignment.namespace(),
            Demand.countedGroup(
                assignment.spec(), assignment.namespace(), assignment.task(), assignment.owner()),
            assignment.labels(),
            assignment.spec().queueName(),
            exclusive,
            exclusive.isEmpty() ? "" : assignment.namespace() + "/" + assignment.task());
    return alike.one(charge);
  }
}
