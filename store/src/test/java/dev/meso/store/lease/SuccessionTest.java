package dev.meso.store.lease;

import static dev.meso.store.actor.ActorProbe.committed;
import static dev.meso.store.actor.ActorProbe.refused;
import static dev.meso.store.actor.ActorProbe.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Registration;
import dev.meso.store.actor.ActorProbe;
import dev.meso.store.actor.Result;
import dev.meso.store.port.Entry;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn.Guard;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agent u2 wants the name of agent u1, whose alive key is absent. Rounds: 1 reading, 2 identifying,
 * 3 judging, 4 granting, 5 writing.
 */
class SuccessionTest {
  private final AtomicReference<String> message = new AtomicReference<>("");
  private final ActorProbe<LeaseMessage, LeaseEffect> probe =
      new ActorProbe<>(
          new LeaseKeeper(LeaseConfig.of(new Keyspace("/meso"), "a-1", "u2", "boot", 1)),
          this::text);

  @ParameterizedTest
  @ValueSource(strings = {"Lost", "Gone"})
  void agentThatTheLeaderGaveUpIsSucceeded(String phase) {
    identify(registration("u1", 11));
    assertThat(probe.tell(new LeaseMessage.Judged(3, seen(status("u1", phase, 12)))))
        .containsExactly("grant");
    assertThat(probe.tell(new LeaseMessage.Granted(4, new Result.Ok<>(42L))))
        .containsExactly("commit");
    assertThat(probe.tell(new LeaseMessage.Written(5, committed(20))))
        .startsWith("SessionStarted 42 at 20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ready", "Suspect"})
  void agentThatMayReturnIsWaitedFor(String phase) {
    identify(registration("u1", 11));
    assertThat(probe.tell(new LeaseMessage.Judged(3, seen(status("u1", phase, 12)))))
        .containsExactly("NameTaken RESERVED", "after");
    assertThat(message.get())
        .contains("Agent a-1 (uid u2)")
        .contains("uid u1")
        .contains("`meso agent gone a-1`");
  }

  @Test
  void waitingIsSaidOnceAndLooksAgainFromTheStart() {
    identify(registration("u1", 11));
    probe.tell(new LeaseMessage.Judged(3, seen(status("u1", "Suspect", 12))));
    assertThat(probe.tell(new LeaseMessage.Due(4, LeaseMessage.What.READ))).containsExactly("read");
    assertThat(probe.tell(new LeaseMessage.Seen(4, seen()))).containsExactly("read");
    assertThat(probe.tell(new LeaseMessage.Registered(5, seen(registration("u1", 11)))))
        .containsExactly("read");
    assertThat(probe.tell(new LeaseMessage.Judged(6, seen(status("u1", "Suspect", 12)))))
        .containsExactly("after");
  }

  @Test
  void wordAboutAnotherUidIsNotAboutThisOne() {
    identify(registration("u1", 11));
    assertThat(probe.tell(new LeaseMessage.Judged(3, seen(status("u0", "Lost", 12)))))
        .containsExactly("NameTaken RESERVED", "after");
  }

  @Test
  void withoutAWordItWaits() {
    identify(registration("u1", 11));
    assertThat(probe.tell(new LeaseMessage.Judged(3, seen())))
        .containsExactly("NameTaken RESERVED", "after");
  }

  @Test
  void wordThatCannotBeReadIsNone() {
    identify(registration("u1", 11));
    Entry broken = new Entry("/meso/status/agents/a-1", "what?", 12, 12, 0);
    assertThat(probe.tell(new LeaseMessage.Judged(3, seen(broken))))
        .containsExactly("NameTaken RESERVED", "after");
  }

  @Test
  void nameThatNobodyRegisteredIsFree() {
    begin();
    assertThat(probe.tell(new LeaseMessage.Registered(2, seen()))).containsExactly("grant");
  }

  @Test
  void registrationThatCannotBeReadIsNobodys() {
    begin();
    Entry broken = new Entry("/meso/registrations/a-1", "{}", 11, 11, 0);
    assertThat(probe.tell(new LeaseMessage.Registered(2, seen(broken)))).containsExactly("grant");
  }

  @Test
  void theLeadersWordIsNotAskedForOnesOwnName() {
    begin();
    assertThat(probe.tell(new LeaseMessage.Registered(2, seen(registration("u2", 11)))))
        .containsExactly("grant");
  }

  @Test
  void nameIsTakenOnlyWhileEverythingIsAsItWasRead() {
    identify(registration("u1", 11));
    probe.tell(new LeaseMessage.Judged(3, seen(status("u1", "Lost", 12))));
    probe.tell(new LeaseMessage.Granted(4, new Result.Ok<>(42L)));
    assertThat(probe.sent().guards())
        .containsExactlyInAnyOrder(
            Guard.absent("/meso/alive/a-1"),
            new Guard.ModRevisionIs("/meso/registrations/a-1", 11),
            new Guard.ModRevisionIs("/meso/status/agents/a-1", 12));
    // The first agent returned in between and was lost again, or another one took the name.
    assertThat(
            probe.tell(
                new LeaseMessage.Written(
                    5, refused(registration("u1", 15), status("u1", "Ready", 16)))))
        .containsExactly("revoke 42", "read");
  }

  @Test
  void absentRegistrationMustStillBeAbsent() {
    begin();
    probe.tell(new LeaseMessage.Registered(2, seen()));
    probe.tell(new LeaseMessage.Granted(3, new Result.Ok<>(42L)));
    assertThat(probe.sent().guards())
        .containsExactlyInAnyOrder(
            Guard.absent("/meso/alive/a-1"), new Guard.ModRevisionIs("/meso/registrations/a-1", 0));
  }

  @Test
  void readsThatFailAreTriedAgain() {
    begin();
    assertThat(
            probe.tell(
                new LeaseMessage.Registered(2, ActorProbe.failed(StoreException.Kind.UNAVAILABLE))))
        .containsExactly("after");
    assertThat(probe.tell(new LeaseMessage.Due(3, LeaseMessage.What.READ))).containsExactly("read");
    probe.tell(new LeaseMessage.Seen(3, seen()));
    probe.tell(new LeaseMessage.Registered(4, seen(registration("u1", 11))));
    assertThat(
            probe.tell(
                new LeaseMessage.Judged(5, ActorProbe.failed(StoreException.Kind.UNAVAILABLE))))
        .containsExactly("after");
    assertThat(probe.tell(new LeaseMessage.Due(6, LeaseMessage.What.READ))).containsExactly("read");
  }

  private void begin() {
    probe.tell(new LeaseMessage.Start());
    assertThat(probe.tell(new LeaseMessage.Seen(1, seen()))).containsExactly("read");
  }

  private void identify(Entry registration) {
    begin();
    assertThat(probe.tell(new LeaseMessage.Registered(2, seen(registration))))
        .containsExactly("read");
  }

  private String text(LeaseEffect effect) {
    if (effect instanceof LeaseEffect.NameTaken(var _, String said)) {
      message.set(said);
    }
    return LeaseKeeperActorTest.text(effect);
  }

  static Entry registration(String uid, long modified) {
    Registration record =
        new Registration(
            "a-1", uid, "host", "http://host", "1", new TreeMap<>(), "", new TreeMap<>());
    return new Entry("/meso/registrations/a-1", Json.write(record), modified, modified, 0);
  }

  static Entry status(String uid, String phase, long modified) {
    Agent agent =
        Agent.of(
            new ObjectMeta.Builder().name("a-1").uid(uid).build(),
            null,
            new AgentStatus(
                phase, null, null, null, new TreeMap<>(), null, new TreeMap<>(), List.of()));
    return new Entry("/meso/status/agents/a-1", Json.write(agent), modified, modified, 0);
  }
}
