package dev.meso.benchmarks.cluster;

import dev.meso.api.key.Keyspace;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.runtime.ControllerActors;
import dev.meso.controller.runtime.loop.LoopOutput;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.SystemTime;
import dev.meso.store.election.ElectionEffect;
import dev.meso.store.etcd.EtcdAddress;
import dev.meso.store.etcd.EtcdStore;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * How many placements and whole lives of tasks a second a leader writes durably to etcd, beside
 * what the same etcd takes of records of the same number and size. Leader, agents and etcd share
 * the machine. Prints a table; a gate for nothing.
 */
public final class LeaderBench {
  private static final int AGENTS = 10_000;
  private static final int PER_JOB = 1_000;

  /** Rounds before those that count, until the compiler has little left to do. */
  private static final int WARM_UP_ROUNDS_MAX = 16;

  /** What the compiler may still take of one processor in the rounds that count. */
  private static final double COMPILING_MAX = 0.1;

  private static final int ROUNDS = 3;
  private static final int PLACED_JOBS = 30;
  private static final int LIVES_JOBS = 20;
  private static final int ACTOR_THREADS = 3;
  private static final Duration WITHIN = Duration.ofMinutes(3);

  private final Keyspace keyspace = new Keyspace("/meso");
  private final Inhabitants inhabitants = new Inhabitants(keyspace);
  private final CountingStore leader;
  private final EtcdStore others;

  private LeaderBench(CountingStore leader, EtcdStore others) {
    this.leader = leader;
    this.others = others;
  }

  /** Runs it; takes two minutes. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("meso-bench");
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcdOptions.in(directory))) {
      EtcdAddress address = EtcdAddress.parse(etcd.clientUrl().toString());
      try (CountingStore leader = new CountingStore(EtcdStore.connect(address));
          EtcdStore others = EtcdStore.connect(address)) {
        new LeaderBench(leader, others).run();
      }
    } finally {
      delete(directory);
    }
  }

  private void run() {
    inhabitants.agents(AGENTS, new Batches(others));
    ExecutorService executor = Executors.newFixedThreadPool(ACTOR_THREADS);
    SystemTime time = new SystemTime();
    Office office = new Office();
    try (ControllerActors actors =
        ControllerActors.start(
            new ControllerActors.Settings(
                "bench", keyspace, new Decider(Decider.LOST_AFTER, Placer.by(Scoring.SPREAD)), 1),
            new ActorRuntime(leader, executor, time, time),
            office)) {
      actors.stand("http://127.0.0.1:1");
      until("in office", office, office.taken::isDone);
      warmUp("placements", round -> place("warm-up-" + round, PLACED_JOBS, office));
      placements(office);
      lives(office);
    } finally {
      executor.shutdownNow();
    }
  }

  /** A leader works for days: what is measured is not how fast its program is compiled. */
  private static void warmUp(String what, IntConsumer round) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    int rounds = 0;
    double compiling;
    do {
      long compiledBefore = compiler.getTotalCompilationTime();
      long began = System.nanoTime();
      round.accept(rounds++);
      double millis = (System.nanoTime() - began) / 1e6;
      compiling = (compiler.getTotalCompilationTime() - compiledBefore) / millis;
    } while (compiling > COMPILING_MAX && rounds < WARM_UP_ROUNDS_MAX);
    System.out.printf(
        Locale.ROOT,
        "%-62s %10d %32s%n",
        "rounds to warm up, " + what,
        rounds,
        String.format(Locale.ROOT, "compiling %.0f %%", 100 * compiling));
  }

  /** Rounds of placements, each beside as many raw puts of the same size. */
  private void placements(Office office) {
    List<Double> placed = new ArrayList<>();
    List<Double> records = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    long puts = 0;
    long bytes = 0;
    long txns = 0;
    long waited = 0;
    for (int round = 0; round < ROUNDS; round++) {
      puts = leader.puts();
      bytes = leader.bytes();
      txns = leader.txns();
      waited = leader.waitedNanos();
      double seconds = place("placed-" + round, PLACED_JOBS, office);
      puts = leader.puts() - puts;
      bytes = leader.bytes() - bytes;
      txns = leader.txns() - txns;
      waited = leader.waitedNanos() - waited;
      placed.add(PLACED_JOBS * PER_JOB / seconds);
      records.add(puts / seconds);
      raw.add(puts / rawPuts(round, puts, (int) (bytes / puts)));
    }
    row(
        "durable placements/s: " + PLACED_JOBS * PER_JOB + " tasks on 10000 agents",
        placed,
        "15000");
    row("the same, as records/s of " + bytes / puts + " bytes", records, "");
    row("raw puts/s of as many records of that size", raw, "");
    System.out.printf(
        Locale.ROOT,
        "%-62s %9.0f %% %32s%n",
        "records, as a share of raw puts",
        100 * middle(records) / middle(raw),
        "50 %");
    System.out.printf(
        Locale.ROOT,
        "%-62s %10.1f%n",
        "records of one transaction, on average",
        (double) puts / txns);
    System.out.printf(
        Locale.ROOT,
        "%-62s %10.1f%n",
        "milliseconds until a transaction is answered, on average",
        waited / 1e6 / txns);
  }

  /** Makes Jobs and waits until all their tasks are assigned; the time it took in seconds. */
  private double place(String name, int jobs, Office office) {
    long before = leader.assignments();
    long began = System.nanoTime();
    inhabitants.jobs(name, jobs, PER_JOB, new Batches(others));
    until(name, office, () -> leader.assignments() - before >= (long) jobs * PER_JOB);
    double seconds = (System.nanoTime() - began) / 1e9;
    settle(office);
    return seconds;
  }

  private double rawPuts(int round, long count, int bytes) {
    Batches batches = new Batches(others);
    long began = System.nanoTime();
    for (long i = 0; i < count; i++) {
      String key = String.format(Locale.ROOT, "/raw/%d/%08d", round, i);
      batches.put(key, "x".repeat(bytes - key.length()));
    }
    batches.finish();
    return (System.nanoTime() - began) / 1e9;
  }

  private void lives(Office office) {
    List<Double> rates = new ArrayList<>();
    try (QuickAgents agents = new QuickAgents(others, keyspace)) {
      warmUp("lives", round -> live("early-" + round, agents, office));
      for (int round = 0; round < ROUNDS; round++) {
        rates.add(LIVES_JOBS * PER_JOB / live("lives-" + round, agents, office));
      }
    }
    row("whole lives of tasks/s: placed, running, succeeded, cleared", rates, "");
  }

  /** Makes Jobs and waits until all their tasks have ended; the time it took in seconds. */
  private double live(String name, QuickAgents agents, Office office) {
    long before = agents.ended();
    long began = System.nanoTime();
    inhabitants.jobs(name, LIVES_JOBS, PER_JOB, new Batches(others));
    long all = (long) LIVES_JOBS * PER_JOB;
    until(name, office, () -> agents.ended() - before >= all || agents.failure().get() != null);
    if (agents.failure().get() != null) {
      throw new IllegalStateException("agents failed: " + agents.failure().get());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    settle(office);
    return seconds;
  }

  /** Waits until the leader writes nothing more. */
  private void settle(Office office) {
    long[] last = {-1};
    until(
        "at rest",
        office,
        () -> {
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          long now = leader.puts();
          boolean rests = now == last[0];
          last[0] = now;
          return rests;
        });
  }

  private static void until(String what, Office office, BooleanSupplier done) {
    long end = System.nanoTime() + WITHIN.toNanos();
    while (!done.getAsBoolean()) {
      if (office.fault.isDone()) {
        throw new IllegalStateException("the leader failed", office.fault.join());
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(what + ": not within " + WITHIN);
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  @SuppressWarnings("SystemOut")
  private static void row(String what, List<Double> values, String aim) {
    List<Double> sorted = values.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-62s %10.0f %10.0f %10.0f %10s%n",
        what,
        middle(values),
        sorted.getFirst(),
        sorted.getLast(),
        aim);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Hears whether the controller leads, and whether it has failed. */
  private static final class Office implements ControllerActors.Listener {
    final CompletableFuture<Void> taken = new CompletableFuture<>();
    final CompletableFuture<Throwable> fault = new CompletableFuture<>();

    @Override
    public void heard(ElectionEffect effect) {}

    @Override
    public void heard(LoopOutput output) {
      switch (output) {
        case LoopOutput.TookOffice _ -> taken.complete(null);
        case LoopOutput.LeftOffice _, LoopOutput.Resign _ ->
            fault.complete(new IllegalStateException("gave up its office: " + output));
        case LoopOutput.Rejected(String keys, Throwable why) ->
            fault.complete(new IllegalStateException("rejected: " + keys, why));
        case LoopOutput.Unreadable _,
            LoopOutput.Forked _,
            LoopOutput.Decided _,
            LoopOutput.TxnEnded _ -> {
          // Counted where they are written.
        }
      }
    }

    @Override
    public void faulted(String component, Throwable why) {
      fault.complete(why);
    }
  }
}
