package dev.meso.store.etcd;

import static dev.meso.store.contract.Calls.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.contract.Calls;
import dev.meso.store.contract.Recorder;
import dev.meso.store.contract.Recorder.Signal;
import dev.meso.store.memory.MemorySubject;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Guard;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations have the same results in memory and in a real etcd, revision by revision. */
@NeedsEtcd
class SameAnswersTest {
  private static final int OPERATIONS = 300;
  private static final int KEYS = 6;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(longs = {1, 20260101, 777})
  void memoryAnswersAsEtcdDoes(long seed) {
    List<String> inMemory;
    try (MemorySubject memory = new MemorySubject()) {
      inMemory = new Run(memory.store(), seed).all();
    }
    List<String> inEtcd;
    try (LocalSubject etcd = new LocalSubject(dir)) {
      inEtcd = new Run(etcd.store(), seed).all();
    }
    assertThat(inMemory).as("seed %d", seed).isEqualTo(inEtcd);
  }

  /** One run of the same operations against one store; what is drawn depends on nothing else. */
  private static final class Run {
    private final Store store;
    private final SplittableRandom random;
    private final List<String> results = new ArrayList<>();
    private final List<Long> leases = new ArrayList<>();
    private long revision = 1;
    private long compacted;

    Run(Store store, long seed) {
      this.store = store;
      this.random = new SplittableRandom(seed);
    }

    List<String> all() {
      for (int i = 0; i < OPERATIONS; i++) {
        int kind = random.nextInt(100);
        results.add(i + ": " + (kind < 55 ? commit() : kind < 85 ? range() : other(kind)));
      }
      results.add("watched: " + watched());
      return results;
    }

    private String commit() {
      List<Guard> guards = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        guards.add(guard());
      }
      List<Write> writes = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        writes.add(write());
      }
      Txn txn = new Txn(guards, writes);
      return txn.guards().size()
          + "/"
          + writes.size()
          + " -> "
          + told(
              store.commit(txn, DEADLINE),
              result -> {
                revision = Math.max(revision, result.revision());
                return result.committed() + " " + result.revision() + shown(result.present());
              });
    }

    private Guard guard() {
      String key = key();
      long at = Math.max(0, revision - random.nextInt(8));
      return switch (random.nextInt(6)) {
        case 0 -> Guard.absent(key);
        case 1 -> new Guard.Present(key);
        case 2 -> new Guard.ModRevisionIs(key, at);
        case 3 -> new Guard.CreateRevisionIs(key, at);
        default -> new Guard.ModRevisionBelow(key, at + 1);
      };
    }

    private Write write() {
      String key = key();
      if (random.nextInt(4) == 0) {
        return new Write.Delete(key);
      }
      // Sometimes a lease that is gone or never was.
      int lease = random.nextInt(leases.size() + 6);
      long id = lease < leases.size() ? leases.get(lease) : lease == leases.size() ? 4711 : 0;
      return new Write.Put(key, "v" + random.nextInt(100), id);
    }

    private String range() {
      long at = random.nextInt(2) == 0 ? 0 : Math.max(1, revision + 2 - random.nextInt(12));
      boolean prefix = random.nextInt(3) > 0;
      String after = prefix && random.nextInt(2) == 0 ? key() : "";
      RangeRequest request =
          prefix
              ? new RangeRequest("/k", true, at, after, 1 + random.nextInt(4), false)
              : new RangeRequest(key(), false, at, "", 0, random.nextBoolean());
      return request
          + " -> "
          + told(
              store.range(request, DEADLINE),
              read -> read.revision() + " " + read.more() + shown(read.entries()));
    }

    private String other(int kind) {
      if (kind < 90) {
        return "grant -> "
            + told(store.grant(Duration.ofMinutes(10), DEADLINE), id -> "" + leases.add(id));
      }
      if (kind < 96) {
        int index = random.nextInt(leases.size() + 1);
        long lease = index < leases.size() ? leases.get(index) : 4711;
        return kind < 93
            ? "keepAlive " + index + " -> " + told(store.keepAlive(lease, DEADLINE), t -> "" + t)
            : "revoke " + index + " -> " + told(store.revoke(lease, DEADLINE), _ -> "gone");
      }
      long at = Math.max(1, revision + 1 - random.nextInt(10));
      return "compact "
          + at
          + " -> "
          + told(
              store.compact(at, DEADLINE),
              _ -> {
                compacted = Math.max(compacted, at);
                return "done";
              });
    }

    /** Everything that is left of the history, as a watch tells it. */
    private String watched() {
      Calls calls = new Calls(store);
      long last = calls.put("/k/last", "v");
      Recorder recorder = new Recorder();
      Store.Watch watch = store.watch(new WatchRequest("/k", compacted + 1), recorder);
      recorder.next(Signal.Created.class);
      StringBuilder all = new StringBuilder();
      for (long at = 0; at < last; ) {
        for (Change change : recorder.next(Signal.Changes.class).changes()) {
          at = change.revision();
          all.append(
              switch (change) {
                case Change.Put(Entry entry) -> shown(List.of(entry));
                case Change.Deleted(String key, long gone) -> " " + key + " gone@" + gone;
              });
        }
      }
      watch.cancel();
      return all.toString();
    }

    private String key() {
      return "/k/" + random.nextInt(KEYS);
    }

    private <T> String told(CompletionStage<T> call, java.util.function.Function<T, String> show) {
      try {
        return show.apply(Calls.answer(call));
      } catch (StoreException failed) {
        return failed.kind().toString();
      }
    }

    /** Leases by their number in this run: their ids differ. */
    private String shown(List<Entry> entries) {
      StringBuilder all = new StringBuilder();
      for (Entry entry : entries) {
        all.append(' ').append(entry.key()).append('=').append(entry.value());
        all.append('@').append(entry.createRevision()).append('/').append(entry.modRevision());
        all.append('#').append(entry.lease() == 0 ? -1 : leases.indexOf(entry.lease()));
      }
      return all.toString();
    }
  }
}
