package dev.meso.store.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.memory.Applied;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.ScriptedFaults;
import dev.meso.store.memory.SeededFaults;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Candidates on a store that fails as etcd does. */
class ElectionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final VirtualScheduler time = VirtualScheduler.inOrder();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final MemoryStore server = MemoryStore.builder(time).faults(faults).build();
  private final Store admin = server.as("admin");
  private final List<Candidate> candidates = new ArrayList<>();

  @AfterEach
  void nothingWentWrong() {
    candidates.forEach(candidate -> assertThat(candidate.process.faults()).isEmpty());
  }

  @Test
  void oneLeadsAndStays() {
    Candidate a = candidate("a");
    Candidate b = candidate("b");
    seconds(60);
    assertThat(a.log).containsExactly("elected");
    assertThat(a.leads()).isTrue();
    assertThat(a.fence).isEqualTo(leaderKey().createRevision());
    assertThat(leaderKey().value()).contains("\"controller\":\"a\"");
    assertThat(b.log).isEmpty();
  }

  @Test
  void deadLeaderIsSucceededPromptly() {
    Candidate a = candidate("a");
    Candidate b = candidate("b");
    seconds(10);
    a.host.close();
    seconds(4.2);
    assertThat(b.leads()).isTrue();
  }

  @Test
  void closedLeaderRevokesItsLeaseAndIsSucceededAtOnce() {
    Candidate a = candidate("a");
    Candidate b = candidate("b");
    seconds(10);
    a.host.tell(new ElectionMessage.Close());
    seconds(0);
    assertThat(a.log).containsExactly("elected", "deposed: closing", "closed");
    b.host.tell(new ElectionMessage.Look());
    seconds(0.06);
    assertThat(b.leads()).isTrue();
  }

  @Test
  void pausedLeaderStepsDownBeforeItDoesAnything() {
    Candidate a = candidate("a");
    Candidate b = candidate("b");
    seconds(10);
    long old = a.fence;
    a.process.stop();
    seconds(60);
    assertThat(b.leads()).isTrue();
    assertThat(a.leads()).as("by its own clock").isFalse();
    a.process.resume();
    seconds(5);
    assertThat(a.log.get(1)).startsWith("deposed: the lease was not renewed in time");
    assertThat(b.fence).isGreaterThan(old).isEqualTo(leaderKey().createRevision());
    assertThat(b.log).containsExactly("elected");
  }

  @Test
  void cutOffLeaderStepsDownBeforeItsLeaseEndsAtTheStore() {
    Candidate a = candidate("a");
    seconds(10);
    server.disturb(new Disturbance.CutOff("a"));
    for (int i = 0; i < 60; i++) {
      seconds(0.05);
      if (read().isEmpty()) {
        assertThat(a.fence).isZero();
      }
    }
    assertThat(a.log).hasSize(2);
    server.disturb(new Disturbance.Reconnect("a"));
    seconds(5);
    assertThat(a.leads()).isTrue();
  }

  @Test
  void resignationFencesStragglersOfTheOldLeadership() {
    Candidate a = candidate("a");
    seconds(5);
    long old = a.fence;
    // A write of the old leadership that will land late.
    faults.next(Operation.COMMIT, new CallFate.Carried(Duration.ofSeconds(9), Duration.ZERO));
    Txn straggler =
        new Txn(
            List.of(new Txn.Guard.CreateRevisionIs("/meso/leader", old)),
            List.of(new Txn.Write.Put("/meso/late", "1")));
    var _ = server.as("a").commit(straggler, DEADLINE);
    a.host.tell(new ElectionMessage.Resign(old, "outcome of a write is unknown"));
    seconds(2);
    assertThat(a.log)
        .containsExactly("elected", "deposed: outcome of a write is unknown", "elected");
    assertThat(a.fence).isGreaterThan(old);
    seconds(20);
    assertThat(readKey("/meso/late")).isEmpty();
    a.host.tell(new ElectionMessage.Resign(old, "again"));
    seconds(1);
    assertThat(a.log).as("a resignation from an old leadership is ignored").hasSize(3);
  }

  @Test
  void campaignOfUnknownOutcomeThatWasAppliedIsFoundByItsLease() {
    // Applied, but the answer comes too late.
    faults.next(Operation.COMMIT, new CallFate.Carried(Duration.ZERO, Duration.ofSeconds(2)));
    Candidate a = candidate("a");
    seconds(2);
    assertThat(a.log).containsExactly("elected");
    assertThat(a.fence).isEqualTo(leaderKey().createRevision());
  }

  @Test
  void campaignThatLandsLateDoesNoHarm() {
    faults.next(Operation.COMMIT, new CallFate.Carried(Duration.ofSeconds(8), Duration.ZERO));
    Candidate a = candidate("a");
    seconds(3);
    assertThat(a.log).containsExactly("elected");
    long fence = a.fence;
    a.host.tell(new ElectionMessage.Close());
    Candidate b = candidate("b");
    seconds(20);
    assertThat(b.log).containsExactly("elected");
    assertThat(b.fence).isGreaterThan(fence).isEqualTo(leaderKey().createRevision());
  }

  @Test
  void leaderWhoseKeyIsDeletedIsDeposedWhenItLooks() {
    Candidate a = candidate("a");
    seconds(5);
    var _ =
        admin.commit(new Txn(List.of(), List.of(new Txn.Write.Delete("/meso/leader"))), DEADLINE);
    a.host.tell(new ElectionMessage.Look());
    seconds(2);
    assertThat(a.log).containsExactly("elected", "deposed: the leader key is gone", "elected");
    assertThat(a.fence).isEqualTo(leaderKey().createRevision());
  }

  @Test
  void restartOfTheStoreLeavesOneLeader() {
    Candidate a = candidate("a");
    Candidate b = candidate("b");
    seconds(5);
    server.disturb(new Disturbance.Down());
    seconds(30);
    assertThat(a.leads() || b.leads()).isFalse();
    server.disturb(new Disturbance.Up());
    seconds(10);
    assertThat(a.leads() ^ b.leads()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void twoNeverLeadAtOnceAndOneLeadsInTheEnd(long seed) {
    Random random = new Random(seed);
    SeededFaults rough = new SeededFaults(seed, SeededFaults.Rates.ROUGH);
    VirtualScheduler shuffled = VirtualScheduler.shuffled(seed);
    Fences fences = new Fences();
    MemoryStore store =
        MemoryStore.builder(shuffled).faults(rough).listener(fences::onApplied).build();
    List<Candidate> three = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      three.add(new Candidate(name, store, shuffled, seed + name.charAt(0)));
    }
    int elected = 0;
    for (int step = 0; step < 3_000; step++) {
      Candidate some = three.get(random.nextInt(3));
      switch (random.nextInt(150)) {
        case 0 -> some.process.stop();
        case 1, 2, 3 -> some.process.resume();
        case 4 -> some.host.tell(new ElectionMessage.Resign(some.fence, "test"));
        case 5 -> store.disturb(new Disturbance.CutOff(some.name));
        case 6, 7, 8 -> store.disturb(new Disturbance.Reconnect(some.name));
        case 9 -> store.disturb(new Disturbance.Down());
        case 10, 11, 12 -> store.disturb(new Disturbance.Up());
        default -> {}
      }
      shuffled.advance(Duration.ofMillis(random.nextInt(100)));
      List<String> leaders = three.stream().filter(Candidate::leads).map(c -> c.name).toList();
      assertThat(leaders).as("seed %d, step %d", seed, step).hasSizeLessThanOrEqualTo(1);
      for (Candidate candidate : three) {
        if (candidate.leads()) {
          elected++;
          assertThat(fences.present)
              .as("fence of %s, seed %d", candidate.name, seed)
              .isEqualTo(candidate.fence);
        }
      }
    }
    assertThat(elected).as("steps with a leader, seed %d", seed).isGreaterThan(300);
    rough.stop();
    store.disturb(new Disturbance.Up());
    three.forEach(candidate -> store.disturb(new Disturbance.Reconnect(candidate.name)));
    three.forEach(candidate -> candidate.process.resume());
    shuffled.advance(Duration.ofSeconds(15));
    assertThat(three.stream().filter(Candidate::leads)).as("seed %d", seed).hasSize(1);
    three.forEach(candidate -> assertThat(candidate.process.faults()).isEmpty());
  }

  /** Knows the create revision of the leader key, 0 when it is absent, from what was applied. */
  private static final class Fences {
    private long present;
    private long lease;

    void onApplied(Applied applied) {
      switch (applied) {
        case Applied.Transaction(String _, Txn txn, var result, Duration _) -> {
          if (result.committed()) {
            for (Txn.Write write : txn.writes()) {
              switch (write) {
                case Txn.Write.Put(String _, String _, long of) -> {
                  present = result.revision();
                  lease = of;
                }
                case Txn.Write.Delete(String _) -> present = 0;
              }
            }
          }
        }
        case Applied.LeaseEnded(long ended, boolean _, long _, Duration _) -> {
          if (ended == lease) {
            present = 0;
          }
        }
        case Applied.LeaseGranted _, Applied.Compaction _, Applied.Disturbed _ -> {}
      }
    }
  }

  private Candidate candidate(String name) {
    Candidate candidate = new Candidate(name, server, time, name.hashCode());
    candidates.add(candidate);
    seconds(0);
    return candidate;
  }

  private void seconds(double seconds) {
    time.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  private Entry leaderKey() {
    return read().getFirst();
  }

  private List<Entry> read() {
    return readKey("/meso/leader");
  }

  private List<Entry> readKey(String key) {
    List<Entry> entries = new ArrayList<>();
    var _ =
        admin
            .range(RangeRequest.key(key), DEADLINE)
            .thenAccept(page -> entries.addAll(page.entries()));
    time.settle();
    return entries;
  }
}
