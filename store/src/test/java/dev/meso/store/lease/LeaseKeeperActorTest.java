package dev.meso.store.lease;

import static dev.meso.store.actor.ActorProbe.committed;
import static dev.meso.store.actor.ActorProbe.failed;
import static dev.meso.store.actor.ActorProbe.refused;
import static dev.meso.store.actor.ActorProbe.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Alive;
import dev.meso.store.actor.ActorProbe;
import dev.meso.store.actor.Result;
import dev.meso.store.port.Entry;
import dev.meso.store.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One message, these effects; no store. Rounds: 1 reading, 2 identifying, 3 granting, 4 writing, 5
 * holding; one more before granting when the leader's word is read.
 */
class LeaseKeeperActorTest {
  private final ActorProbe<LeaseMessage, LeaseEffect> probe =
      new ActorProbe<>(
          new LeaseKeeper(LeaseConfig.of(new Keyspace("/meso"), "a-1", "u1", "boot", 1)),
          LeaseKeeperActorTest::text);

  @Test
  void absentKeyIsWrittenUnderANewLease() {
    assertThat(tell(new LeaseMessage.Start())).containsExactly("read");
    assertThat(tell(new LeaseMessage.Seen(1, seen()))).containsExactly("read");
    assertThat(tell(new LeaseMessage.Registered(2, seen()))).containsExactly("grant");
    assertThat(tell(new LeaseMessage.Granted(3, new Result.Ok<>(42L)))).containsExactly("commit");
    assertThat(tell(new LeaseMessage.Written(4, committed(9))))
        .containsExactly("SessionStarted 42 at 9", "keepalive 42", "after");
  }

  @Test
  void formerSessionOfTheSameAgentIsDeletedBeforeTheOwnIsWritten() {
    tell(new LeaseMessage.Start());
    assertThat(tell(new LeaseMessage.Seen(1, seen(entry("u1", 5, 30))))).containsExactly("commit");
    assertThat(tell(new LeaseMessage.Cleared(2, committed(8))))
        .containsExactly("revoke 30", "grant");
  }

  @Test
  void formerSessionThatChangedMeanwhileIsReadAgain() {
    tell(new LeaseMessage.Start());
    tell(new LeaseMessage.Seen(1, seen(entry("u1", 5, 30))));
    assertThat(tell(new LeaseMessage.Cleared(2, refused(entry("u2", 7, 31)))))
        .containsExactly("after");
    assertThat(tell(new LeaseMessage.Due(3, LeaseMessage.What.READ))).containsExactly("read");
  }

  @Test
  void otherAgentsKeyIsLeftAlone() {
    tell(new LeaseMessage.Start());
    assertThat(tell(new LeaseMessage.Seen(1, seen(entry("u2", 5, 30)))))
        .containsExactly("NameTaken HELD", "after");
    tell(new LeaseMessage.Due(2, LeaseMessage.What.READ));
    assertThat(tell(new LeaseMessage.Seen(2, seen(entry("u2", 5, 30)))))
        .as("said once")
        .containsExactly("after");
  }

  @Test
  void failedRenewalIsTriedAgainAndOnlyAGoneLeaseEndsTheSession() {
    hold();
    for (int i = 0; i < 20; i++) {
      probe.pass(Duration.ofSeconds(10));
      assertThat(
              tell(
                  new LeaseMessage.Kept(
                      5, probe.now().monotonic(), failed(StoreException.Kind.UNKNOWN))))
          .containsExactly("after");
      assertThat(tell(new LeaseMessage.Due(5, LeaseMessage.What.RENEW)))
          .containsExactly("keepalive 42");
    }
    assertThat(
            tell(new LeaseMessage.Kept(5, probe.now().monotonic(), new Result.Ok<>(Duration.ZERO))))
        .containsExactly("SessionLost", "read");
  }

  @Test
  void renewalCountsFromWhenItWasSent() {
    hold();
    Duration sent = probe.now().monotonic();
    probe.pass(Duration.ofMillis(500));
    assertThat(tell(new LeaseMessage.Kept(5, sent, new Result.Ok<>(LeaseConfig.AGENT_TTL))))
        .containsExactly("SessionExtended until 102000 ms", "after");
  }

  @Test
  void successorOfTheSameAgentEndsThisProcess() {
    hold();
    tell(new LeaseMessage.Kept(5, probe.now().monotonic(), new Result.Ok<>(Duration.ZERO)));
    assertThat(tell(new LeaseMessage.Seen(6, seen(entry("u1", 12, 50)))))
        .containsExactly("Superseded");
    assertThat(tell(new LeaseMessage.Start())).isEmpty();
  }

  @Test
  void writeOfUnknownOutcomeIsRepeatedOnlyWhileTheLeaseCanLive() {
    tell(new LeaseMessage.Start());
    tell(new LeaseMessage.Seen(1, seen()));
    tell(new LeaseMessage.Registered(2, seen()));
    tell(new LeaseMessage.Granted(3, new Result.Ok<>(42L)));
    assertThat(tell(new LeaseMessage.Written(4, failed(StoreException.Kind.UNKNOWN))))
        .containsExactly("after");
    assertThat(tell(new LeaseMessage.Due(5, LeaseMessage.What.WRITE))).containsExactly("commit");
    probe.pass(LeaseConfig.AGENT_TTL);
    assertThat(tell(new LeaseMessage.Written(5, failed(StoreException.Kind.UNKNOWN))))
        .containsExactly("revoke 42", "after");
    assertThat(tell(new LeaseMessage.Due(6, LeaseMessage.What.READ))).containsExactly("read");
  }

  @Test
  void closeRevokesTheLease() {
    hold();
    assertThat(tell(new LeaseMessage.Close())).containsExactly("revoke 42");
    assertThat(tell(new LeaseMessage.Revoked(6, new Result.Ok<>(Result.Done.DONE))))
        .containsExactly("Closed");
  }

  private void hold() {
    tell(new LeaseMessage.Start());
    tell(new LeaseMessage.Seen(1, seen()));
    tell(new LeaseMessage.Registered(2, seen()));
    tell(new LeaseMessage.Granted(3, new Result.Ok<>(42L)));
    tell(new LeaseMessage.Written(4, committed(9)));
  }

  private List<String> tell(LeaseMessage message) {
    return probe.tell(message);
  }

  static String text(LeaseEffect effect) {
    return switch (effect) {
      case LeaseEffect.SessionStarted(String _, long lease, long revision) ->
          "SessionStarted " + lease + " at " + revision;
      case LeaseEffect.SessionExtended(String _, Duration until) ->
          "SessionExtended until " + until.toMillis() + " ms";
      case LeaseEffect.SessionLost _ -> "SessionLost";
      case LeaseEffect.NameTaken(LeaseEffect.Claim claim, String _) -> "NameTaken " + claim;
      case LeaseEffect.Superseded _ -> "Superseded";
      case LeaseEffect.Closed() -> "Closed";
    };
  }

  private static Entry entry(String uid, long created, long lease) {
    Alive alive = new Alive("a-1", uid, "session-" + created, "boot", Instant.EPOCH);
    return new Entry("/meso/alive/a-1", Json.write(alive), created, created, lease);
  }
}
