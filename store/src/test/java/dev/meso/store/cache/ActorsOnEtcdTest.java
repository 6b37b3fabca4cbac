package dev.meso.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Keyspace;
import dev.meso.api.time.Now;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.SystemTime;
import dev.meso.store.election.ElectionActor;
import dev.meso.store.election.ElectionConfig;
import dev.meso.store.election.ElectionEffect;
import dev.meso.store.election.ElectionMessage;
import dev.meso.store.election.LeaderHints;
import dev.meso.store.etcd.EtcdAddress;
import dev.meso.store.etcd.EtcdStore;
import dev.meso.store.etcd.NeedsEtcd;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import dev.meso.store.lease.LeaseConfig;
import dev.meso.store.lease.LeaseEffect;
import dev.meso.store.lease.LeaseKeeper;
import dev.meso.store.lease.LeaseMessage;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cache, election and lease keeper together on a real etcd that is killed and comes back. */
@NeedsEtcd
class ActorsOnEtcdTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String LEADER = "/meso/leader";
  private static final String ALIVE = "/meso/alive/a-1";

  @TempDir private Path dir;
  private final SystemTime time = new SystemTime();
  private final Said said = new Said();
  private final List<AutoCloseable> open = new ArrayList<>();
  private LocalEtcdOptions options;
  private LocalEtcd etcd;
  private Store user;

  @BeforeEach
  void start() {
    options = LocalEtcdOptions.in(dir);
    etcd = LocalEtcd.start(options);
    user = connect();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
    etcd.kill();
  }

  @Test
  void everythingContinuesAfterEtcdWasKilledAndRestarted() throws Exception {
    Cache cache = cache();
    var _ = cache.subscribe("/meso/spec/", 0, new Told());
    ActorHost<ElectionMessage, ElectionEffect> a = candidate("c-a", cache);
    said.await("c-a elected");
    candidate("c-b", cache);
    ActorHost<LeaseMessage, LeaseEffect> agent = agent();
    said.await("session");
    await(cache.fresh(DEADLINE));
    assertThat(cache.get(ALIVE)).isPresent();
    assertThat(said.lines).contains("fence " + revisionOf(cache, LEADER));
    assertThat(said.lines).contains("session " + revisionOf(cache, ALIVE));

    a.tell(new ElectionMessage.Close());
    said.await("c-a closed");
    said.await("c-b elected");
    long second = put("/meso/spec/x", "1");
    await(cache.reached(second, DEADLINE));
    said.await("revision " + second);
    said.await("reachable");

    etcd.kill();
    said.await("unreachable");
    said.await("c-b deposed");
    said.lines.clear();
    etcd = LocalEtcd.start(options);
    said.await("reachable");
    said.await("c-b elected");
    long third = put("/meso/spec/x", "2");
    await(cache.reached(third, DEADLINE));
    await(cache.fresh(DEADLINE));
    assertThat(cache.get("/meso/spec/x").orElseThrow().value()).isEqualTo("2");
    RangeResult truth = await(user.range(RangeRequest.prefix("/meso/spec/"), DEADLINE));
    assertThat(cache.list("/meso/spec/").entries()).isEqualTo(truth.entries());

    agent.tell(new LeaseMessage.Close());
    said.await("agent closed");
    await(cache.fresh(DEADLINE));
    assertThat(cache.get(ALIVE)).isEmpty();
    assertThat(said.lines).noneMatch(line -> line.startsWith("fault"));
  }

  @Test
  void compactedHistoryIsListedAnew() throws Exception {
    Cache cache = cache();
    var _ = cache.subscribe("", 0, new Told());
    said.await("reachable");
    etcd.kill();
    said.await("unreachable");
    cache.close();
    etcd = LocalEtcd.start(options);
    awaitAnswer();
    long last = 0;
    for (int i = 0; i < 10; i++) {
      last = put("/meso/spec/x", "v" + i);
    }
    await(user.compact(last, DEADLINE));
    Cache later = cache();
    await(later.fresh(DEADLINE));
    assertThat(later.get("/meso/spec/x").orElseThrow().value()).isEqualTo("v9");
    // A subscriber that heard the first cache can not go on with the second one.
    var _ = later.subscribe("", last - 3, new Told());
    said.await("expired");
  }

  private Cache cache() {
    CacheConfig config =
        CacheConfig.controller(
            "/meso/",
            new CacheConfig.BarrierKey("/meso/barrier/c-a", "c-a"),
            "/meso/alive/",
            LeaseConfig.AGENT_TTL,
            1);
    Cache cache = Cache.start(config, runtime(), this::fault);
    open.add(cache);
    return cache;
  }

  private ActorHost<ElectionMessage, ElectionEffect> candidate(String name, Cache cache) {
    ActorHost<ElectionMessage, ElectionEffect> host =
        new ActorHost<>(
            name,
            new ElectionActor(
                ElectionConfig.of(LEADER, name, "http://127.0.0.1/", name.hashCode())),
            runtime(),
            effect -> {
              switch (effect) {
                case ElectionEffect.Elected(long fence, Duration _) -> {
                  said.say("fence " + fence);
                  said.say(name + " elected");
                }
                case ElectionEffect.Extended _ -> {}
                case ElectionEffect.Deposed _ -> said.say(name + " deposed");
                case ElectionEffect.Closed() -> said.say(name + " closed");
              }
            },
            this::fault);
    open.add(host);
    host.tell(new ElectionMessage.Start());
    var _ = LeaderHints.connect(cache, LEADER, host);
    return host;
  }

  private ActorHost<LeaseMessage, LeaseEffect> agent() {
    ActorHost<LeaseMessage, LeaseEffect> host =
        new ActorHost<>(
            "lease",
            new LeaseKeeper(LeaseConfig.of(new Keyspace("/meso"), "a-1", "uid", "boot", 5)),
            runtime(),
            effect -> {
              switch (effect) {
                case LeaseEffect.SessionStarted(String _, long _, long revision) ->
                    said.say("session " + revision);
                case LeaseEffect.SessionExtended _ -> {}
                case LeaseEffect.SessionLost _ -> said.say("lost");
                case LeaseEffect.NameTaken(var _, String message) -> said.say(message);
                case LeaseEffect.Superseded(String message) -> said.say(message);
                case LeaseEffect.Closed() -> said.say("agent closed");
              }
            },
            this::fault);
    open.add(host);
    host.tell(new LeaseMessage.Start());
    return host;
  }

  private ActorRuntime runtime() {
    return new ActorRuntime(connect(), ForkJoinPool.commonPool(), time, time);
  }

  private Store connect() {
    Store store = EtcdStore.connect(EtcdAddress.parse(etcd.clientUrl().toString()));
    open.add(store);
    return store;
  }

  private void fault(String actor, Throwable why) {
    said.say("fault of " + actor + ": " + why);
  }

  private long put(String key, String value) throws Exception {
    Txn txn = new Txn(List.of(), List.of(new Txn.Write.Put(key, value)));
    TxnResult result = await(user.commit(txn, DEADLINE));
    assertThat(result.committed()).isTrue();
    return result.revision();
  }

  /** The first calls after a restart may meet the connection that broke. */
  private void awaitAnswer() throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        RangeResult _ = await(user.range(RangeRequest.key("/meso/spec/x"), DEADLINE));
        return;
      } catch (ExecutionException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  private static long revisionOf(Cache cache, String key) {
    return cache.get(key).orElseThrow().createRevision();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(DEADLINE.toSeconds() + 5, TimeUnit.SECONDS);
  }

  /** What was heard, in order; waits for a line. */
  private static final class Said {
    final List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();

    synchronized void say(String line) {
      lines.add(line);
      notifyAll();
    }

    synchronized void await(String start) throws InterruptedException {
      Predicate<String> wanted = line -> line.startsWith(start);
      long end = System.nanoTime() + DEADLINE.toNanos();
      while (lines.stream().noneMatch(wanted)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        assertThat(left).as("waiting for '%s', heard %s", start, lines).isPositive();
        wait(left);
      }
    }
  }

  private final class Told implements CacheListener {
    @Override
    public void onRevision(long revision, List<CacheChange> changes) {
      said.say("revision " + revision);
    }

    @Override
    public void onReset(CacheReset reset) {
      said.say("reset " + reset.why());
    }

    @Override
    public void onExpired(String why) {
      said.say("expired " + why);
    }

    @Override
    public void onReachable(Now since) {
      said.say("reachable");
    }

    @Override
    public void onUnreachable(Now since, String why) {
      // The first one only says that it has not begun.
      if (!why.startsWith("not ")) {
        said.say("unreachable " + why);
      }
    }
  }
}
