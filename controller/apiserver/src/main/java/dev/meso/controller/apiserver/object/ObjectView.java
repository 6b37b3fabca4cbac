package dev.meso.controller.apiserver.object;

import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import dev.meso.store.port.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of the cluster, assembled from the keys of the watch cache, with a bounded history of
 * changes for every kind.
 *
 * <p>Invariants: a reader sees complete revisions only; every change of an object makes one event
 * for its revision; a record that cannot be read hides its own object and no other.
 *
 * <p>Thread rule: one thread at a time feeds it with {@link #reset} and {@link #apply}; any thread
 * may read. Soft state: everything here follows from the keys, and losing it costs one list.
 */
public final class ObjectView {
  private static final Logger log = LoggerFactory.getLogger(ObjectView.class);

  private final Keyspace keyspace;
  private final LongAdder unreadable;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private final Map<Kind, Shelf> shelves = new EnumMap<>(Kind.class);
  private final TreeMap<AttemptId, Entry> assignments = new TreeMap<>();
  private final Dependents dependents = new Dependents();
  private long revision;
  private long epoch;
  private volatile long ownWrites;
  private volatile boolean synced;

  /**
   * An empty view, not synced.
   *
   * @param historyEventsMax events kept for every kind
   * @param unreadable counts records that could not be read
   */
  public ObjectView(Keyspace keyspace, int historyEventsMax, LongAdder unreadable) {
    this.keyspace = keyspace;
    this.unreadable = unreadable;
    for (Kind kind : Kind.values()) {
      shelves.put(kind, new Shelf(historyEventsMax));
    }
  }

  // ---- feeding

  /** Takes a whole state in place of the one before; every watcher expires. */
  public void reset(long newRevision, List<Entry> entries) {
    List<KeyChange> changes = new ArrayList<>();
    Set<String> present = new HashSet<>();
    for (Entry entry : entries) {
      changes.add(new KeyChange(entry.key(), entry));
      present.add(entry.key());
    }
    for (Entry old : entriesHeld()) {
      if (!present.contains(old.key())) {
        changes.add(new KeyChange(old.key(), null));
      }
    }
    apply(newRevision, changes, false);
    synced = true;
  }

  private List<Entry> entriesHeld() {
    List<Entry> held = new ArrayList<>(assignments.values());
    for (Shelf shelf : shelves.values()) {
      for (Slot slot : shelf.slots.values()) {
        Optional.ofNullable(slot.spec()).ifPresent(held::add);
        Optional.ofNullable(slot.status()).ifPresent(held::add);
      }
    }
    return held;
  }

  /**
   * Takes the changes of one step.
   *
   * @param changes several of one key count in their order
   * @param sameHistory false when revisions from before must not be compared with this one: every
   *     watcher expires
   */
  public void apply(long newRevision, List<KeyChange> changes, boolean sameHistory) {
    Map<ObjectRef, Slot> touched = new TreeMap<>();
    Map<AttemptId, Optional<Entry>> attempts = new TreeMap<>();
    for (KeyChange change : changes) {
      Entry entry = change.entry();
      switch (keyspace.parse(change.key())) {
        case Key.Spec(Kind kind, String ns, String name) -> {
          ObjectRef ref = new ObjectRef(kind, ns, name);
          Entry status = touched.getOrDefault(ref, slotOf(ref)).status();
          touched.put(ref, new Slot(ref, entry, status, null));
        }
        case Key.Status(Kind kind, String ns, String name) -> {
          ObjectRef ref = new ObjectRef(kind, ns, name);
          Entry spec = touched.getOrDefault(ref, slotOf(ref)).spec();
          touched.put(ref, new Slot(ref, spec, entry, null));
        }
        case Key.Assignment(_, AttemptId attempt) ->
            attempts.put(attempt, Optional.ofNullable(entry));
        default -> {}
      }
    }
    // Only this thread changes the maps, so it may read them without the lock.
    Related related =
        related(
            attempt ->
                attempts.getOrDefault(attempt, Optional.ofNullable(assignments.get(attempt))),
            ref -> touched.getOrDefault(ref, slotOf(ref)));
    List<Slot> made = touched.values().stream().map(slot -> assembled(slot, related)).toList();
    lock.lock();
    try {
      attempts.forEach(
          (attempt, entry) ->
              entry.ifPresentOrElse(
                  e -> assignments.put(attempt, e), () -> assignments.remove(attempt)));
      made.forEach(slot -> publish(newRevision, slot));
      revision = newRevision;
      if (sameHistory) {
        advanced.signalAll();
      } else {
        breakHistory();
      }
    } finally {
      lock.unlock();
    }
  }

  private void breakHistory() {
    shelves.values().forEach(shelf -> shelf.history.reset(revision));
    ownWrites = Math.min(ownWrites, revision);
    epoch++;
    advanced.signalAll();
    shelves.values().forEach(Shelf::wakeAll);
  }

  private void publish(long newRevision, Slot slot) {
    Shelf shelf = shelf(slot.ref().kind());
    Slot old = slot.vacant() ? shelf.slots.remove(slot.ref()) : shelf.slots.put(slot.ref(), slot);
    StoredObject before = old == null ? null : old.object();
    StoredObject after = slot.object();
    boolean same =
        before == null ? after == null : after != null && before.object().equals(after.object());
    if (!same) {
      dependents.changed(before, after);
      shelf.happened(new ObjectEvent(newRevision, before, after));
    }
  }

  private static Related related(
      Function<AttemptId, Optional<Entry>> assignment, Function<ObjectRef, Slot> slot) {
    return new Related() {
      @Override
      public Optional<Entry> assignment(AttemptId attempt) {
        return assignment.apply(attempt);
      }

      @Override
      public Optional<Entry> spec(ObjectRef ref) {
        return Optional.ofNullable(slot.apply(ref).spec());
      }
    };
  }

  private Slot assembled(Slot slot, Related related) {
    try {
      return new Slot(
          slot.ref(),
          slot.spec(),
          slot.status(),
          Assembler.assemble(slot.ref(), slot.spec(), slot.status(), related).orElse(null));
    } catch (MalformedRecord | IllegalStateException e) {
      unreadable.increment();
      log.atWarn()
          .addKeyValue("object", slot.ref())
          .addKeyValue("specRevision", slot.specRevision())
          .addKeyValue("statusRevision", slot.statusRevision())
          .addKeyValue("cause", e.getMessage())
          .log("Object was hidden because its record cannot be read");
      return slot;
    }
  }

  // ---- reading

  /** Whether a whole state was read and nothing is known to be missing since. */
  public boolean synced() {
    return synced;
  }

  /** A number that is another one after each change of an object of this kind. Any thread. */
  public long version(Kind kind) {
    lock.lock();
    try {
      return shelf(kind).version;
    } finally {
      lock.unlock();
    }
  }

  /** Everything up to this revision is here. */
  public long revision() {
    lock.lock();
    try {
      return revision;
    } finally {
      lock.unlock();
    }
  }

  /** The keys and the object of a name; vacant if there is nothing. */
  public Slot slot(ObjectRef ref) {
    lock.lock();
    try {
      return slotOf(ref);
    } finally {
      lock.unlock();
    }
  }

  /** An object. */
  public Optional<StoredObject> get(ObjectRef ref) {
    return Optional.ofNullable(slot(ref).object());
  }

  /** The object that a name would be with these keys and everybody else's as they are. */
  public StoredObject preview(ObjectRef ref, @Nullable Entry spec, @Nullable Entry status) {
    lock.lock();
    try {
      Related related =
          related(attempt -> Optional.ofNullable(assignments.get(attempt)), this::slotOf);
      return Assembler.assemble(ref, spec, status, related)
          .orElseThrow(() -> new IllegalStateException("no object from these keys: " + ref));
    } finally {
      lock.unlock();
    }
  }

  /** Mod revision of the spec or status key with this text; 0 when it is absent. */
  public long modRevision(String key) {
    lock.lock();
    try {
      return switch (keyspace.parse(key)) {
        case Key.Spec(Kind kind, String ns, String name) ->
            slotOf(new ObjectRef(kind, ns, name)).specRevision();
        case Key.Status(Kind kind, String ns, String name) ->
            slotOf(new ObjectRef(kind, ns, name)).statusRevision();
        default -> 0;
      };
    } finally {
      lock.unlock();
    }
  }

  /** What a namespace holds, whether it can be read or not; at most {@code max} names. */
  public List<ObjectRef> namesIn(String namespace, int max) {
    lock.lock();
    try {
      List<ObjectRef> names = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        for (ObjectRef ref :
            shelf(kind).slots.tailMap(new ObjectRef(kind, namespace, "")).keySet()) {
          if (!namespace.equals(ref.namespace()) || names.size() >= max) {
            break;
          }
          names.add(ref);
        }
      }
      return names;
    } finally {
      lock.unlock();
    }
  }

  /** Names of the objects that name this uid among their owners; no task of an App or a Job. */
  public List<ObjectRef> dependents(String ownerUid) {
    lock.lock();
    try {
      return dependents.of(ownerUid);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the names of objects whose owners changed, or which wait for dependents that did; waits
   * for the first. For one taker: what is taken is not given again.
   *
   * @return at most {@code max}; none when the time is over or no state was read yet
   */
  public List<ObjectRef> takeDependencies(int max, Duration wait) throws InterruptedException {
    lock.lock();
    try {
      return awaitUntil(() -> synced && dependents.anythingToLookAt(), wait)
          ? dependents.take(max)
          : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Every object of a kind, of one namespace or of all. */
  public Listing list(Kind kind, @Nullable String namespace) {
    lock.lock();
    try {
      return new Listing(collect(kind, namespace), revision);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The list as it was at a revision, under that revision, if nothing of the kind has changed
   * since.
   */
  public Optional<Listing> listUnchangedSince(Kind kind, @Nullable String namespace, long past) {
    lock.lock();
    try {
      return shelf(kind).history.unchangedSince(past)
          ? Optional.of(new Listing(collect(kind, namespace), past))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The objects that a watch begins with, and the position behind them.
   *
   * @param concerns whether the watch must look at an event at once; quick, as it is asked for each
   *     under the lock
   */
  public Opened open(Kind kind, @Nullable String namespace, Predicate<ObjectEvent> concerns) {
    lock.lock();
    try {
      Shelf shelf = shelf(kind);
      return new Opened(
          new Listing(collect(kind, namespace), revision),
          cursor(shelf, shelf.history.next(), concerns));
    } finally {
      lock.unlock();
    }
  }

  /** A list and the position right behind it. */
  public record Opened(Listing listing, Cursor cursor) {}

  /**
   * The position behind a revision; empty if the history does not reach back so far.
   *
   * @param concerns as for {@link #open}
   */
  public Optional<Cursor> openAfter(
      Kind kind, long afterRevision, Predicate<ObjectEvent> concerns) {
    lock.lock();
    try {
      Shelf shelf = shelf(kind);
      return shelf.history.holdsAllAfter(afterRevision)
          ? Optional.of(cursor(shelf, shelf.history.positionAfter(afterRevision), concerns))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Cursor cursor(Shelf shelf, long position, Predicate<ObjectEvent> concerns) {
    return new Cursor(this, shelf, epoch, position, new Sleeper(concerns, lock.newCondition()));
  }

  /** The objects of all kinds, and the position behind them in all histories together. */
  public OpenedAll openAll() {
    lock.lock();
    try {
      List<StoredObject> objects = new ArrayList<>();
      Map<Kind, Long> positions = new EnumMap<>(Kind.class);
      shelves.forEach(
          (kind, shelf) -> {
            objects.addAll(collect(kind, null));
            positions.put(kind, shelf.history.next());
          });
      return new OpenedAll(
          new Listing(objects, revision), new MergedCursor(this, epoch, positions));
    } finally {
      lock.unlock();
    }
  }

  /** A list of everything and the position right behind it. */
  public record OpenedAll(Listing listing, Changes changes) {}

  /** The position behind a revision in all histories; empty if one does not reach back so far. */
  public Optional<Changes> openAllAfter(long afterRevision) {
    lock.lock();
    try {
      Map<Kind, Long> positions = new EnumMap<>(Kind.class);
      shelves.forEach(
          (kind, shelf) -> {
            if (shelf.history.holdsAllAfter(afterRevision)) {
              positions.put(kind, shelf.history.positionAfter(afterRevision));
            }
          });
      return positions.size() == shelves.size()
          ? Optional.of(new MergedCursor(this, epoch, positions))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest revision that a watch of all kinds may begin behind. */
  public long oldestRevision() {
    lock.lock();
    try {
      return shelves.values().stream().mapToLong(s -> s.history.oldestRevision()).max().orElse(0);
    } finally {
      lock.unlock();
    }
  }

  /** The oldest revision that a watch of this kind may begin behind. */
  public long oldestRevision(Kind kind) {
    lock.lock();
    try {
      return shelf(kind).history.oldestRevision();
    } finally {
      lock.unlock();
    }
  }

  /** Notes a write of this server, which reads that follow must see. */
  public void wrote(long committed) {
    lock.lock();
    try {
      ownWrites = Math.max(ownWrites, committed);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every write of this server is here; false when the time is over. */
  public boolean awaitOwnWrites(Duration wait) throws InterruptedException {
    long target = ownWrites;
    return awaitUntil(() -> synced && (revision >= target || ownWrites < target), wait);
  }

  /** Waits until everything up to {@code target} is here; false when the time is over. */
  public boolean await(long target, Duration wait) throws InterruptedException {
    return awaitUntil(() -> synced && revision >= target, wait);
  }

  /** Waits until {@code wanted}, asked after each change; false when the time is over. */
  public boolean awaitThat(BooleanSupplier wanted, Duration wait) throws InterruptedException {
    return awaitUntil(wanted, wait);
  }

  private boolean awaitUntil(BooleanSupplier wanted, Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (!wanted.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = advanced.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits at the end of the history for something that concerns the sleeper; gives the position
   * that it has reached.
   */
  long await(Shelf shelf, long cursorEpoch, long position, Sleeper sleeper, Duration wait)
      throws InterruptedException {
    lock.lock();
    try {
      return cursorEpoch == epoch ? shelf.await(position, sleeper, wait) : position;
    } finally {
      lock.unlock();
    }
  }

  Optional<Batch> fetch(Shelf shelf, long cursorEpoch, long position, int max) {
    lock.lock();
    try {
      if (cursorEpoch != epoch || !shelf.history.holds(position)) {
        return Optional.empty();
      }
      List<ObjectEvent> events = shelf.history.from(position, max);
      boolean caughtUp = position + events.size() == shelf.history.next();
      return Optional.of(new Batch(events, revision, caughtUp));
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #fetch} for all kinds, in the order of revisions. */
  Optional<Batch> fetchMerged(Map<Kind, Long> positions, long cursorEpoch, int max, Duration wait)
      throws InterruptedException {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (cursorEpoch == epoch && unchanged(positions) && left > 0) {
        left = advanced.awaitNanos(left);
      }
      List<ObjectEvent> events = new ArrayList<>();
      boolean caughtUp = true;
      for (Map.Entry<Kind, Long> entry : positions.entrySet()) {
        History history = shelf(entry.getKey()).history;
        if (cursorEpoch != epoch || !history.holds(entry.getValue())) {
          return Optional.empty();
        }
        List<ObjectEvent> some = history.from(entry.getValue(), max);
        caughtUp &= entry.getValue() + some.size() == history.next();
        events.addAll(some);
      }
      events.sort(Comparator.comparingLong(ObjectEvent::revision));
      List<ObjectEvent> first = events.size() > max ? events.subList(0, max) : events;
      return Optional.of(
          new Batch(List.copyOf(first), revision, caughtUp && first.size() == events.size()));
    } finally {
      lock.unlock();
    }
  }

  private boolean unchanged(Map<Kind, Long> positions) {
    return positions.entrySet().stream()
        .allMatch(e -> shelf(e.getKey()).history.next() == e.getValue());
  }

  private List<StoredObject> collect(Kind kind, @Nullable String namespace) {
    List<StoredObject> objects = new ArrayList<>();
    TreeMap<ObjectRef, Slot> slots = shelf(kind).slots;
    Iterable<Slot> candidates =
        namespace == null
            ? slots.values()
            : slots.tailMap(new ObjectRef(kind, namespace, "")).values();
    for (Slot slot : candidates) {
      if (namespace != null && !namespace.equals(slot.ref().namespace())) {
        break;
      }
      if (slot.object() != null) {
        objects.add(slot.object());
      }
    }
    return objects;
  }

  private Slot slotOf(ObjectRef ref) {
    Slot slot = shelf(ref.kind()).slots.get(ref);
    return slot == null ? Slot.empty(ref) : slot;
  }

  private Shelf shelf(Kind kind) {
    return java.util.Objects.requireNonNull(shelves.get(kind));
  }
}
