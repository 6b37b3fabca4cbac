package dev.meso.simulation.world;

import dev.meso.api.key.Keyspace;
import dev.meso.controller.runtime.ControllerActors;
import dev.meso.controller.runtime.loop.LoopOutput;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.cache.Cache;
import dev.meso.store.election.ElectionEffect;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One controller: the real actors, and whatever starts them again. */
final class ControllerNode implements Life.Program {
  private static final Duration RESTART = Duration.ofSeconds(1);

  private final String name;
  private final Keyspace keyspace;
  private final Wiring wiring;
  private final Reporter reporter;
  private final SplittableRandom seeds;
  private final Life life;
  private @Nullable ControllerActors actors;
  private boolean leads;

  ControllerNode(
      String name,
      Scheduler scheduler,
      MemoryStore store,
      Keyspace keyspace,
      Wiring wiring,
      Reporter reporter,
      SplittableRandom seeds) {
    this.name = name;
    this.keyspace = keyspace;
    this.wiring = wiring;
    this.reporter = reporter;
    this.seeds = seeds;
    this.life = new Life(scheduler, () -> wiring.controllerStore(store.as(name)), this);
  }

  String name() {
    return name;
  }

  Life life() {
    return life;
  }

  /** Whether it believes that it leads. */
  boolean leads() {
    return leads;
  }

  /** What it serves reads from, while it runs. */
  Optional<Cache> cache() {
    return Optional.ofNullable(actors).map(ControllerActors::cache);
  }

  @Override
  public void start(VirtualProcess process, Doom doom) {
    reporter.say(name, "starts");
    ControllerActors started =
        ControllerActors.start(
            new ControllerActors.Settings(name, keyspace, wiring.decider(), seeds.nextLong()),
            process.runtime(),
            new Heard(process),
            wiring::loop);
    actors = started;
    started.stand("http://" + name);
  }

  @Override
  public void ended() {
    reporter.say(name, "is killed");
    actors = null;
    leads = false;
  }

  private final class Heard implements ControllerActors.Listener {
    private final VirtualProcess process;

    Heard(VirtualProcess process) {
      this.process = process;
    }

    @Override
    public void heard(ElectionEffect effect) {
      if (!process.alive()) {
        return;
      }
      switch (effect) {
        case ElectionEffect.Elected(long fence, Duration _) ->
            reporter.say(name, "is elected with fence " + fence);
        case ElectionEffect.Deposed(long fence, String reason) ->
            reporter.say(name, "is deposed of fence " + fence + ": " + reason);
        case ElectionEffect.Extended _, ElectionEffect.Closed _ -> {
          // Nothing to tell.
        }
      }
    }

    @Override
    public void heard(LoopOutput output) {
      if (!process.alive()) {
        return;
      }
      switch (output) {
        case LoopOutput.TookOffice(long fence) -> {
          leads = true;
          reporter.say(name, "takes office with fence " + fence);
        }
        case LoopOutput.LeftOffice(long fence) -> {
          leads = false;
          reporter.say(name, "leaves office of fence " + fence);
        }
        case LoopOutput.Resign(long fence, String reason) ->
            reporter.say(name, "resigns fence " + fence + ": " + reason);
        case LoopOutput.Rejected(String keys, var why) ->
            reporter.say(name, "was rejected for " + keys + ": " + why.getMessage());
        case LoopOutput.Unreadable(String key, String error) ->
            reporter.say(name, "cannot read " + key + ": " + error);
        case LoopOutput.Forked _, LoopOutput.Decided _, LoopOutput.TxnEnded _ -> {
          // Seen in the store.
        }
      }
    }

    @Override
    public void faulted(String component, Throwable why) {
      if (process.alive()) {
        reporter.fault(name, component, why);
        life.crash(RESTART);
      }
    }
  }
}
