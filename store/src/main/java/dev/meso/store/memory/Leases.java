package dev.meso.store.memory;

import dev.meso.store.port.Entry;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a store and the keys that are bound to them. Time is an argument; who asks sees to
 * it that a lease that ran out is ended.
 *
 * <p>Not thread-safe.
 */
final class Leases {
  /** The shortest time to live: one and a half of etcd's default election timeouts, in seconds. */
  static final Duration TTL_MIN = Duration.ofSeconds(2);

  private final NavigableMap<Long, Lease> leases = new TreeMap<>();
  private long lastId = 0x1000;

  long grant(Duration ttl, Duration now) {
    Duration given = Leases.rounded(ttl);
    long id = ++lastId;
    leases.put(id, new Lease(given, now.plus(given), new TreeSet<>()));
    return id;
  }

  /** Whole seconds, rounded up, not below the minimum: what etcd makes of a time to live. */
  static Duration rounded(Duration ttl) {
    long seconds = ttl.plusNanos(999_999_999).toSeconds();
    return seconds < TTL_MIN.toSeconds() ? TTL_MIN : Duration.ofSeconds(seconds);
  }

  boolean has(long lease) {
    return leases.containsKey(lease);
  }

  /** Starts its time to live anew; the answer is that time, zero when it is gone. */
  Duration renew(long lease, Duration now) {
    Lease renewed =
        leases.computeIfPresent(
            lease, (_, old) -> new Lease(old.ttl(), now.plus(old.ttl()), old.keys()));
    return renewed == null ? Duration.ZERO : renewed.ttl();
  }

  /** When it runs out, by the scheduler; null when it is gone. */
  @Nullable Duration runsOut(long lease) {
    Lease of = leases.get(lease);
    return of == null ? null : of.runsOut();
  }

  /** Ends it; the answer is its keys, nothing when there is no such lease. */
  Optional<List<String>> end(long lease) {
    return Optional.ofNullable(leases.remove(lease)).map(ended -> List.copyOf(ended.keys()));
  }

  /** Takes a key from one lease, and binds it to another; 0 for none. */
  void bind(String key, long from, long to) {
    Lease old = leases.get(from);
    if (old != null) {
      old.keys().remove(key);
    }
    Lease fresh = leases.get(to);
    if (fresh != null) {
      fresh.keys().add(key);
    }
  }

  List<Long> ids() {
    return List.copyOf(leases.keySet());
  }

  /**
   * Binds exactly the keys of these entries. A lease that ended since is there again, with the
   * shortest time to live, so that its keys end with it.
   */
  void rebind(List<Entry> entries, Duration now) {
    leases.values().forEach(lease -> lease.keys().clear());
    for (Entry entry : entries) {
      if (entry.lease() != 0) {
        leases.computeIfAbsent(
            entry.lease(), _ -> new Lease(TTL_MIN, now.plus(TTL_MIN), new TreeSet<>()));
        bind(entry.key(), 0, entry.lease());
      }
    }
  }

  /** Forgets all; ids are not given twice. */
  void clear() {
    leases.clear();
  }

  private record Lease(Duration ttl, Duration runsOut, NavigableSet<String> keys) {}
}
