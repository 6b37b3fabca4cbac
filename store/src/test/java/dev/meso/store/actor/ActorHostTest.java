package dev.meso.store.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.time.Now;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Txn;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ActorHostTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final VirtualScheduler time = VirtualScheduler.inOrder();
  private final MemoryStore server = MemoryStore.on(time);
  private final VirtualProcess process = new VirtualProcess(time, server.as("a"));
  private final List<String> said = new ArrayList<>();

  @Test
  void effectsAreCarriedOutAndAnswersComeAsMessages() {
    ActorHost<String, String> host =
        host(
            (message, out) -> {
              out.emit(message);
              if (message.equals("start")) {
                Txn put = new Txn(List.of(), List.of(new Txn.Write.Put("/k", "v")));
                out.ask(new StoreEffect.Watch<>(1, new WatchRequest("/", 0), s -> name(s)));
                out.ask(new StoreEffect.Commit<>(put, DEADLINE, r -> "committed " + ok(r)));
                out.after(Duration.ofSeconds(5), "later");
              }
              if (message.equals("later")) {
                out.ask(new StoreEffect.CancelWatch<>(1));
                out.ask(
                    new StoreEffect.Read<>(RangeRequest.key("/k"), DEADLINE, r -> "read " + ok(r)));
              }
            });
    host.tell("start");
    time.advance(Duration.ofSeconds(4));
    assertThat(said).containsExactlyInAnyOrder("start", "Created", "committed true", "Changes");
    time.advance(Duration.ofSeconds(2));
    assertThat(said).endsWith("later", "read true");
    assertThat(process.faults()).isEmpty();
  }

  @Test
  void failureOfTheStoreIsAResultNotAFault() {
    ActorHost<String, String> host =
        host(
            (message, out) -> {
              out.emit(message);
              if (message.equals("start")) {
                out.ask(
                    new StoreEffect.Commit<>(
                        new Txn(List.of(), List.of(new Txn.Write.Put("/k", "v", 77))),
                        DEADLINE,
                        r -> "committed " + ok(r)));
              }
            });
    host.tell("start");
    time.advance(DEADLINE);
    assertThat(said).containsExactly("start", "committed false");
  }

  @Test
  void actorThatThrowsStopsOnceAndItsTimersAndMessagesAreDropped() {
    ActorHost<String, String> host =
        host(
            (message, out) -> {
              out.emit(message);
              out.after(Duration.ofSeconds(1), "later");
              if (message.equals("bad")) {
                throw new IllegalStateException("broken");
              }
            });
    host.tell("good");
    host.tell("bad");
    host.tell("never");
    time.advance(Duration.ofSeconds(3));
    host.tell("never");
    time.advance(Duration.ofSeconds(3));
    assertThat(said).containsExactly("good");
    assertThat(process.faults()).containsExactly("test: java.lang.IllegalStateException: broken");
  }

  @Test
  void fullMailboxIsAFault() {
    ActorHost<String, String> host = host((message, out) -> out.emit(message));
    for (int i = 0; i <= ActorHost.MAILBOX_MAX; i++) {
      host.tell("m");
    }
    time.settle();
    assertThat(said).isEmpty();
    assertThat(process.faults()).singleElement().asString().contains("Mailbox of test is full");
  }

  @Test
  void closedHostSaysNothingMore() {
    ActorHost<String, String> host = host((message, out) -> out.emit(message));
    host.tell("one");
    time.settle();
    host.tell("two");
    host.close();
    time.settle();
    assertThat(said).containsExactly("one");
    assertThat(process.faults()).isEmpty();
  }

  @Test
  void turnsOnAPoolNeverOverlapAndKeepTheOrder() throws InterruptedException {
    int senders = 4;
    int each = 5_000;
    List<Integer> heard = new ArrayList<>(); // Unsynchronised on purpose: turns must not overlap.
    CountDownLatch all = new CountDownLatch(senders * each);
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      ActorRuntime runtime =
          new ActorRuntime(server.as("b"), pool, process.runtime().timer(), process::now);
      ActorHost<Integer, Integer> host =
          new ActorHost<>(
              "pooled",
              (Integer message, Now _) -> List.of(new Effect.Emit<Integer, Integer>(message)),
              runtime,
              message -> {
                heard.add(message);
                all.countDown();
              },
              process.faultHandler());
      try (ExecutorService from = Executors.newFixedThreadPool(senders)) {
        for (int s = 0; s < senders; s++) {
          int sender = s;
          from.execute(
              () -> {
                for (int i = 0; i < each; i++) {
                  host.tell(sender * each + i);
                }
              });
        }
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(process.faults()).isEmpty();
    assertThat(heard).hasSize(senders * each);
    for (int s = 0; s < senders; s++) {
      int sender = s;
      assertThat(heard.stream().filter(i -> i / each == sender)).isSorted();
    }
  }

  private ActorHost<String, String> host(BiConsumer<String, Effects<String, String>> behaviour) {
    return new ActorHost<>(
        "test",
        (message, _) -> {
          Effects<String, String> out = new Effects<>();
          behaviour.accept(message, out);
          return out.list();
        },
        process.runtime(),
        said::add,
        process.faultHandler());
  }

  private static boolean ok(Result<?> result) {
    return result instanceof Result.Ok<?>;
  }

  private static String name(WatchSignal signal) {
    return signal.getClass().getSimpleName();
  }
}
