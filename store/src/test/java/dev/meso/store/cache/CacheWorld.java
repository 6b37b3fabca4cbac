package dev.meso.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.time.Now;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.memory.Faults;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A cache on a store in memory, on virtual time, and a user who writes. */
final class CacheWorld {
  static final Duration DEADLINE = Duration.ofSeconds(5);

  final VirtualScheduler time;
  final MemoryStore server;
  final Store user;
  final VirtualProcess process;
  final Cache cache;

  CacheWorld(VirtualScheduler time, Faults faults) {
    this(time, faults, UnaryOperator.identity());
  }

  CacheWorld(VirtualScheduler time, Faults faults, UnaryOperator<Store> between) {
    this.time = time;
    server = MemoryStore.builder(time).faults(faults).build();
    user = server.as("user");
    process = new VirtualProcess(time, between.apply(server.as("cache")));
    cache = Cache.start(config(), process.runtime(), process.faultHandler());
  }

  static CacheConfig config() {
    return CacheConfig.controller(
        "/meso/",
        new CacheConfig.BarrierKey("/meso/barrier/c1", "c1"),
        "/meso/alive/",
        Duration.ofSeconds(2),
        1);
  }

  void put(String key, String value) {
    commit(new Txn.Write.Put("/meso/" + key, value));
  }

  void delete(String key) {
    commit(new Txn.Write.Delete("/meso/" + key));
  }

  void commit(Txn.Write... writes) {
    var _ = user.commit(new Txn(List.of(), List.of(writes)), DEADLINE);
    time.settle();
  }

  void seconds(double seconds) {
    time.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  /** What the store holds, without the barrier, which never rests. */
  List<Entry> truth() {
    List<Entry> entries = new ArrayList<>();
    CompletionStage<?> read =
        user.range(RangeRequest.prefix("/meso/"), DEADLINE)
            .thenAccept(page -> entries.addAll(page.entries()));
    time.settle();
    assertThat(read.toCompletableFuture()).isCompleted();
    return quiet(entries);
  }

  List<Entry> held() {
    return quiet(cache.list("").entries());
  }

  static List<Entry> quiet(List<Entry> entries) {
    return entries.stream().filter(e -> !e.key().startsWith("/meso/barrier/")).toList();
  }

  /** Keeps its own copy by what it hears, and a log. */
  static final class Mirror implements CacheListener {
    final TreeMap<String, Entry> copy = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    long last;
    int wrong;

    @Override
    public void onRevision(long revision, List<CacheChange> changes) {
      if (revision <= last) {
        wrong++;
      }
      last = revision;
      changes.forEach(this::apply);
      List<String> keys =
          changes.stream()
              .map(CacheChange::key)
              .filter(key -> !key.startsWith("/meso/barrier/"))
              .toList();
      if (!keys.isEmpty()) {
        log.add("revision " + keys);
      }
    }

    @Override
    public void onReset(CacheReset reset) {
      last = reset.revision();
      reset.differences().forEach(this::apply);
      log.add("reset " + reset.why() + (reset.sameHistory() ? "" : " other history"));
    }

    @Override
    public void onExpired(String why) {
      log.add("expired " + why);
    }

    @Override
    public void onReachable(Now since) {
      log.add("reachable");
    }

    @Override
    public void onUnreachable(Now since, String why) {
      log.add("unreachable");
    }

    private void apply(CacheChange change) {
      switch (change) {
        case CacheChange.Put(Entry entry, Entry previous) -> {
          Entry old = copy.put(entry.key(), entry);
          wrong += java.util.Objects.equals(old, previous) ? 0 : 1;
        }
        case CacheChange.Deleted(Entry previous) -> {
          Entry old = copy.remove(previous.key());
          wrong += previous.equals(old) ? 0 : 1;
        }
      }
    }
  }
}
