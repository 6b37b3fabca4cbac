package dev.meso.store.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.record.Alive;
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

/** One message, these effects; no store. Rounds: 1 reading, 2 granting, 3 writing, 4 holding. */
class LeaseKeeperActorTest {
  private final LeaseKeeper keeper =
      new LeaseKeeper(LeaseConfig.of("/meso/alive/a-1", "a-1", "u1", "boot", 1));
  private Now now = new Now(Instant.EPOCH, Duration.ofSeconds(100));

  @Test
  void absentKeyIsWrittenUnderANewLease() {
    assertThat(tell(new LeaseMessage.Start())).containsExactly("read");
    assertThat(tell(new LeaseMessage.Seen(1, seen()))).containsExactly("grant");
    assertThat(tell(new LeaseMessage.Granted(2, new Result.Ok<>(42L)))).containsExactly("commit");
    assertThat(tell(new LeaseMessage.Written(3, committed(9))))
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
        .containsExactly("NameTaken", "after");
    tell(new LeaseMessage.Due(2, LeaseMessage.What.READ));
    assertThat(tell(new LeaseMessage.Seen(2, seen(entry("u2", 5, 30)))))
        .as("said once")
        .containsExactly("after");
  }

  @Test
  void failedRenewalIsTriedAgainAndOnlyAGoneLeaseEndsTheSession() {
    hold();
    for (int i = 0; i < 20; i++) {
      now = now.plus(Duration.ofSeconds(10));
      assertThat(tell(new LeaseMessage.Kept(4, failed(StoreException.Kind.UNKNOWN))))
          .containsExactly("after");
      assertThat(tell(new LeaseMessage.Due(4, LeaseMessage.What.RENEW)))
          .containsExactly("keepalive 42");
    }
    assertThat(tell(new LeaseMessage.Kept(4, new Result.Ok<>(Duration.ZERO))))
        .containsExactly("SessionLost", "read");
  }

  @Test
  void successorOfTheSameAgentEndsThisProcess() {
    hold();
    tell(new LeaseMessage.Kept(4, new Result.Ok<>(Duration.ZERO)));
    assertThat(tell(new LeaseMessage.Seen(5, seen(entry("u1", 12, 50)))))
        .containsExactly("Superseded");
    assertThat(tell(new LeaseMessage.Start())).isEmpty();
  }

  @Test
  void writeOfUnknownOutcomeIsRepeatedOnlyWhileTheLeaseCanLive() {
    tell(new LeaseMessage.Start());
    tell(new LeaseMessage.Seen(1, seen()));
    tell(new LeaseMessage.Granted(2, new Result.Ok<>(42L)));
    assertThat(tell(new LeaseMessage.Written(3, failed(StoreException.Kind.UNKNOWN))))
        .containsExactly("after");
    assertThat(tell(new LeaseMessage.Due(4, LeaseMessage.What.WRITE))).containsExactly("commit");
    now = now.plus(LeaseConfig.AGENT_TTL);
    assertThat(tell(new LeaseMessage.Written(4, failed(StoreException.Kind.UNKNOWN))))
        .containsExactly("revoke 42", "after");
    assertThat(tell(new LeaseMessage.Due(5, LeaseMessage.What.READ))).containsExactly("read");
  }

  @Test
  void closeRevokesTheLease() {
    hold();
    assertThat(tell(new LeaseMessage.Close())).containsExactly("revoke 42");
    assertThat(tell(new LeaseMessage.Revoked(5, new Result.Ok<>(Result.Done.DONE))))
        .containsExactly("Closed");
  }

  private void hold() {
    tell(new LeaseMessage.Start());
    tell(new LeaseMessage.Seen(1, seen()));
    tell(new LeaseMessage.Granted(2, new Result.Ok<>(42L)));
    tell(new LeaseMessage.Written(3, committed(9)));
  }

  private List<String> tell(LeaseMessage message) {
    List<String> said = new ArrayList<>();
    for (Effect<LeaseMessage, LeaseEffect> effect : keeper.on(message, now)) {
      said.add(
          switch (effect) {
            case Effect.Ask<LeaseMessage, LeaseEffect>(var what) -> text(what);
            case Effect.Emit<LeaseMessage, LeaseEffect>(var what) -> text(what);
          });
    }
    return said;
  }

  private static String text(StoreEffect<LeaseMessage> effect) {
    return switch (effect) {
      case StoreEffect.Read<LeaseMessage> _ -> "read";
      case StoreEffect.Commit<LeaseMessage> _ -> "commit";
      case StoreEffect.Grant<LeaseMessage> _ -> "grant";
      case StoreEffect.KeepAlive<LeaseMessage> keep -> "keepalive " + keep.lease();
      case StoreEffect.Revoke<LeaseMessage> revoke -> "revoke " + revoke.lease();
      case StoreEffect.After<LeaseMessage> _ -> "after";
      case StoreEffect.Watch<LeaseMessage> _,
          StoreEffect.CancelWatch<LeaseMessage> _,
          StoreEffect.Compact<LeaseMessage> _ ->
          "not a lease keeper's";
    };
  }

  private static String text(LeaseEffect effect) {
    return switch (effect) {
      case LeaseEffect.SessionStarted(String _, long lease, long revision) ->
          "SessionStarted " + lease + " at " + revision;
      case LeaseEffect.SessionLost _ -> "SessionLost";
      case LeaseEffect.NameTaken _ -> "NameTaken";
      case LeaseEffect.Superseded _ -> "Superseded";
      case LeaseEffect.Closed() -> "Closed";
    };
  }

  private static Entry entry(String uid, long created, long lease) {
    Alive alive = new Alive("a-1", uid, "session-" + created, "boot", Instant.EPOCH);
    return new Entry("/meso/alive/a-1", Json.write(alive), created, created, lease);
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
