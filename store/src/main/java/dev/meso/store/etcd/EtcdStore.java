package dev.meso.store.etcd;

import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A store in etcd, version 3.4 or newer. It uses one connection for requests and one for watches,
 * so that a flood of events does not hold up a lease's renewal; each has a thread of its own, on
 * which the callbacks run: one that blocks holds up all others.
 *
 * <p>While etcd cannot be reached, calls fail at once or at their deadline, and watches end; within
 * about a second after it returned, both work again. Nothing is retried here.
 *
 * <p>Thread-safe.
 */
public final class EtcdStore implements Store {
  /** A page of 5,000 keys with values at their limit of 32 KiB, and room for framing. */
  private static final int MESSAGE_BYTES_MAX = 256 * 1024 * 1024;

  private final EtcdChannel requests;
  private final EtcdChannel watches;
  private final Set<EtcdWatch> open = ConcurrentHashMap.newKeySet();

  private EtcdStore(EtcdAddress address, int messageBytesMax) {
    this.requests = new EtcdChannel("etcd-requests", address, messageBytesMax);
    this.watches = new EtcdChannel("etcd-watches", address, MESSAGE_BYTES_MAX);
  }

  /** Starts to connect, in the background; etcd need not be there yet. */
  public static EtcdStore connect(EtcdAddress address) {
    return new EtcdStore(address, MESSAGE_BYTES_MAX);
  }

  /** The same with a smaller limit for answers, which a test can exceed. */
  static EtcdStore connect(EtcdAddress address, int messageBytesMax) {
    return new EtcdStore(address, messageBytesMax);
  }

  @Override
  public CompletionStage<RangeResult> range(RangeRequest request, Duration deadline) {
    return Pages.read(requests.grpc(), request, deadline);
  }

  @Override
  public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
    Optional<String> refusal = txn.refusal();
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(
          new StoreException(StoreException.Kind.REJECTED, refusal.get(), null));
    }
    return Call.write(requests.grpc(), KVGrpc.getTxnMethod(), Messages.txn(txn), deadline)
        .answer(Messages::result);
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    EtcdWatch watch = EtcdWatch.on(watches.grpc(), listener, open::remove);
    open.add(watch);
    watch.start(request);
    return watch;
  }

  @Override
  public CompletionStage<Long> grant(Duration ttl, Duration deadline) {
    LeaseGrantRequest request =
        LeaseGrantRequest.newBuilder().setTTL(ttl.plusNanos(999_999_999).toSeconds()).build();
    return Call.write(requests.grpc(), LeaseGrpc.getLeaseGrantMethod(), request, deadline)
        .answer(LeaseGrantResponse::getID);
  }

  @Override
  public CompletionStage<Duration> keepAlive(long lease, Duration deadline) {
    LeaseKeepAliveRequest request = LeaseKeepAliveRequest.newBuilder().setID(lease).build();
    return Call.write(requests.grpc(), LeaseGrpc.getLeaseKeepAliveMethod(), request, deadline)
        .answer(
            answer -> Duration.ofSeconds(Math.max(0, answer.getTTL())),
            failure -> Failures.leaseNotFound(failure) ? Duration.ZERO : null);
  }

  @Override
  public CompletionStage<Void> revoke(long lease, Duration deadline) {
    LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(lease).build();
    return done(
        Call.write(requests.grpc(), LeaseGrpc.getLeaseRevokeMethod(), request, deadline)
            .answer(_ -> true, failure -> Failures.leaseNotFound(failure) ? true : null));
  }

  @Override
  public CompletionStage<Void> compact(long revision, Duration deadline) {
    CompactionRequest request = CompactionRequest.newBuilder().setRevision(revision).build();
    return done(
        Call.write(requests.grpc(), KVGrpc.getCompactMethod(), request, deadline)
            .answer(_ -> true, failure -> Failures.alreadyCompacted(failure) ? true : null));
  }

  /**
   * Ends both connections. Watches hear nothing any more; calls without an answer fail. Does not
   * wait.
   */
  @Override
  public void close() {
    open.forEach(EtcdWatch::cancel);
    requests.close();
    watches.close();
  }

  private static CompletionStage<@Nullable Void> done(CompletionStage<Boolean> answer) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    var _ =
        answer.whenComplete(
            (_, failure) -> {
              if (failure == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(failure);
              }
            });
    return done;
  }
}
