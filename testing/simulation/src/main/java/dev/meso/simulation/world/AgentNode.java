package dev.meso.simulation.world;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Running;
import dev.meso.agent.machine.RegistrarActor;
import dev.meso.agent.reconcile.ContainerAction;
import dev.meso.agent.reconcile.ReconcileMessage;
import dev.meso.agent.reconcile.ReconcileOutput;
import dev.meso.agent.runtime.AgentActors;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Registration;
import dev.meso.simulation.machine.Machine;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.lease.LeaseConfig;
import dev.meso.store.lease.LeaseEffect;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One agent on one machine: the real actors, simulated hands, and whatever starts them again. */
final class AgentNode implements Life.Program {
  private static final Duration RESTART = Duration.ofSeconds(1);
  private static final Duration HANDS_MAX = Duration.ofMillis(60);

  private final Machine machine;
  private final Registration registration;
  private final Keyspace keyspace;
  private final Wiring wiring;
  private final Reporter reporter;
  private final SplittableRandom random;
  private final boolean fragile;
  private final Life life;
  private @Nullable AgentActors actors;

  /**
   * An agent that is not running.
   *
   * @param registration whose uid is on the machine's disk
   * @param fragile whether it may find out that it should not be there, and end
   */
  AgentNode(
      Machine machine,
      Registration registration,
      Scheduler scheduler,
      MemoryStore store,
      Keyspace keyspace,
      Wiring wiring,
      Reporter reporter,
      SplittableRandom random,
      boolean fragile) {
    this.machine = machine;
    this.registration = registration;
    this.keyspace = keyspace;
    this.wiring = wiring;
    this.reporter = reporter;
    this.random = random;
    this.fragile = fragile;
    this.life = new Life(scheduler, () -> wiring.agentStore(store.as(registration.agent())), this);
  }

  String name() {
    return registration.agent();
  }

  Machine machine() {
    return machine;
  }

  Registration registration() {
    return registration;
  }

  Life life() {
    return life;
  }

  @Override
  public void start(VirtualProcess process, Doom doom) {
    reporter.say(name(), "starts with uid " + registration.uid());
    AgentActors started =
        AgentActors.of(
            new AgentActors.Settings(
                keyspace,
                registration,
                machine.bootId(),
                LeaseConfig.AGENT_TTL,
                this::uuid,
                random::nextLong),
            process.runtime(),
            new Heard(process, doom),
            wiring::reconciler);
    actors = started;
    started
        .reconciler()
        .tell(
            new ReconcileMessage.Begin(
                machine.recover(
                    exited ->
                        started.reconciler().tell(new ReconcileMessage.ContainerExited(exited)))));
    started.begin();
  }

  @Override
  public void ended() {
    reporter.say(name(), "is killed");
    machine.agentEnded();
    actors = null;
  }

  private String uuid() {
    return String.format(
        java.util.Locale.ROOT, "%016x-%016x", random.nextLong(), random.nextLong());
  }

  /** Carries out what the reconciler wants, a moment later, unless the process ended before. */
  private void act(VirtualProcess process, Doom doom, ContainerAction action) {
    var _ =
        process
            .runtime()
            .timer()
            .schedule(
                within(),
                () -> {
                  if (doom.permits()) {
                    act(process, action);
                  }
                });
  }

  private void act(VirtualProcess process, ContainerAction action) {
    AgentActors running = actors;
    if (running == null) {
      return;
    }
    switch (action) {
      case ContainerAction.Start start -> {
        Optional<Running> began = machine.start(start.id(), start.assignment());
        ReconcileMessage answer =
            began.isPresent()
                ? new ReconcileMessage.Started(began.get())
                : new ReconcileMessage.StartFailed(
                    start.id(), "PreparationFailed", "No space left on device");
        var _ =
            process.runtime().timer().schedule(within(), () -> running.reconciler().tell(answer));
      }
      case ContainerAction.Terminate(ContainerId id) -> machine.terminate(id);
      case ContainerAction.Kill(ContainerId id) -> machine.kill(id);
      case ContainerAction.Destroy(ContainerId id) -> machine.destroy(id);
    }
  }

  private Duration within() {
    return Duration.ofNanos(random.nextLong(HANDS_MAX.toNanos()));
  }

  private final class Heard implements AgentActors.Listener {
    private final VirtualProcess process;
    private final Doom doom;

    Heard(VirtualProcess process, Doom doom) {
      this.process = process;
      this.doom = doom;
    }

    @Override
    public void heard(ReconcileOutput output) {
      switch (output) {
        case ReconcileOutput.Act(ContainerAction action) -> act(process, doom, action);
        case ReconcileOutput.Noticed(String what, String object, String detail) ->
            reporter.say(name(), what + ": " + object + ": " + detail);
        case ReconcileOutput.SessionRefused _ ->
            reporter.say(name(), "was refused: its session is over");
        case ReconcileOutput.Changed _, ReconcileOutput.Forgotten _ -> {
          // Seen in the store.
        }
      }
    }

    @Override
    public void heard(RegistrarActor.Said said) {
      switch (said) {
        case RegistrarActor.Said.Registered _ -> reporter.say(name(), "is registered");
        case RegistrarActor.Said.Refused(String why) ->
            reporter.say(name(), "cannot register: " + why);
      }
    }

    @Override
    public void heard(LeaseEffect effect) {
      switch (effect) {
        case LeaseEffect.SessionStarted(String session, long _, long createRevision) ->
            reporter.say(name(), "has session " + session + " at " + createRevision);
        case LeaseEffect.SessionExtended _ -> {
          // Too often to be told.
        }
        case LeaseEffect.SessionLost(String session, String reason) ->
            reporter.say(name(), "lost session " + session + ": " + reason);
        case LeaseEffect.NameTaken(var _, String message) -> reporter.say(name(), message);
        case LeaseEffect.Superseded(String message) -> reporter.say(name(), message);
        case LeaseEffect.Closed() -> reporter.say(name(), "gave its lease back");
      }
    }

    @Override
    public void faulted(String component, Throwable why) {
      if (!process.alive()) {
        return;
      }
      if (fragile) {
        reporter.say(name(), component + " ends it: " + why.getMessage());
        life.end();
      } else {
        reporter.fault(name(), component, why);
        life.crash(RESTART);
      }
    }
  }
}
