package dev.meso.controller.apiserver.plan;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Keyspace;
import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.api.snapshot.SnapshotRecord;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.http.Sink;
import dev.meso.controller.apiserver.read.Freshness;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.cache.Cache;
import dev.meso.store.cache.CacheList;
import dev.meso.store.port.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Answers {@code GET} of the latest snapshot: every record that the leader decides from, as the
 * cache has them at one revision. The lines are made while they are sent, so a snapshot costs the
 * server no second copy of the state, and the decision loop nothing. Thread-safe; blocks.
 */
public final class Snapshots {

  public static final String PLURAL = "snapshots";

  private static final List<String> PATH = List.of("apis", "meso.dev", "v1", PLURAL, "latest");

  /** Snapshots that are sent at once; more are answered 429. */
  public static final int AT_ONCE_MAX = 2;

  private final Cache cache;
  private final Keyspace keyspace;
  private final Freshness freshness;
  private final InstantSource clock;
  private final String program;
  private final Semaphore places = new Semaphore(AT_ONCE_MAX);

  public Snapshots(
      Cache cache, Keyspace keyspace, Freshness freshness, InstantSource clock, String program) {
    this.cache = cache;
    this.keyspace = keyspace;
    this.freshness = freshness;
    this.clock = clock;
    this.program = program;
  }

  /** Whether a path is that of the latest snapshot. */
  public static boolean here(List<String> path) {
    return path.equals(PATH);
  }

  /** The snapshot, a JSON object a line: the header, then the records in the order of keys. */
  public Reply latest() throws InterruptedException {
    freshness.ensure(Optional.empty());
    CacheList list = cache.list(keyspace.everything());
    long records = list.entries().stream().filter(this::belongs).count();
    if (records > SnapshotHeader.RECORDS_MAX) {
      throw ApiError.of(
          Reason.TOO_LARGE,
          "Snapshot: expected at most "
              + SnapshotHeader.RECORDS_MAX
              + " records, found "
              + records);
    }
    SnapshotHeader header =
        new SnapshotHeader(
            SnapshotHeader.FORMAT,
            SnapshotHeader.VERSION,
            keyspace.root(),
            list.revision(),
            clock.instant(),
            program,
            records);
    if (places.availablePermits() == 0) {
      throw full();
    }
    return new Reply.Streamed("application/x-ndjson", sink -> send(header, list, sink));
  }

  private void send(SnapshotHeader header, CacheList list, Sink sink)
      throws InterruptedException, Sink.ClientGone {
    places.acquire();
    try {
      StringBuilder chunk = new StringBuilder(Json.write(header)).append('\n');
      for (Entry entry : list.entries()) {
        if (belongs(entry)) {
          SnapshotRecord line =
              new SnapshotRecord(
                  entry.key(), entry.createRevision(), entry.modRevision(), entry.value());
          chunk.append(Json.write(line)).append('\n');
          if (chunk.length() >= Sink.CHUNK_BYTES) {
            flush(chunk, sink);
          }
        }
      }
      flush(chunk, sink);
    } finally {
      places.release();
    }
  }

  private static void flush(StringBuilder chunk, Sink sink)
      throws InterruptedException, Sink.ClientGone {
    if (!chunk.isEmpty()) {
      sink.write(chunk.toString().getBytes(StandardCharsets.UTF_8));
      chunk.setLength(0);
    }
  }

  private boolean belongs(Entry entry) {
    return SnapshotRecord.belongs(keyspace.parse(entry.key()));
  }

  private static ApiError full() {
    return ApiError.of(
            Reason.TOO_MANY_REQUESTS,
            "The server sends as many snapshots as it may (" + AT_ONCE_MAX + "); try again")
        .retryAfter(Duration.ofSeconds(1));
  }
}
