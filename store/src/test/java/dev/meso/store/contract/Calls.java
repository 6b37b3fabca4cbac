package dev.meso.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Guard;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls to a store that wait for the answer. */
public record Calls(Store store) {
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  /** The answer of a call that must have one. */
  public static <T> T answer(CompletionStage<T> call) {
    try {
      return call.toCompletableFuture().get(2 * DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof StoreException why) {
        throw why;
      }
      throw new AssertionError("Failed with something else than a StoreException", failed);
    } catch (TimeoutException late) {
      throw new AssertionError("A call did not keep its deadline", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CompletionException(interrupted);
    }
  }

  /** How a call failed that must fail; what it fails with is a StoreException and nothing else. */
  public static StoreException.Kind failure(CompletionStage<?> call) {
    try {
      Object answer = answer(call);
      throw new AssertionError("Expected a failure, found " + answer);
    } catch (StoreException failed) {
      assertThat(failed).hasMessageMatching("(?s).+");
      return failed.kind();
    }
  }

  public TxnResult commit(List<Guard> guards, Write... writes) {
    return answer(store.commit(new Txn(guards, List.of(writes)), DEADLINE));
  }

  /** Puts without a comparison; the answer is the revision. */
  public long put(String key, String value) {
    TxnResult result = commit(List.of(), new Write.Put(key, value));
    assertThat(result.committed()).isTrue();
    return result.revision();
  }

  public long put(String key, String value, long lease) {
    return commit(List.of(), new Write.Put(key, value, lease)).revision();
  }

  public long delete(String key) {
    return commit(List.of(), new Write.Delete(key)).revision();
  }

  public Optional<Entry> get(String key) {
    return range(RangeRequest.key(key)).entries().stream().findFirst();
  }

  public RangeResult range(RangeRequest request) {
    return answer(store.range(request, DEADLINE));
  }

  /** A prefix in pages of this size, all at the revision of the first. */
  public List<Entry> all(String prefix, int page) {
    RangeResult first = range(new RangeRequest(prefix, true, 0, "", page, false));
    var all = new java.util.ArrayList<>(first.entries());
    for (RangeResult last = first; last.more(); ) {
      last =
          range(new RangeRequest(prefix, true, first.revision(), all.getLast().key(), page, false));
      all.addAll(last.entries());
    }
    return all;
  }

  public long revision() {
    return range(RangeRequest.key("/nothing")).revision();
  }

  public long grant(Duration ttl) {
    return answer(store.grant(ttl, DEADLINE));
  }
}
