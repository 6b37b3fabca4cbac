package dev.meso.store.election;

import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A candidate in a process of its own, and what it believes. */
final class Candidate {
  final String name;
  final VirtualProcess process;
  final ActorHost<ElectionMessage, ElectionEffect> host;
  final List<String> log = new ArrayList<>();
  long fence;
  Duration until = Duration.ZERO;

  Candidate(String name, MemoryStore server, Scheduler time, long seed) {
    this.name = name;
    process = new VirtualProcess(time, server.as(name));
    host =
        new ActorHost<>(
            "election of " + name,
            new ElectionActor(
                ElectionConfig.of("/meso/leader", name, "http://127.0.0.1:1/" + name, seed)),
            process.runtime(),
            this::hear,
            process.faultHandler());
    host.tell(new ElectionMessage.Start());
  }

  /** Whether it would act as leader now. */
  boolean leads() {
    return fence > 0 && process.now().monotonic().compareTo(until) < 0;
  }

  private void hear(ElectionEffect effect) {
    switch (effect) {
      case ElectionEffect.Elected(long of, Duration time) -> {
        log.add("elected");
        fence = of;
        until = time;
      }
      case ElectionEffect.Extended(long _, Duration time) -> until = time;
      case ElectionEffect.Deposed(long _, String reason) -> {
        log.add("deposed: " + reason);
        fence = 0;
      }
      case ElectionEffect.Closed() -> log.add("closed");
    }
  }
}
