package dev.meso.store.memory;

import dev.meso.store.memory.Faults.Call;
import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.port.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is between callers and the store: carries calls and answers, late, out of order or not at
 * all, as the faults and the state of the store's process say. Used on the scheduler only.
 */
final class Network {
  /** Calls that wait in a frozen store's sockets; those beyond are lost. */
  private static final int HELD_MAX = 100_000;

  private final Scheduler scheduler;
  private final Faults faults;
  private final Set<String> cutOff = new TreeSet<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean down;
  private boolean frozen;
  private long lives;
  private long calls;

  Network(Scheduler scheduler, Faults faults) {
    this.scheduler = scheduler;
    this.faults = faults;
  }

  boolean down() {
    return down;
  }

  /** Whether nothing moves between this author and the store. */
  boolean silent(String author) {
    return frozen || cutOff.contains(author);
  }

  boolean isCutOff(String author) {
    return cutOff.contains(author);
  }

  boolean running() {
    return !down && !frozen;
  }

  CallFate fate(String author, Operation operation) {
    return faults.of(new Call(author, operation, ++calls));
  }

  /** The process ended: connections break, what was on its way is lost. */
  void goDown() {
    down = true;
    frozen = false;
    lives++;
    held.clear();
  }

  void comeUp() {
    down = false;
  }

  void freeze() {
    frozen = true;
  }

  /** Lets everything in that waited, in the order in which it came. */
  void thaw() {
    frozen = false;
    List<Runnable> waited = List.copyOf(held);
    held.clear();
    waited.forEach(Runnable::run);
  }

  void cutOff(String author) {
    cutOff.add(author);
  }

  void reconnect(String author) {
    cutOff.remove(author);
  }

  /** Runs it in the store: now, or when it thaws. */
  void inside(Runnable arrival) {
    if (!frozen) {
      arrival.run();
    } else if (held.size() < HELD_MAX) {
      held.add(arrival);
    }
  }

  <T extends @Nullable Object> void carry(
      String author,
      Operation operation,
      Duration deadline,
      Supplier<T> apply,
      CompletableFuture<T> answer) {
    Sent<T> sent =
        new Sent<>(
            author, operation, deadline, scheduler.now().plus(deadline), lives, apply, answer);
    CallFate fate = fate(author, operation);
    if (down) {
      refuse(sent);
      return;
    }
    switch (fate) {
      case CallFate.Refused() -> refuse(sent);
      case CallFate.Cut(Duration there, boolean arrives) -> {
        scheduler.after(
            there,
            () -> {
              if (arrives && !cutOff.contains(author)) {
                inside(() -> applied(sent));
              }
              lost(sent, "the connection broke after sending");
            });
        expire(sent, there);
      }
      case CallFate.Carried(Duration there, Duration back) -> {
        scheduler.after(there, () -> arrive(sent, back));
        expire(sent, there.plus(back));
      }
    }
  }

  private <T extends @Nullable Object> void arrive(Sent<T> sent, Duration back) {
    if (sent.life() != lives) {
      lost(sent, "the store went down");
    } else if (cutOff.contains(sent.author())) {
      expire(sent, sent.deadline());
    } else {
      if (frozen) {
        expire(sent, sent.deadline());
      }
      inside(() -> answer(sent, back, applied(sent)));
    }
  }

  /** What the store makes of it: nothing when it went down meanwhile. */
  private <T extends @Nullable Object> Runnable applied(Sent<T> sent) {
    if (sent.life() != lives) {
      return () -> lost(sent, "the store went down");
    }
    try {
      T value = sent.apply().get();
      return () -> sent.answer().complete(value);
    } catch (StoreException refused) {
      return () -> sent.answer().completeExceptionally(refused);
    }
  }

  private <T extends @Nullable Object> void answer(Sent<T> sent, Duration back, Runnable answer) {
    scheduler.after(
        back,
        () -> {
          if (sent.life() != lives) {
            lost(sent, "the store went down");
          } else if (silent(sent.author())) {
            expire(sent, sent.deadline());
          } else {
            answer.run();
          }
        });
  }

  /** Ends a call at its deadline, if what is under way takes as long as that. */
  private <T extends @Nullable Object> void expire(Sent<T> sent, Duration takes) {
    if (takes.compareTo(sent.deadline()) >= 0) {
      Duration left = sent.until().minus(scheduler.now());
      scheduler.after(
          left.isNegative() ? Duration.ZERO : left,
          () -> lost(sent, "no answer within " + sent.deadline().toMillis() + " ms"));
    }
  }

  private <T extends @Nullable Object> void refuse(Sent<T> sent) {
    scheduler.after(
        Duration.ZERO,
        () ->
            sent.answer()
                .completeExceptionally(
                    new StoreException(
                        StoreException.Kind.UNAVAILABLE,
                        sent.operation() + " was not sent: the store cannot be reached",
                        null)));
  }

  private static <T extends @Nullable Object> void lost(Sent<T> sent, String why) {
    StoreException.Kind kind =
        sent.operation().writes() ? StoreException.Kind.UNKNOWN : StoreException.Kind.UNAVAILABLE;
    sent.answer()
        .completeExceptionally(
            new StoreException(kind, sent.operation() + " has no answer: " + why, null));
  }

  private record Sent<T extends @Nullable Object>(
      String author,
      Operation operation,
      Duration deadline,
      Duration until,
      long life,
      Supplier<T> apply,
      CompletableFuture<T> answer) {}
}
