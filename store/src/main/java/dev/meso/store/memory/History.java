package dev.meso.store.memory;

import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every key at every revision since the last compaction. Revisions grow by one for each set of
 * changes that are made together; an empty store is at revision 1, as etcd is.
 *
 * <p>Not thread-safe.
 */
final class History {
  /** The order of UTF-8 bytes, which is etcd's; that of UTF-16 differs beyond the basic plane. */
  static final Comparator<String> BY_CODE_POINTS = History::compareCodePoints;

  /** Versions of a key by revision; a deletion is a version without an entry. */
  private final NavigableMap<String, NavigableMap<Long, Version>> versions =
      new TreeMap<>(BY_CODE_POINTS);

  private final NavigableMap<Long, List<Change>> changes = new TreeMap<>();
  private long revision = 1;
  private long compacted;

  long revision() {
    return revision;
  }

  /** The oldest revision that can be read; 0 before the first compaction. */
  long compacted() {
    return compacted;
  }

  /** The present entry of a key. */
  @Nullable Entry present(String key) {
    NavigableMap<Long, Version> of = versions.get(key);
    return of == null ? null : of.lastEntry().getValue().entry();
  }

  /**
   * Entries as they were at a revision, in key order, from the first key that is not before {@code
   * from} while it has the prefix, {@code limit} at most.
   */
  List<Entry> at(long revision, String prefix, String from, boolean inclusive, int limit) {
    List<Entry> found = new ArrayList<>();
    for (var of : versions.tailMap(from, inclusive).entrySet()) {
      if (!of.getKey().startsWith(prefix) || found.size() == limit) {
        break;
      }
      var version = of.getValue().floorEntry(revision);
      if (version != null && version.getValue().entry() != null) {
        found.add(version.getValue().entry());
      }
    }
    return found;
  }

  /** One key as it was at a revision. */
  @Nullable Entry at(long revision, String key) {
    NavigableMap<Long, Version> of = versions.get(key);
    var version = of == null ? null : of.floorEntry(revision);
    return version == null ? null : version.getValue().entry();
  }

  /** Makes changes at the next revision. A put creates, or keeps the create revision. */
  void append(List<Change> made) {
    if (made.isEmpty()) {
      return;
    }
    revision++;
    for (Change change : made) {
      Entry entry = change instanceof Change.Put(Entry put) ? put : null;
      versions
          .computeIfAbsent(change.key(), _ -> new TreeMap<>())
          .put(revision, new Version(entry));
    }
    changes.put(revision, List.copyOf(made));
  }

  /** Changes of keys with a prefix, by revision, from a revision on. */
  NavigableMap<Long, List<Change>> since(long from, String prefix) {
    NavigableMap<Long, List<Change>> found = new TreeMap<>();
    changes
        .tailMap(from, true)
        .forEach(
            (at, made) -> {
              List<Change> ours =
                  made.stream().filter(change -> change.key().startsWith(prefix)).toList();
              if (!ours.isEmpty()) {
                found.put(at, ours);
              }
            });
    return found;
  }

  /** Forgets what was before a revision: each key's newest version up to it stays. */
  void compact(long before) {
    compacted = before;
    changes.headMap(before, false).clear();
    versions
        .values()
        .removeIf(
            of -> {
              Long newest = of.floorKey(before);
              if (newest != null) {
                boolean gone = of.firstEntry() != null && deletedAt(of, newest);
                of.headMap(newest, gone).clear();
              }
              return of.isEmpty();
            });
  }

  /** Goes back to an older revision, as a store does that was restored from a backup. */
  void setBack(long to) {
    revision = to;
    changes.tailMap(to, false).clear();
    versions
        .values()
        .removeIf(
            of -> {
              of.tailMap(to, false).clear();
              return of.isEmpty();
            });
  }

  private static boolean deletedAt(NavigableMap<Long, Version> of, Long at) {
    Version version = of.get(at);
    return version == null || version.entry() == null;
  }

  private static int compareCodePoints(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        int plane = Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right));
        return plane != 0 ? plane : Character.compare(left, right);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private record Version(@Nullable Entry entry) {}
}
