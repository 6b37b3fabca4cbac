package dev.meso.store.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Alive;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.ScriptedFaults;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents' sessions on a store that fails as etcd does. */
class LeaseKeeperTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final String KEY = "/meso/alive/a-1";

  private final VirtualScheduler time = VirtualScheduler.inOrder();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final MemoryStore server = MemoryStore.builder(time).faults(faults).build();
  private final Store admin = server.as("admin");
  private final List<Agent> agents = new ArrayList<>();

  @AfterEach
  void nothingWentWrong() {
    agents.forEach(agent -> assertThat(agent.process.faults()).isEmpty());
  }

  @Test
  void sessionIsStartedAndKept() {
    Agent agent = agent("p1", "u1", 1);
    seconds(120);
    assertThat(agent.log).containsExactly("started");
    assertThat(agent.createRevision).isEqualTo(key().createRevision());
    assertThat(agent.sureUntil).isGreaterThan(time.now());
    Alive alive = Json.read(Alive.class, key().value());
    assertThat(alive.agent()).isEqualTo("a-1");
    assertThat(alive.uid()).isEqualTo("u1");
    assertThat(alive.session()).isEqualTo(agent.session);
    assertThat(alive.bootId()).isEqualTo("boot");
  }

  @Test
  void lostLeaseGivesANewSessionUnderANewCreateRevision() {
    Agent agent = agent("p1", "u1", 1);
    seconds(5);
    String first = agent.session;
    long revision = agent.createRevision;
    agent.process.stop();
    seconds(10);
    assertThat(read()).isEmpty();
    agent.process.resume();
    seconds(3);
    assertThat(agent.log).containsExactly("started", "lost: the lease ended", "started");
    assertThat(agent.session).isNotEqualTo(first);
    assertThat(agent.createRevision).isGreaterThan(revision).isEqualTo(key().createRevision());
  }

  @Test
  void shortOutageKeepsTheSession() {
    Agent agent = agent("p1", "u1", 1);
    seconds(5);
    server.disturb(new Disturbance.Down());
    seconds(30);
    server.disturb(new Disturbance.Up());
    seconds(10);
    assertThat(agent.log).as("leases start anew with the store").containsExactly("started");
  }

  @Test
  void restartedAgentFencesItsFormerSessionAtOnce() {
    Agent first = agent("p1", "u1", 1);
    seconds(5);
    long revision = first.createRevision;
    first.process.stop();
    Agent second = agent("p2", "u1", 2);
    seconds(0.5);
    assertThat(second.log).containsExactly("started");
    assertThat(second.createRevision).isGreaterThan(revision);
    assertThat(commitUnder(revision)).isFalse();
    assertThat(commitUnder(second.createRevision)).isTrue();
  }

  @Test
  void processThatWasSucceededStopsInsteadOfFighting() {
    Agent first = agent("p1", "u1", 1);
    seconds(5);
    first.process.stop();
    Agent second = agent("p2", "u1", 2);
    seconds(5);
    first.process.resume();
    seconds(30);
    assertThat(first.log).startsWith("started", "lost: the lease ended").hasSize(3);
    assertThat(first.log.getLast()).startsWith("superseded");
    assertThat(second.log).containsExactly("started");
    assertThat(second.createRevision).isEqualTo(key().createRevision());
  }

  @Test
  void otherAgentOfTheSameNameWaitsAndSaysWhyOnce() {
    Agent first = agent("p1", "u1", 1);
    seconds(5);
    Agent thief = agent("p2", "u2", 2);
    seconds(60);
    assertThat(first.log).containsExactly("started");
    assertThat(thief.log).singleElement().asString().contains("HELD").contains("uid u1");
    first.host.tell(new LeaseMessage.Close());
    seconds(3);
    assertThat(first.log).containsExactly("started", "closed");
    assertThat(thief.log).hasSize(2).endsWith("started");
  }

  @Test
  void nameOfAnAgentThatIsAwayIsTakenOnlyOnceItIsFoundLost() {
    Agent first = agent("p1", "u1", 1);
    seconds(5);
    put(SuccessionTest.registration("u1", 0));
    put(SuccessionTest.status("u1", "Ready", 0));
    Agent thief = agent("p2", "u2", 2);
    first.process.stop();
    seconds(30);
    assertThat(read()).as("nobody lives under the name").isEmpty();
    assertThat(thief.log).hasSize(2);
    assertThat(thief.log.getLast()).startsWith("RESERVED").contains("`meso agent gone a-1`");
    put(SuccessionTest.status("u1", "Lost", 0));
    seconds(2);
    assertThat(thief.log).hasSize(3).endsWith("started");
    assertThat(first.sureUntil).as("the first one knows").isLessThan(time.now());
    first.process.resume();
    seconds(5);
    assertThat(first.log.getLast()).startsWith("HELD").contains("uid u2");
  }

  @Test
  void agentThatReturnsBeforeItIsFoundLostKeepsItsName() {
    Agent first = agent("p1", "u1", 1);
    seconds(5);
    put(SuccessionTest.registration("u1", 0));
    put(SuccessionTest.status("u1", "Suspect", 0));
    first.process.stop();
    Agent thief = agent("p2", "u2", 2);
    seconds(8);
    Agent again = agent("p3", "u1", 3);
    seconds(1);
    put(SuccessionTest.status("u1", "Lost", 0));
    seconds(20);
    assertThat(again.log).containsExactly("started");
    assertThat(thief.log).noneMatch("started"::equals);
    assertThat(key().createRevision()).isEqualTo(again.createRevision);
  }

  @Test
  void writeOfUnknownOutcomeThatWasAppliedStartsTheSession() {
    faults.next(Operation.COMMIT, new CallFate.Carried(Duration.ZERO, Duration.ofSeconds(1)));
    Agent agent = agent("p1", "u1", 1);
    seconds(1.5);
    assertThat(agent.log).containsExactly("started");
    assertThat(agent.createRevision).isEqualTo(key().createRevision());
  }

  @Test
  void lateWriteOfAnAbandonedSessionIsNoOtherProcess() {
    Agent agent = agent("p1", "u1", 1);
    seconds(5);
    server.disturb(new Disturbance.CutOff("p1"));
    seconds(10);
    // The next session's writes hang until their lease has ended, the revocations too.
    CallFate late = new CallFate.Carried(Duration.ofSeconds(4), Duration.ZERO);
    faults.next(Operation.COMMIT, late, late, late, late);
    server.disturb(new Disturbance.Reconnect("p1"));
    seconds(30);
    assertThat(agent.log).containsExactly("started", "lost: the lease ended", "started");
    assertThat(agent.createRevision).isEqualTo(key().createRevision());
  }

  @Test
  void deletedAliveKeyIsNoticedByVerifyOrInTime() {
    Agent agent = agent("p1", "u1", 1);
    seconds(5);
    delete();
    agent.host.tell(new LeaseMessage.Verify());
    seconds(1);
    assertThat(agent.log).containsExactly("started", "lost: the alive key is gone", "started");
    delete();
    seconds(11);
    assertThat(agent.log).hasSize(5).endsWith("started");
    assertThat(agent.createRevision).isEqualTo(key().createRevision());
  }

  @Test
  void unreadableAliveKeyIsNotOverwritten() {
    commit(new Txn.Write.Put(KEY, "what?"));
    Agent agent = agent("p1", "u1", 1);
    seconds(5);
    assertThat(agent.log).singleElement().asString().contains("no alive record");
    delete();
    seconds(2);
    assertThat(agent.log).endsWith("started");
  }

  @Test
  void deadAgentIsGoneFromTheStoreInTimeToBeLostWithin15Seconds() {
    Agent agent = agent("p1", "u1", 1);
    seconds(5);
    agent.host.close();
    time.advance(LeaseConfig.AGENT_TTL.plusSeconds(1));
    assertThat(read()).isEmpty();
    assertThat(LeaseConfig.AGENT_TTL.plusSeconds(1).plusSeconds(12))
        .isLessThanOrEqualTo(Duration.ofSeconds(15));
  }

  private final class Agent {
    final VirtualProcess process;
    final ActorHost<LeaseMessage, LeaseEffect> host;
    final List<String> log = new ArrayList<>();
    String session = "";
    long createRevision;
    Duration sureUntil = Duration.ZERO;

    Agent(String author, String uid, long seed) {
      process = new VirtualProcess(time, server.as(author));
      host =
          new ActorHost<>(
              "lease of " + author,
              new LeaseKeeper(LeaseConfig.of(new Keyspace("/meso"), "a-1", uid, "boot", seed)),
              process.runtime(),
              this::hear,
              process.faultHandler());
      host.tell(new LeaseMessage.Start());
    }

    private void hear(LeaseEffect effect) {
      switch (effect) {
        case LeaseEffect.SessionStarted(String started, long _, long revision) -> {
          log.add("started");
          session = started;
          createRevision = revision;
        }
        case LeaseEffect.SessionExtended(String _, Duration until) -> sureUntil = until;
        case LeaseEffect.SessionLost(String _, String reason) -> log.add("lost: " + reason);
        case LeaseEffect.NameTaken(var claim, String message) -> log.add(claim + ": " + message);
        case LeaseEffect.Superseded(String message) -> log.add("superseded: " + message);
        case LeaseEffect.Closed() -> log.add("closed");
      }
    }
  }

  private Agent agent(String author, String uid, long seed) {
    Agent agent = new Agent(author, uid, seed);
    agents.add(agent);
    time.settle();
    return agent;
  }

  private void seconds(double seconds) {
    time.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  private void put(Entry entry) {
    commit(new Txn.Write.Put(entry.key(), entry.value()));
  }

  private void delete() {
    commit(new Txn.Write.Delete(KEY));
  }

  private void commit(Txn.Write write) {
    var _ = admin.commit(new Txn(List.of(), List.of(write)), DEADLINE);
    time.settle();
  }

  /** A report of the agent, fenced by its session. */
  private boolean commitUnder(long createRevision) {
    boolean[] committed = new boolean[1];
    Txn report =
        new Txn(
            List.of(new Txn.Guard.CreateRevisionIs(KEY, createRevision)),
            List.of(new Txn.Write.Put("/meso/reports/a-1/x", "1")));
    var _ = admin.commit(report, DEADLINE).thenAccept(result -> committed[0] = result.committed());
    time.settle();
    return committed[0];
  }

  private Entry key() {
    return read().getFirst();
  }

  private List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    var _ =
        admin
            .range(RangeRequest.key(KEY), DEADLINE)
            .thenAccept(page -> entries.addAll(page.entries()));
    time.settle();
    return entries;
  }
}
