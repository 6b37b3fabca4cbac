package dev.meso.simulation.check;

import dev.meso.store.port.Txn;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One revision of the store: what was changed, and, where it is known, by whom and under which
 * guards. A simulation knows; a watcher of a real etcd sees the changes only.
 *
 * @param revision of the changes
 * @param at when, since the run began
 * @param author of the transaction, for instance {@code controller-1}, {@code agent-3} or {@code
 *     user}; {@link #LEASE} when a lease ended; empty when it is not known
 * @param guards that the transaction held; empty when they are not known
 * @param changes in the order of their keys in the transaction; never empty
 */
public record Step(
    long revision,
    Duration at,
    Optional<String> author,
    List<Txn.Guard> guards,
    List<Change> changes) {

  /** The author of deletions by a lease that ended. */
  public static final String LEASE = "lease";

  public Step {
    guards = List.copyOf(guards);
    changes = List.copyOf(changes);
  }
}
