package dev.meso.store.etcd;

import com.google.protobuf.ByteString;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads a page of keys. A page that is too large for one message is read again in halves: it then
 * holds fewer keys than asked for, and says that more follow. Keys that are no UTF-8 are not ours
 * and are left out; a page of nothing else is passed over, so that every page but the last has a
 * key to continue behind.
 */
final class Pages {
  private final ManagedChannel channel;
  private final RangeRequest request;
  private final long until;
  private final CompletableFuture<RangeResult> result = new CompletableFuture<>();

  private Pages(ManagedChannel channel, RangeRequest request, Duration deadline) {
    this.channel = channel;
    this.request = request;
    this.until = System.nanoTime() + deadline.toNanos();
  }

  static CompletionStage<RangeResult> read(
      ManagedChannel channel, RangeRequest request, Duration deadline) {
    ByteString from =
        request.after().isEmpty()
            ? request.prefix() ? Messages.firstOf(request.key()) : Messages.bytes(request.key())
            : behind(Messages.bytes(request.after()));
    Pages pages = new Pages(channel, request, deadline);
    pages.page(from, request.revision(), request.limit());
    return pages.result;
  }

  private void page(ByteString from, long revision, int limit) {
    var range =
        io.etcd.jetcd.api.RangeRequest.newBuilder()
            .setKey(from)
            .setRevision(revision)
            .setLimit(limit)
            .setKeysOnly(request.keysOnly());
    if (request.prefix()) {
      range.setRangeEnd(Messages.endOf(request.key()));
    }
    Duration left = Duration.ofNanos(until - System.nanoTime());
    var call = Call.read(channel, KVGrpc.getRangeMethod(), range.build(), left);
    call.then(
        (response, failure) -> {
          if (response != null) {
            take(response, limit);
          } else if (failure != null && limit > 1 && Failures.answerTooLarge(failure)) {
            page(from, revision, limit / 2);
          } else if (failure != null) {
            result.completeExceptionally(call.means(failure));
          }
        });
  }

  private void take(RangeResponse response, int limit) {
    List<KeyValue> raw = response.getKvsList();
    List<Entry> entries = raw.stream().map(Messages::entry).flatMap(Optional::stream).toList();
    long revision = response.getHeader().getRevision();
    if (entries.isEmpty() && response.getMore()) {
      long at = request.revision() == 0 ? revision : request.revision();
      page(behind(raw.getLast().getKey()), at, limit);
    } else {
      long cluster = response.getHeader().getClusterId();
      result.complete(new RangeResult(entries, response.getMore(), revision, cluster));
    }
  }

  /** The smallest key behind this one. */
  private static ByteString behind(ByteString key) {
    return key.concat(Messages.ALL);
  }
}
