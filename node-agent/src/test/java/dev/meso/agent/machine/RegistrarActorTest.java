package dev.meso.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.machine.RegistrarActor.Message;
import dev.meso.agent.machine.RegistrarActor.Said;
import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Registration;
import dev.meso.api.time.Now;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.ScriptedFaults;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrarActorTest {
  private static final Keyspace KEYS = new Keyspace("/meso");
  private static final String ALIVE = KEYS.text(new Key.Alive("a-1"));
  private static final String KEY = KEYS.text(new Key.Registration("a-1"));
  private static final Registration RECORD =
      new Registration(
          "a-1",
          "u-1",
          "127.0.0.1",
          "http://127.0.0.1:1",
          "1",
          Collections.emptySortedMap(),
          "31000-31999",
          Collections.emptySortedMap());

  private final VirtualScheduler scheduler = VirtualScheduler.inOrder();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final MemoryStore memory = MemoryStore.builder(scheduler).faults(faults).build();
  private final Store other = memory.as("other");
  private final List<Said> said = new ArrayList<>();
  private final ActorHost<Message, Said> host =
      new ActorHost<>(
          "registrar",
          new RegistrarActor(KEYS, RECORD, 1),
          new ActorRuntime(
              memory.as("agent"),
              task -> scheduler.after(Duration.ZERO, task),
              (delay, action) -> {
                scheduler.after(delay, action);
                return () -> {};
              },
              () -> new Now(Instant.EPOCH.plus(scheduler.now()), scheduler.now())),
          said::add,
          (_, why) -> {
            throw new AssertionError(why);
          });

  private long session() {
    var written =
        other
            .commit(
                new Txn(List.of(), List.of(new Txn.Write.Put(ALIVE, "{}"))), Duration.ofSeconds(1))
            .toCompletableFuture();
    scheduler.settle();
    return written.join().revision();
  }

  private Optional<Entry> stored() {
    var read = other.range(RangeRequest.key(KEY), Duration.ofSeconds(1)).toCompletableFuture();
    scheduler.settle();
    return read.join().entries().stream().findFirst();
  }

  @Test
  void theRegistrationIsWrittenOnceAndNotAgainWhileItIsTheSame() {
    long session = session();
    host.tell(new Message.SessionStarted(session));
    scheduler.settle();
    assertThat(stored().map(it -> Json.read(Registration.class, it.value()))).contains(RECORD);
    host.tell(new Message.SessionLost());
    host.tell(new Message.SessionStarted(session));
    scheduler.settle();
    assertThat(said).containsExactly(new Said.Registered(RECORD), new Said.Registered(RECORD));
    Entry entry = stored().orElseThrow();
    assertThat(entry.modRevision()).isEqualTo(entry.createRevision());
  }

  @Test
  void anUnknownOutcomeIsReadBack() {
    faults.next(Operation.COMMIT, CallFate.AT_ONCE, new CallFate.Cut(Duration.ZERO, true));
    host.tell(new Message.SessionStarted(session()));
    scheduler.advance(Duration.ofSeconds(3));
    assertThat(said).containsExactly(new Said.Registered(RECORD));
    Entry entry = stored().orElseThrow();
    assertThat(entry.modRevision()).isEqualTo(entry.createRevision());
    assertThat(faults.unmet()).isEmpty();
  }

  @Test
  void aRejectedRegistrationIsOfferedAgainLater() {
    RegistrarActor actor = new RegistrarActor(KEYS, RECORD, 1);
    Now now = new Now(Instant.EPOCH, Duration.ZERO);
    var empty = new Result.Ok<>(new RangeResult(List.of(), false, 7, 1));
    var rejected =
        new Result.Failed<TxnResult>(
            new StoreException(StoreException.Kind.REJECTED, "no such thing", null));
    actor.on(new Message.SessionStarted(5), now);
    assertThat(actor.on(new Message.Read(1, empty), now)).hasSize(1);
    List<Effect<Message, Said>> effects = actor.on(new Message.Written(2, rejected), now);
    assertThat(effects.getFirst()).isEqualTo(new Effect.Emit<>(new Said.Refused("no such thing")));
    Message due = new Message.Due(3);
    assertThat(effects.getLast())
        .isEqualTo(new Effect.Ask<>(new StoreEffect.After<>(Duration.ofSeconds(10), due)));
    assertThat(actor.on(due, now))
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Ask.class, ask -> assertThat(ask.what()).isInstanceOf(StoreEffect.Read.class));
  }

  @Test
  void withoutTheSessionNothingIsWritten() {
    host.tell(new Message.SessionStarted(session() + 1));
    scheduler.advance(Duration.ofSeconds(30));
    assertThat(stored()).isEmpty();
    assertThat(said).isEmpty();
  }
}
