package dev.meso.store.etcd;

import dev.meso.store.port.StoreException;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to etcd with one answer. It remembers whether the request ever reached a connection,
 * which is what tells "not applied" from "unknown" when there is no answer.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
final class Call<Q, A> {
  private final String what;
  private final boolean writes;
  private final CompletableFuture<A> answer = new CompletableFuture<>();
  private volatile boolean sent;

  private Call(String what, boolean writes) {
    this.what = what;
    this.writes = writes;
  }

  /** Sends a request that only reads. */
  static <Q, A> Call<Q, A> read(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    return new Call<Q, A>(method.getFullMethodName(), false)
        .send(channel, method, request, deadline);
  }

  /** Sends a request that changes the store. */
  static <Q, A> Call<Q, A> write(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    return new Call<Q, A>(method.getFullMethodName(), true)
        .send(channel, method, request, deadline);
  }

  /** Tells of the answer, or of what came instead, as gRPC says it. */
  void then(BiConsumer<@Nullable A, @Nullable Throwable> told) {
    var _ = answer.whenComplete(told);
  }

  /** What a failure means to the caller. */
  StoreException means(Throwable failure) {
    return Failures.of(what, failure, sent, writes);
  }

  /**
   * The answer, or a {@link StoreException}.
   *
   * @param instead gives an answer in place of some failures, null for the others
   */
  <R> CompletionStage<R> answer(Function<A, R> read, Function<Throwable, @Nullable R> instead) {
    CompletableFuture<R> result = new CompletableFuture<>();
    then(
        (value, failure) -> {
          R other = failure == null ? null : instead.apply(failure);
          if (value != null) {
            result.complete(read.apply(value));
          } else if (other != null) {
            result.complete(other);
          } else if (failure != null) {
            result.completeExceptionally(means(failure));
          }
        });
    return result;
  }

  <R> CompletionStage<R> answer(Function<A, R> read) {
    return answer(read, _ -> null);
  }

  /**
   * Also carries out methods that are streams, with one request and one answer: the stream is
   * closed on our side right after the request, so that nothing of it stays in etcd.
   */
  private Call<Q, A> send(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(new Tracers());
    ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new Answer());
    return this;
  }

  /** Keeps the one answer until the call has ended well. */
  private final class Answer implements StreamObserver<A> {
    private @Nullable A value;

    @Override
    public void onNext(A value) {
      this.value = value;
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      A all = value;
      if (all == null) {
        answer.completeExceptionally(
            io.grpc.Status.INTERNAL.withDescription("an answer without content").asException());
      } else {
        answer.complete(all);
      }
    }
  }

  /** Hears when a connection takes the request: then it may arrive, whatever happens next. */
  private final class Tracers extends ClientStreamTracer.Factory {
    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void streamCreated(Attributes transport, Metadata headers) {
          sent = true;
        }
      };
    }
  }
}
