package dev.meso.store.cache;

import dev.meso.store.port.Entry;
import java.util.List;
import java.util.Optional;

/**
 * Compares the keys of a prefix, listed without values, with what the watch brought.
 *
 * @param prefix that was listed
 * @param listed keys, create and mod revisions at the revision of the list
 */
record Audit(String prefix, Snapshot listed) {

  /**
   * A key that proves that the watch lost something; empty when there is none, or when the cache is
   * not there yet. Certain: what is only late is not found.
   */
  Optional<String> lost(Snapshot held) {
    return held.revision() < listed.revision() ? Optional.empty() : difference(held);
  }

  /**
   * A key that differs, whatever the reason. For a cache that has not come to the list's revision
   * within a whole period: perhaps nothing of its prefix changed, and then nothing differs.
   */
  Optional<String> difference(Snapshot held) {
    List<Entry> entries = held.entries().withPrefix(prefix);
    for (Entry entry : entries) {
      Optional<Entry> there = listed.entries().get(entry.key());
      // What changed after the list says nothing; what did not must be in it, as it is.
      if (entry.modRevision() <= listed.revision()
          && there.map(Entry::modRevision).orElse(0L) != entry.modRevision()) {
        return Optional.of(entry.key());
      }
    }
    if (held.revision() > listed.revision()) {
      // Listed keys that are not held may have been deleted since.
      return Optional.empty();
    }
    return listed.entries().withPrefix(prefix).stream()
        .map(Entry::key)
        .filter(key -> held.entries().get(key).isEmpty())
        .findFirst();
  }
}
