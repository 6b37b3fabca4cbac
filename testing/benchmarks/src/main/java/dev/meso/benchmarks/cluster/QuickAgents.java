package dev.meso.benchmarks.cluster;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All agents at once: each attempt that is assigned is reported as running, then as succeeded, and
 * its report is removed when its assignment is. Many reports share a transaction, which those of
 * real agents do not: what is measured is the leader.
 */
final class QuickAgents implements AutoCloseable {
  private static final int FLIGHTS_MAX = 16;
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** One more write of a report, and what follows once it is stored. */
  private record Step(Txn.Write write, Runnable then) {}

  private final Store store;
  private final Keyspace keyspace;
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final Semaphore flights = new Semaphore(FLIGHTS_MAX);
  private final AtomicLong ended = new AtomicLong();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final Thread writer;
  private final Store.Watch watch;

  QuickAgents(Store store, Keyspace keyspace) {
    this.store = store;
    this.keyspace = keyspace;
    this.writer = Thread.ofPlatform().name("agents").daemon().start(this::write);
    this.watch = store.watch(new WatchRequest(keyspace.root() + "/assignments/", 0), new Heard());
  }

  /** Attempts whose assignments are gone. */
  long ended() {
    return ended.get();
  }

  /** Why they stopped, if they did. */
  AtomicReference<String> failure() {
    return failure;
  }

  private void assigned(Assignment assignment, Key.Report key) {
    Instant at = Instant.now();
    String text = keyspace.text(key);
    steps.add(
        new Step(
            new Txn.Write.Put(text, report(assignment, TaskPhase.RUNNING, at)),
            () ->
                steps.add(
                    new Step(
                        new Txn.Write.Put(text, report(assignment, TaskPhase.SUCCEEDED, at)),
                        () -> {}))));
  }

  private static String report(Assignment assignment, TaskPhase phase, Instant at) {
    boolean over = phase.terminal();
    return Json.write(
        new Report(
            assignment.namespace(),
            assignment.task(),
            assignment.taskUid(),
            assignment.attempt(),
            phase,
            0,
            over ? 0 : null,
            null,
            null,
            null,
            at,
            over ? at : null,
            List.of(
                new Report.ContainerReport(
                    "main",
                    over ? Report.ContainerReport.ENDED : Report.ContainerReport.RUNNING,
                    over ? null : 1L,
                    0,
                    over ? 0 : null,
                    null,
                    null)),
            List.of(
                new Report.Transition(
                    over ? 2 : 1, assignment.taskUid() + "/" + phase, phase, at, null))));
  }

  private void write() {
    try {
      List<Step> batch = new ArrayList<>();
      while (!Thread.interrupted()) {
        batch.add(steps.take());
        steps.drainTo(batch, Batches.PER_TXN - 1);
        send(distinct(batch));
        batch.clear();
      }
    } catch (InterruptedException _) {
      // It was closed.
    }
  }

  /** A transaction takes a key once; what comes twice waits for the next. */
  private List<Step> distinct(List<Step> batch) {
    Set<String> keys = new LinkedHashSet<>();
    List<Step> first = new ArrayList<>();
    for (Step step : batch) {
      if (keys.add(step.write().key())) {
        first.add(step);
      } else {
        steps.add(step);
      }
    }
    return first;
  }

  private void send(List<Step> batch) throws InterruptedException {
    flights.acquire();
    store
        .commit(new Txn(List.of(), batch.stream().map(Step::write).toList()), DEADLINE)
        .whenComplete(
            (_, why) -> {
              flights.release();
              if (why == null) {
                batch.forEach(step -> step.then().run());
              } else {
                failure.compareAndSet(null, String.valueOf(why.getMessage()));
              }
            });
  }

  @Override
  public void close() {
    watch.cancel();
    writer.interrupt();
  }

  private final class Heard implements WatchListener {
    @Override
    public void onCreated(long revision, long clusterId) {}

    @Override
    public void onChanges(List<Change> changes, boolean complete) {
      for (Change change : changes) {
        if (!(keyspace.parse(change.key()) instanceof Key.Assignment(String agent, var attempt))) {
          continue;
        }
        Key.Report report = new Key.Report(agent, attempt);
        switch (change) {
          case Change.Put(var entry) -> {
            if (entry.createRevision() == entry.modRevision()) {
              assigned(Json.read(Assignment.class, entry.value()), report);
            }
          }
          case Change.Deleted _ -> {
            ended.incrementAndGet();
            steps.add(new Step(new Txn.Write.Delete(keyspace.text(report)), () -> {}));
          }
        }
      }
    }

    @Override
    public void onProgress(long revision) {}

    @Override
    public void onEnd(WatchEnd end) {
      failure.compareAndSet(null, "the watch ended: " + end);
    }
  }
}
