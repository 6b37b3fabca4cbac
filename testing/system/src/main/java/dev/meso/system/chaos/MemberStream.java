package dev.meso.system.chaos;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A watch on one member, made anew after the last revision that was recorded whenever it ended, or
 * brought nothing for a while: the client's own way to resume is not relied on.
 */
final class MemberStream implements AutoCloseable {
  private static final Duration SILENCE_MAX = Duration.ofSeconds(5);

  private final Client client;
  private final ByteSequence prefix;
  private final LongSupplier last;
  private final Consumer<WatchResponse> sink;
  private Watch.@Nullable Watcher watcher;
  private boolean heard;
  private boolean broken;
  private boolean closed;

  private MemberStream(String url, String prefix, LongSupplier last, Consumer<WatchResponse> sink) {
    this.client = Client.builder().endpoints(url).build();
    this.prefix = ByteSequence.from(prefix, StandardCharsets.UTF_8);
    this.last = last;
    this.sink = sink;
  }

  /**
   * Begins behind the last recorded revision.
   *
   * @param last the newest recorded revision, asked for at each new beginning
   */
  static MemberStream start(
      String url, String prefix, LongSupplier last, Consumer<WatchResponse> sink) {
    MemberStream stream = new MemberStream(url, prefix, last, sink);
    Thread.ofVirtual().name("record").start(stream::follow);
    return stream;
  }

  private void follow() {
    try {
      while (watchAgain()) {
        awaitEnd();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean watchAgain() {
    long from = last.getAsLong() + 1;
    synchronized (this) {
      if (watcher != null) {
        watcher.close();
      }
      if (closed) {
        return false;
      }
      broken = false;
      heard = false;
      watcher =
          client
              .getWatchClient()
              .watch(
                  prefix,
                  WatchOption.builder().isPrefix(true).withRevision(from).build(),
                  Watch.listener(this::hear, _ -> end(), this::end));
      return true;
    }
  }

  private void hear(WatchResponse response) {
    synchronized (this) {
      heard = true;
    }
    sink.accept(response);
  }

  private synchronized void end() {
    broken = true;
    notifyAll();
  }

  private synchronized void awaitEnd() throws InterruptedException {
    while (!broken && !closed) {
      heard = false;
      wait(SILENCE_MAX.toMillis());
      if (!heard) {
        return;
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (watcher != null) {
        watcher.close();
      }
      notifyAll();
    }
    client.close();
  }
}
