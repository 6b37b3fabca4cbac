package dev.meso.benchmarks.api;

import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes tasks at a steady rate, as another API server would: their spec keys, some in one
 * transaction.
 */
final class Changes {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Store store;
  private final TaskRecords records;
  private final int tasks;
  private long sequence;

  Changes(Store store, TaskRecords records, int tasks) {
    this.store = store;
    this.records = records;
    this.tasks = tasks;
  }

  /** Makes every task. */
  void create(int batch) {
    for (int from = 0; from < tasks; from += batch) {
      List<Txn.Write> writes = new ArrayList<>();
      for (int i = from; i < Math.min(from + batch, tasks); i++) {
        writes.add(new Txn.Write.Put(records.key(i), records.value(i, 0)));
      }
      commit(writes).join();
    }
  }

  /**
   * Changes them for a while, and waits until the last change is stored.
   *
   * @param perSecond changes each second, a multiple of {@code perTransaction}
   * @return how many changes were made
   */
  long run(int perSecond, int perTransaction, Duration time) {
    long pause = Duration.ofSeconds(1).toNanos() * perTransaction / perSecond;
    long begin = System.nanoTime();
    List<CompletableFuture<TxnResult>> open = new ArrayList<>();
    long made = 0;
    for (long due = begin; due < begin + time.toNanos(); due += pause) {
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      List<Txn.Write> writes = new ArrayList<>();
      for (int i = 0; i < perTransaction; i++) {
        int number = (int) (sequence++ % tasks);
        writes.add(new Txn.Write.Put(records.key(number), records.value(number, sequence)));
      }
      made += writes.size();
      open.add(commit(writes));
      open.removeIf(CompletableFuture::isDone);
    }
    open.forEach(CompletableFuture::join);
    return made;
  }

  private CompletableFuture<TxnResult> commit(List<Txn.Write> writes) {
    return store.commit(new Txn(List.of(), writes), DEADLINE).toCompletableFuture();
  }
}
