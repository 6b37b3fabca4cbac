package dev.meso.system.chaos;

import dev.meso.simulation.check.AgentFact;
import dev.meso.simulation.check.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One run: starts a cluster, harms it under load for a while, heals it, waits until it has settled,
 * checks, deletes everything and checks that it is gone. {@link #close} ends every process that the
 * run started, whenever it is called.
 */
final class ChaosRun implements AutoCloseable {
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
  private static final Duration GONE_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);

  /** The last conditions may be written a little after the last task runs. */
  private static final Duration CALM_AFTER = Duration.ofSeconds(3);

  private static final Duration QUIET_FOR = Duration.ofSeconds(4);
  private static final int DELETE_TRIES_MAX = 20;
  private static final int APP_USERS = 6;
  private static final int JOB_USERS = 4;

  /** Later than any request can wait in a stopped process, or behind a cut. */
  private static final Duration UNCERTAIN_FOR = Duration.ofSeconds(60);

  private final RunSettings settings;
  private final RunClock time = new RunClock();
  private final RunClock load = new RunClock();
  private final Journal journal;
  private final Ledger ledger = new Ledger();
  private final Lives lives;
  private final Findings findings;
  private final boolean smallDisks;
  private final ChaosCluster cluster;
  private final RecordChecks record;
  private final Recorder recorder;
  private final Users users;
  private final Injector injector;
  private final Settlement settlement;
  private boolean closed;

  /** Prepares a run; nothing runs yet. */
  ChaosRun(RunSettings settings, Consumer<String> terminal) {
    this.settings = settings;
    try {
      Files.createDirectories(settings.directory().resolve("lives"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal = new Journal(time, terminal, settings.directory());
    lives = new Lives(settings.directory().resolve("lives"));
    smallDisks = SmallDisk.possible(settings.directory());
    if (!smallDisks) {
      journal.say("Skipped: full disks, since this user may not mount file systems here");
    }
    cluster = new ChaosCluster(settings.directory(), smallDisks);
    record = new RecordChecks(ledger, settings.directory());
    recorder = new Recorder(cluster.etcd().urls(), ChaosCluster.ROOT, time, record::observe);
    findings = new Findings(time, recorder::last, journal);
    users = new Users(cluster.servers(), findings, journal);
    injector = new Injector(cluster, load, journal, () -> record.storeBack(time.now()));
    settlement = new Settlement(cluster, users, lives);
  }

  /** The whole run. */
  RunResult run() throws InterruptedException {
    cluster.start();
    journal.say("Cluster is ready, seed " + settings.seed());
    harm();
    journal.say("Faults and load are over");
    await("settled", SETTLED_WITHIN, settlement::unsettled);
    checkRecord();
    List<AgentFact> agents =
        cluster.lanes().getOrDefault(FaultKind.Lane.AGENTS, List.of()).stream()
            .map(name -> new AgentFact(name, true))
            .toList();
    record.settled(time.now(), agents).forEach(findings::add);
    stayQuiet();
    List<Promise> promises = users.promises();
    new LifeChecks(ledger, findings).check(lives.all());
    new PromiseChecks(ledger, findings).check(promises, lives.all());
    deleteAll(promises);
    await("gone", GONE_WITHIN, settlement::left);
    checkRecord();
    record.report(findings);
    return result();
  }

  /** A settled cluster writes nothing but what keeps leases and barriers alive. */
  private void stayQuiet() {
    Duration since = time.now().plus(CALM_AFTER);
    time.pause(CALM_AFTER.plus(QUIET_FOR));
    List<Violation> writes = record.quietSince(since);
    findings.check("quiet", writes.isEmpty(), writes::toString);
  }

  private void harm() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    Manuscript manuscript = new Manuscript(settings.directory().resolve("lives"));
    for (int i = 0; i < APP_USERS + JOB_USERS; i++) {
      String plural = i < APP_USERS ? "apps" : "jobs";
      String name = (i < APP_USERS ? "app-" : "job-") + (char) ('a' + i);
      User user = new User(users, manuscript, load, settings.seed() * 101 + i, plural, name);
      threads.add(Thread.ofVirtual().name(name).start(user::run));
    }
    threads.add(Thread.ofVirtual().name("watch").start(this::watchOver));
    Set<FaultKind> skipped =
        smallDisks ? EnumSet.noneOf(FaultKind.class) : EnumSet.of(FaultKind.AGENT_DISK_FULL);
    injector.run(FaultPlan.draw(settings.seed(), settings.faults(), cluster.lanes(), skipped));
    load.stop();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Tells how it goes, starts again what ended by itself, and tidies names that were given up. */
  private void watchOver() {
    Duration told = time.now();
    while (load.pause(LOOK_EVERY)) {
      for (Daemon daemon : cluster.daemons()) {
        if (daemon.died()) {
          users.accuse("daemon-lives", daemon.name() + " ended by itself; see " + daemon.log());
          daemon.restart();
        }
      }
      if (time.now().minus(told).compareTo(TELL_EVERY) >= 0) {
        told = time.now();
        tidy();
        journal.say(
            recorder.revisions()
                + " revisions, "
                + ledger.attempts()
                + " attempts of "
                + ledger.tasks()
                + " tasks, "
                + lives.beating().size()
                + " processes, answers "
                + users.outcomes());
      }
    }
  }

  private void tidy() {
    for (Promise promise : users.promises()) {
      Optional<Duration> since = promise.uncertainSince();
      if (since.isPresent()
          && !promise.possible().equals(List.of(Optional.<Want>empty()))
          && time.now().minus(since.get()).compareTo(UNCERTAIN_FOR) > 0) {
        delete(promise);
      }
    }
  }

  private void deleteAll(List<Promise> promises) {
    for (Promise promise : promises) {
      if (!promise.possible().equals(List.of(Optional.<Want>empty()))) {
        int tries = 0;
        while (!delete(promise) && tries++ < DELETE_TRIES_MAX && time.pause(LOOK_EVERY)) {
          journal.note("deleting again: " + promise);
        }
      }
    }
  }

  /** Asks once; whether an answer says that the object goes. */
  private boolean delete(Promise promise) {
    Outcome outcome =
        users.send(
            new java.util.Random(settings.seed()),
            "DELETE",
            Users.collection(promise.plural()) + "/" + promise.name(),
            "");
    boolean mayBeAbsent = promise.possible().contains(Optional.<Want>empty());
    if (outcome.kind() == Outcome.Kind.ACKNOWLEDGED
        || (outcome.kind() == Outcome.Kind.NOT_FOUND && mayBeAbsent)) {
      promise.deleted();
      return true;
    }
    if (outcome.kind() == Outcome.Kind.UNKNOWN) {
      promise.unknown(Optional.empty(), promise.uncertainSince().orElse(time.now()));
    }
    return false;
  }

  private void await(String what, Duration within, Supplier<List<String>> reasons)
      throws InterruptedException {
    Duration start = time.now();
    List<String> left = reasons.get();
    while (!left.isEmpty() && time.now().minus(start).compareTo(within) < 0) {
      if (!time.pause(LOOK_EVERY)) {
        throw new InterruptedException("The run was asked to stop");
      }
      left = reasons.get();
    }
    tell(what, left, start);
  }

  private void tell(String what, List<String> left, Duration start) {
    if (left.isEmpty()) {
      journal.say("All is " + what + " after " + time.now().minus(start).toMillis() + " ms");
    } else {
      journal.say("Not " + what + " after " + time.now().minus(start).toMillis() + " ms");
    }
    findings.check(what, left.isEmpty(), () -> left.size() + " reasons, which follow");
    for (String reason : left) {
      int colon = reason.indexOf(':');
      findings.check(reason.substring(0, colon), false, () -> reason.substring(colon + 2));
    }
  }

  /** Waits until the record has all that etcd has, and compares the two. */
  private void checkRecord() throws InterruptedException {
    await(
        "recorded",
        Duration.ofSeconds(20),
        () ->
            cluster
                .etcd()
                .gateway()
                .list(ChaosCluster.ROOT)
                .flatMap(recorder::difference)
                .map(difference -> List.of("record-complete: " + difference))
                .orElse(List.of()));
  }

  private RunResult result() {
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put("revisions", recorder.revisions());
    counts.put("tasks", (long) ledger.tasks());
    counts.put("attempts", (long) ledger.attempts());
    counts.put("processes", (long) lives.all().size());
    for (String plural : List.of("apps", "jobs")) {
      counts.put(
          plural,
          users.promises().stream()
              .filter(promise -> promise.plural().equals(plural))
              .flatMap(promise -> promise.acknowledged().stream())
              .map(Promise.Acknowledged::uid)
              .distinct()
              .count());
    }
    return new RunResult(
        settings.seed(),
        time.now(),
        injector.done(),
        counts,
        users.outcomes(),
        findings.evaluated(),
        findings.violations());
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    load.stop();
    time.stop();
    recorder.close();
    cluster.close();
    record.close();
    journal.close();
  }
}
