package dev.meso.store.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.time.Now;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One message, these effects; no store. Rounds: 1 observing, 2 granting, 3 campaigning, 4 leading.
 */
class ElectionActorTest {
  private final ElectionActor actor =
      new ElectionActor(ElectionConfig.of("/meso/leader", "c-a", "http://127.0.0.1/", 1));
  private Now now = new Now(Instant.EPOCH, Duration.ofSeconds(100));

  @Test
  void campaignsOnlyWhenTheKeyIsAbsent() {
    assertThat(tell(new ElectionMessage.Start())).containsExactly("after", "read");
    assertThat(tell(new ElectionMessage.Seen(1, seen(entry(5, 77))))).isEmpty();
    assertThat(tell(new ElectionMessage.Seen(1, seen()))).containsExactly("grant");
    assertThat(tell(new ElectionMessage.Granted(2, now.monotonic(), new Result.Ok<>(42L))))
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
    now = now.plus(Duration.ofMillis(2_500));
    assertThat(tell(new ElectionMessage.Campaigned(3, committed(9))))
        .containsExactly("commit", "revoke 42");
  }

  @Test
  void renewalCountsFromWhenItWasSent() {
    lead();
    Duration sent = now.monotonic();
    now = now.plus(Duration.ofSeconds(2));
    assertThat(tell(new ElectionMessage.Kept(4, sent, new Result.Ok<>(Duration.ofSeconds(3)))))
        .as("answered late, it gives no more time than when it was sent")
        .isEmpty();
    Duration later = now.monotonic();
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
      other.now = other.now.plus(Duration.ofSeconds(60));
      assertThat(other.tell(first))
          .as("%s", first)
          .startsWith("Deposed 9", "commit", "revoke 42")
          .noneMatch(said -> said.startsWith("Extended"));
    }
  }

  @Test
  void leaseThatIsGoneAndKeyOfAnotherDepose() {
    lead();
    assertThat(tell(new ElectionMessage.Kept(4, now.monotonic(), new Result.Ok<>(Duration.ZERO))))
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
    tell(new ElectionMessage.Granted(2, now.monotonic(), new Result.Ok<>(42L)));
  }

  private void lead() {
    campaign();
    tell(new ElectionMessage.Campaigned(3, committed(9)));
  }

  private List<String> tell(ElectionMessage message) {
    List<String> said = new ArrayList<>();
    for (Effect<ElectionMessage, ElectionEffect> effect : actor.on(message, now)) {
      said.add(
          switch (effect) {
            case Effect.Ask<ElectionMessage, ElectionEffect>(var what) -> text(what);
            case Effect.Emit<ElectionMessage, ElectionEffect>(var what) -> text(what);
          });
    }
    return said;
  }

  private static String text(StoreEffect<ElectionMessage> effect) {
    return switch (effect) {
      case StoreEffect.Read<ElectionMessage> _ -> "read";
      case StoreEffect.Commit<ElectionMessage> _ -> "commit";
      case StoreEffect.Grant<ElectionMessage> _ -> "grant";
      case StoreEffect.KeepAlive<ElectionMessage> keep -> "keepalive " + keep.lease();
      case StoreEffect.Revoke<ElectionMessage> revoke -> "revoke " + revoke.lease();
      case StoreEffect.After<ElectionMessage> _ -> "after";
      case StoreEffect.Watch<ElectionMessage> _,
          StoreEffect.CancelWatch<ElectionMessage> _,
          StoreEffect.Compact<ElectionMessage> _ ->
          "not an election's";
    };
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

  private static Result<RangeResult> seen(Entry... entries) {
    return new Result.Ok<>(new RangeResult(List.of(entries), false, 20, 7));
  }

  private static Result<TxnResult> committed(long revision) {
    return new Result.Ok<>(new TxnResult(true, revision, List.of()));
  }

  private static Result<TxnResult> refused(Entry present) {
    return new Result.Ok<>(new TxnResult(false, 20, List.of(present)));
  }

  private static <T> Result<T> failed(StoreException.Kind kind) {
    return new Result.Failed<>(new StoreException(kind, "test", null));
  }
}
