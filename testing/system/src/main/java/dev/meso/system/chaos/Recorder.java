package dev.meso.system.chaos;

import dev.meso.simulation.check.Step;
import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Every revision below the root from the first on, once and in order, as {@link Step}s. Follows all
 * members at once, directly: each stream is complete and in order, so the first that brings a
 * revision is believed and the others are skipped. At the end {@link #difference} compares what the
 * steps add up to with what etcd holds, which proves that none is missing.
 */
final class Recorder implements AutoCloseable {
  private final RunClock clock;
  private final Consumer<Step> sink;
  private final List<MemberStream> streams = new ArrayList<>();
  private final SortedMap<String, Long> modRevisions = new TreeMap<>();
  private long last;
  private long revisions;

  /**
   * Begins at the first revision of a new etcd.
   *
   * @param sink hears each step, one at a time
   */
  Recorder(List<String> members, String prefix, RunClock clock, Consumer<Step> sink) {
    this.clock = clock;
    this.sink = sink;
    for (String member : members) {
      streams.add(MemberStream.start(member, prefix, this::last, this::take));
    }
  }

  /** The newest revision that was recorded. */
  synchronized long last() {
    return last;
  }

  /** How many were recorded. */
  synchronized long revisions() {
    return revisions;
  }

  /** What is recorded otherwise than etcd has it; empty when the record is complete. */
  synchronized Optional<String> difference(EtcdGateway.Listing listing) {
    SortedMap<String, Long> there = new TreeMap<>();
    listing.entries().forEach((key, value) -> there.put(key, value.modRevision()));
    if (there.equals(modRevisions)) {
      return Optional.empty();
    }
    SortedMap<String, Long> missing = new TreeMap<>(there);
    missing.entrySet().removeAll(modRevisions.entrySet());
    SortedMap<String, Long> left = new TreeMap<>(modRevisions);
    left.entrySet().removeAll(there.entrySet());
    return Optional.of(
        "at revision " + last + " etcd alone has " + missing + ", the record alone has " + left);
  }

  @Override
  public void close() {
    streams.forEach(MemberStream::close);
  }

  private synchronized void take(WatchResponse response) {
    Duration at = clock.now();
    List<Change> changes = new ArrayList<>();
    long revision = 0;
    for (WatchEvent event : response.getEvents()) {
      long of = event.getKeyValue().getModRevision();
      if (of != revision) {
        record(revision, at, changes);
        revision = of;
        changes = new ArrayList<>();
      }
      changes.add(change(event));
    }
    record(revision, at, changes);
  }

  private void record(long revision, Duration at, List<Change> changes) {
    if (changes.isEmpty() || revision <= last) {
      return;
    }
    last = revision;
    revisions++;
    for (Change change : changes) {
      switch (change) {
        case Change.Put(Entry entry) -> modRevisions.put(entry.key(), entry.modRevision());
        case Change.Deleted(String key, long _) -> modRevisions.remove(key);
      }
    }
    sink.accept(new Step(revision, at, Optional.empty(), List.of(), changes));
  }

  private static Change change(WatchEvent event) {
    KeyValue found = event.getKeyValue();
    String key = found.getKey().toString(StandardCharsets.UTF_8);
    if (event.getEventType() == WatchEvent.EventType.DELETE) {
      return new Change.Deleted(key, found.getModRevision());
    }
    return new Change.Put(
        new Entry(
            key,
            found.getValue().toString(StandardCharsets.UTF_8),
            found.getCreateRevision(),
            found.getModRevision(),
            found.getLease()));
  }
}
