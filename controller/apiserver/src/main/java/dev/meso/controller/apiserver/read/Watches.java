package dev.meso.controller.apiserver.read;

import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.http.Sink;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.apiserver.object.Batch;
import dev.meso.controller.apiserver.object.Changes;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers watches. A watch is a position in the view's history and a thread that writes; nothing is
 * buffered for it. A client that reads too slowly falls out of the history and is told 410 Expired.
 */
public final class Watches {

  /** Events that are written at once. */
  private static final int BATCH_MAX = 256;

  /** How long a watch runs when the client does not say: this plus a random part of it. */
  private static final Duration RUN_MIN = Duration.ofMinutes(30);

  private final ObjectView view;
  private final Freshness freshness;
  private final Duration heartbeat;
  private final InstantSource clock;
  private final AtomicInteger running = new AtomicInteger();
  private final LongAdder events;
  private final LongAdder cutOff;

  public Watches(
      ObjectView view,
      Freshness freshness,
      Duration heartbeat,
      InstantSource clock,
      Metrics metrics) {
    this.view = view;
    this.freshness = freshness;
    this.heartbeat = heartbeat;
    this.clock = clock;
    metrics.gauge("meso_api_watchers", "Watches that run", running::get);
    this.events = metrics.counter("meso_api_watch_events_total", "Events written to watchers");
    this.cutOff =
        metrics.counter(
            "meso_api_watchers_cut_off_total", "Watches ended with 410 because they were behind");
  }

  /** Where a watch begins. */
  private record Start(
      List<StoredObject> initial, long revision, @Nullable Changes changes, LongSupplier oldest) {}

  /** A watch with the parameters of a query. */
  public Reply watch(Resource resource, @Nullable String namespace, ApiRequest request)
      throws InterruptedException {
    Selection selection = Selection.of(resource, namespace, request.query());
    Kind kind = resource.source();
    Rendering rendering = new Rendering(resource, Form.of(request), clock);
    Reply.Writer writer =
        run(
            request.query(),
            new ObjectLines(selection, rendering),
            from -> {
              if (from.isEmpty()) {
                ObjectView.Opened opened =
                    view.open(kind, selection.namespace(), selection::concerns);
                return new Start(
                    opened.listing().objects(),
                    opened.listing().revision(),
                    opened.cursor(),
                    () -> view.oldestRevision(kind));
              }
              return new Start(
                  List.of(),
                  from.getAsLong(),
                  view.openAfter(kind, from.getAsLong(), selection::concerns).orElse(null),
                  () -> view.oldestRevision(kind));
            });
    return new Reply.Streamed(rendering.contentType(), writer);
  }

  /** A watch on everything that can be told of objects of any kind. */
  Reply watch(String contentType, WatchLines lines, ApiRequest request)
      throws InterruptedException {
    Reply.Writer writer =
        run(
            request.query(),
            lines,
            from -> {
              if (from.isEmpty()) {
                ObjectView.OpenedAll opened = view.openAll();
                return new Start(
                    opened.listing().objects(),
                    opened.listing().revision(),
                    opened.changes(),
                    view::oldestRevision);
              }
              return new Start(
                  List.of(),
                  from.getAsLong(),
                  view.openAllAfter(from.getAsLong()).orElse(null),
                  view::oldestRevision);
            });
    return new Reply.Streamed(contentType, writer);
  }

  private Reply.Writer run(Params query, WatchLines lines, Function<OptionalLong, Start> opening)
      throws InterruptedException {
    Duration timeout = query.seconds("timeoutSeconds").orElseGet(Watches::longRun);
    boolean bookmarks = query.flag("allowWatchBookmarks");
    boolean listFirst = query.flag("sendInitialEvents");
    if (listFirst
        && !(bookmarks && query.text("resourceVersionMatch").orElse("").equals("NotOlderThan"))) {
      throw ApiError.of(
          Reason.INVALID,
          "sendInitialEvents: expected allowWatchBookmarks=true and"
              + " resourceVersionMatch=NotOlderThan with it");
    }
    Optional<String> resourceVersion = query.text("resourceVersion");
    freshness.ensure(resourceVersion);
    long from = resourceVersion.map(Freshness::revision).orElse(0L);
    Start start =
        opening.apply(from == 0 || listFirst ? OptionalLong.empty() : OptionalLong.of(from));
    return new Run(lines, start, bookmarks, listFirst, timeout)::write;
  }

  private static Duration longRun() {
    return RUN_MIN.plusMillis(ThreadLocalRandom.current().nextLong(RUN_MIN.toMillis()));
  }

  /** One watch that runs. */
  private final class Run {
    private final WatchLines lines;
    private final Start start;
    private final boolean bookmarks;
    private final boolean listFirst;
    private final Duration timeout;

    Run(WatchLines lines, Start start, boolean bookmarks, boolean listFirst, Duration timeout) {
      this.lines = lines;
      this.start = start;
      this.bookmarks = bookmarks;
      this.listFirst = listFirst;
      this.timeout = timeout;
    }

    void write(Sink sink) throws InterruptedException, Sink.ClientGone {
      running.incrementAndGet();
      try {
        if (start.changes() == null) {
          expire(sink, start.revision());
        } else {
          initial(sink);
          follow(sink, start.changes());
        }
      } finally {
        running.decrementAndGet();
      }
    }

    private void initial(Sink sink) throws InterruptedException, Sink.ClientGone {
      StringBuilder out = new StringBuilder();
      for (StoredObject object : start.initial()) {
        events.add(lines.added(out, object));
        if (out.length() >= Sink.CHUNK_BYTES) {
          flush(sink, out);
        }
      }
      if (listFirst) {
        lines.bookmark(out, start.revision(), true);
      }
      flush(sink, out);
    }

    private void follow(Sink sink, Changes cursor) throws InterruptedException, Sink.ClientGone {
      StringBuilder out = new StringBuilder();
      long begun = System.nanoTime();
      long written = begun;
      long seen = start.revision();
      while (true) {
        long now = System.nanoTime();
        Duration left = timeout.minusNanos(now - begun);
        Duration quiet = heartbeat.minusNanos(now - written);
        boolean over = !left.isPositive();
        if (over || !quiet.isPositive()) {
          if (bookmarks) {
            lines.bookmark(out, seen, false);
          } else if (!over) {
            // White space is nothing to a reader of JSON, but fails on a dead connection.
            out.append(' ');
          }
          flush(sink, out);
          written = now;
          if (over) {
            return;
          }
          continue;
        }
        Optional<Batch> batch = cursor.next(BATCH_MAX, left.compareTo(quiet) < 0 ? left : quiet);
        if (batch.isEmpty()) {
          expire(sink, seen);
          return;
        }
        for (var event : batch.get().events()) {
          events.add(lines.append(out, event));
          // More of this revision may be in the next batch.
          seen = event.revision() - 1;
        }
        if (batch.get().caughtUp()) {
          seen = batch.get().revision();
        }
        if (!out.isEmpty()) {
          flush(sink, out);
          written = System.nanoTime();
        }
      }
    }

    private void expire(Sink sink, long revision) throws InterruptedException, Sink.ClientGone {
      cutOff.increment();
      StringBuilder out = new StringBuilder();
      WatchLines.error(
          out,
          ApiError.of(
              Reason.EXPIRED,
              "too old resource version: "
                  + revision
                  + " ("
                  + start.oldest().getAsLong()
                  + "): list again and watch from that list's resourceVersion"));
      flush(sink, out);
    }

    private void flush(Sink sink, StringBuilder out) throws InterruptedException, Sink.ClientGone {
      if (!out.isEmpty()) {
        sink.write(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
      }
    }
  }
}
