package dev.meso.benchmarks.cluster;

import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Writes many keys in full transactions, several under way at once. One use, one thread. */
final class Batches {
  /** Puts of one transaction. */
  static final int PER_TXN = 100;

  private static final int FLIGHTS_MAX = 32;
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Store store;
  private final Semaphore flights = new Semaphore(FLIGHTS_MAX);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private List<Txn.Write> writes = new ArrayList<>();

  Batches(Store store) {
    this.store = store;
  }

  void put(String key, String value) {
    write(new Txn.Write.Put(key, value));
  }

  void write(Txn.Write write) {
    writes.add(write);
    if (writes.size() == PER_TXN) {
      send();
    }
  }

  /** Sends what is left and waits for every answer. */
  void finish() {
    if (!writes.isEmpty()) {
      send();
    }
    flights.acquireUninterruptibly(FLIGHTS_MAX);
    flights.release(FLIGHTS_MAX);
    Throwable why = failure.get();
    if (why != null) {
      throw new CompletionException("a batch was not written", why);
    }
  }

  private void send() {
    flights.acquireUninterruptibly();
    store
        .commit(new Txn(List.of(), writes), DEADLINE)
        .whenComplete(
            (_, why) -> {
              if (why != null) {
                failure.compareAndSet(null, why);
              }
              flights.release();
            });
    writes = new ArrayList<>();
  }
}
