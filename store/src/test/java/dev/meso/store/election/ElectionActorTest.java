package dev.meso.store.election;

import static dev.meso.store.actor.ActorProbe.committed;
import static dev.meso.store.actor.ActorProbe.failed;
import static dev.meso.store.actor.ActorProbe.refused;
import static dev.meso.store.actor.ActorProbe.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.actor.ActorProbe;
import dev.meso.store.actor.Result;
import dev.meso.store.port.Entry;
import dev.meso.store.port.StoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One message, these effects; no store. Rounds: 1 observing, 2 granting, 3 campaigning, 4 leading.
 */
class ElectionActorTest {
  private final ActorProbe<ElectionMessage, ElectionEffect> probe =
      new ActorProbe<>(
          new ElectionActor(ElectionConfig.of("/meso/leader", "c-a", "http://127.0.0.1/", 1)),
          ElectionActorTest::text);

  @Test
  void campaignsOnlyWhenTheKeyIsAbsent() {
    assertThat(tell(new ElectionMessage.Start())).containsExactly("after", "read");
    assertThat(tell(new ElectionMessage.Seen(1, seen(entry(5, 77))))).isEmpty();
    assertThat(tell(new ElectionMessage.Seen(1, seen()))).containsExactly("grant");
    assertThat(tell(new ElectionMessage.Granted(2, probe.now().monotonic(), new Result.Ok<>(42L))))
        .containsExactly("commit");
    assertThat(tell(new ElectionMessage.Campaigned(3, committed(9))))
        .containsExactly("Elected 9 until 102500 ms", "after", "keepalive 42", "after");
  }

  @Test
  void refusedCampaignGivesTheLeaseBack() {
    campaign();
    assertThat(tell(new ElectionMessage.Campaigned(3, refused(entry(8, 77)))))
        .containsExactly("revoke 42", "after");
  }

  @Test
  void keyUnderTheOwnLeaseIsTheOwnVictory() {
    campaign();
    assertThat(tell(new ElectionMessage.Campaigned(3, failed(StoreException.Kind.UNKNOWN))))
        .containsExactly("after");
    assertThat(tell(new ElectionMessage.Due(4, ElectionMessage.What.CAMPAIGN)))
        .containsExactly("commit");
    assertThat(tell(new ElectionMessage.Campaigned(4, refused(entry(8, 42)))))
        .startsWith("Elected 8 until 102500 ms");
  }

  @Test
  void victoryThatComesTooLateIsGivenUp() {
    campaign();
    probe.pass(Duration.ofMillis(2_500));
    assertThat(tell(new ElectionMessage.Campaigned(3, committed(9))))
        .containsExactly("commit", "revoke 42");
  }

  @Test
  void renewalCountsFromWhenItWasSent() {
    lead();
    Duration sent = probe.now().monotonic();
    probe.pass(Duration.ofSeconds(2));
    assertThat(tell(new ElectionMessage.Kept(4, sent, new Result.Ok<>(Duration.ofSeconds(3)))))
        .as("answered late, it gives no more time than when it was sent")
        .isEmpty();
    Duration later = probe.now().monotonic();
    assertThat(tell(new ElectionMessage.Kept(4, later, new Result.Ok<>(Duration.ofSeconds(3)))))
        .containsExactly("Extended 9 until 104500 ms");
  }

  @Test
  void anyMessageAfterAPauseEndsLeadershipFirst() {
    for (ElectionMessage first :
        List.of(
            new ElectionMessage.Look(),
            new ElectionMessage.Kept(
                4, Duration.ofSeconds(160), new Result.Ok<>(Duration.ofSeconds(3))),
            new ElectionMessage.Due(4, ElectionMessage.What.RENEW),
            new ElectionMessage.Resign(9, "test"))) {
      ElectionActorTest other = new ElectionActorTest();
      other.lead();
      other.probe.pass(Duration.ofSeconds(60));
      assertThat(other.tell(first))
          .as("%s", first)
          .startsWith("Deposed 9", "commit", "revoke 42")
          .noneMatch(said -> said.startsWith("Extended"));
    }
  }

  @Test
  void leaseThatIsGoneAndKeyOfAnotherDepose() {
    lead();
    assertThat(
            tell(
                new ElectionMessage.Kept(
                    4, probe.now().monotonic(), new Result.Ok<>(Duration.ZERO))))
        .containsExactly("Deposed 9", "commit", "revoke 42");
    ElectionActorTest other = new ElectionActorTest();
    other.lead();
    assertThat(other.tell(new ElectionMessage.Seen(4, seen(entry(9, 42))))).isEmpty();
    assertThat(other.tell(new ElectionMessage.Seen(4, seen(entry(11, 43)))))
        .containsExactly("Deposed 9", "commit", "revoke 42");
  }

  @Test
  void campaignsAnewOnlyWhenBothFarewellsAreAnswered() {
    lead();
    tell(new ElectionMessage.Resign(9, "test"));
    assertThat(tell(new ElectionMessage.KeyDeleted(5, committed(12)))).isEmpty();
    assertThat(tell(new ElectionMessage.Revoked(5, failed(StoreException.Kind.UNAVAILABLE))))
        .containsExactly("after", "read");
  }

  @Test
  void closedCandidateSaysNothingMore() {
    lead();
    assertThat(tell(new ElectionMessage.Close())).containsExactly("Deposed 9", "revoke 42");
    assertThat(tell(new ElectionMessage.Revoked(5, new Result.Ok<>(Result.Done.DONE))))
        .containsExactly("Closed");
    assertThat(tell(new ElectionMessage.Close())).isEmpty();
    assertThat(tell(new ElectionMessage.Look())).isEmpty();
  }

  private void campaign() {
    tell(new ElectionMessage.Start());
    tell(new ElectionMessage.Seen(1, seen()));
    tell(new ElectionMessage.Granted(2, probe.now().monotonic(), new Result.Ok<>(42L)));
  }

  private void lead() {
    campaign();
    tell(new ElectionMessage.Campaigned(3, committed(9)));
  }

  private List<String> tell(ElectionMessage message) {
    return probe.tell(message);
  }

  private static String text(ElectionEffect effect) {
    return switch (effect) {
      case ElectionEffect.Elected(long fence, Duration until) ->
          "Elected " + fence + " until " + until.toMillis() + " ms";
      case ElectionEffect.Extended(long fence, Duration until) ->
          "Extended " + fence + " until " + until.toMillis() + " ms";
      case ElectionEffect.Deposed(long fence, String _) -> "Deposed " + fence;
      case ElectionEffect.Closed() -> "Closed";
    };
  }

  private static Entry entry(long created, long lease) {
    return new Entry("/meso/leader", "{}", created, created, lease);
  }
}
