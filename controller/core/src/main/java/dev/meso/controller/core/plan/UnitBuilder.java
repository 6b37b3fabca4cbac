package dev.meso.controller.core.plan;

import dev.meso.api.key.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Collects the guards and writes of a unit; not thread-safe. */
public final class UnitBuilder {
  /** What a record weighs besides its spec, estimated generously. */
  private static final long BYTES_PER_WRITE = 4096;

  private final ObjectRef origin;
  private final ObjectRef subject;
  private final Set<PlannedGuard> guards = new LinkedHashSet<>();
  private final Map<Key, PlannedWrite> writes = new LinkedHashMap<>();
  private long bytes;

  public UnitBuilder(ObjectRef origin, ObjectRef subject) {
    this.origin = origin;
    this.subject = subject;
  }

  public ObjectRef origin() {
    return origin;
  }

  public ObjectRef subject() {
    return subject;
  }

  public boolean empty() {
    return writes.isEmpty();
  }

  /** How many keys it writes. */
  public int size() {
    return writes.size();
  }

  public UnitBuilder guard(PlannedGuard guard) {
    guards.add(guard);
    return this;
  }

  public UnitBuilder guard(Collection<PlannedGuard> more) {
    guards.addAll(more);
    return this;
  }

  /** Puts a record; a later write of the same key takes the place of this one. */
  public UnitBuilder put(Key key, Object value, long estimatedBytes) {
    writes.put(key, new PlannedWrite.Put(key, value));
    bytes += BYTES_PER_WRITE + estimatedBytes;
    return this;
  }

  public UnitBuilder delete(Key key) {
    writes.put(key, new PlannedWrite.Delete(key));
    bytes += BYTES_PER_WRITE;
    return this;
  }

  public Unit build(Unit.Lane lane) {
    return new Unit(
        origin, subject, lane, new ArrayList<>(guards), new ArrayList<>(writes.values()), bytes);
  }
}
