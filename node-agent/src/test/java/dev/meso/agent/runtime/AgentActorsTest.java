package dev.meso.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.Exited;
import dev.meso.agent.driver.Running;
import dev.meso.agent.machine.RegistrarActor;
import dev.meso.agent.reconcile.ContainerAction;
import dev.meso.agent.reconcile.ReconcileMessage;
import dev.meso.agent.reconcile.ReconcileOutput;
import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Registration;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.lease.LeaseConfig;
import dev.meso.store.lease.LeaseEffect;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reconciler, session and registration of one agent together, while others want its name. */
class AgentActorsTest {
  private static final Keyspace KEYS = new Keyspace("/meso");
  private static final String ALIVE = KEYS.text(new Key.Alive("a-1"));

  private final VirtualScheduler time = VirtualScheduler.inOrder();
  private final MemoryStore memory = MemoryStore.builder(time).build();
  private final Store others = memory.as("others");
  private final List<String> log = new ArrayList<>();
  private @Nullable AgentActors actors;

  @Test
  void agentWhoseNameAnotherHoldsEndsWhatItRuns() {
    runTask("u1");
    memory.disturb(new Disturbance.CutOff("agent"));
    time.advance(Duration.ofSeconds(10));
    // The others found it lost, and a machine with another uid took its place.
    write(new Txn.Write.Put(ALIVE, Json.write(alive("u2"))));
    assertThat(log).as("what cannot be reached runs on").containsExactly("registered", "start");
    memory.disturb(new Disturbance.Reconnect("agent"));
    time.advance(Duration.ofSeconds(10));
    assertThat(log)
        .containsExactly("registered", "start", "SessionLost", "NameTaken HELD", "terminate");
  }

  @Test
  void agentThatWaitsForItsPredecessorEndsNothingAndStartsNothing() {
    write(
        new Txn.Write.Put(KEYS.text(new Key.Registration("a-1")), Json.write(registration("u0"))));
    assign();
    begin("u1");
    time.advance(Duration.ofMinutes(1));
    assertThat(log).containsExactly("NameTaken RESERVED");
  }

  @Test
  void unreadableAliveKeyEndsNothing() {
    runTask("u1");
    memory.disturb(new Disturbance.CutOff("agent"));
    time.advance(Duration.ofSeconds(10));
    write(new Txn.Write.Put(ALIVE, "what?"));
    memory.disturb(new Disturbance.Reconnect("agent"));
    time.advance(Duration.ofSeconds(30));
    assertThat(log).containsExactly("registered", "start", "SessionLost", "NameTaken UNREADABLE");
  }

  private void runTask(String uid) {
    begin(uid);
    time.advance(Duration.ofSeconds(1));
    assign();
    time.advance(Duration.ofSeconds(1));
    assertThat(log).containsExactly("registered", "start");
  }

  private void begin(String uid) {
    VirtualProcess process = new VirtualProcess(time, memory.as("agent"));
    int[] uuids = new int[1];
    AgentActors begun =
        AgentActors.of(
            new AgentActors.Settings(
                KEYS,
                registration(uid),
                "boot",
                LeaseConfig.AGENT_TTL,
                () -> "uuid-" + ++uuids[0],
                () -> 1),
            process.runtime(),
            new Heard());
    actors = begun;
    begun.reconciler().tell(new ReconcileMessage.Begin(List.of()));
    begun.begin();
  }

  private void assign() {
    Container container =
        new Container("main", List.of("run"), List.of(), null, List.of(), List.of(), null);
    TaskSpec spec =
        new TaskSpec(
            List.of(container), new TreeMap<>(), TaskSpec.RESTART_NEVER, 0, 10, null, null);
    Assignment task =
        new Assignment(
            "default",
            "web",
            "uid-web",
            1,
            Assignment.RUN,
            null,
            null,
            null,
            spec,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            Instant.EPOCH,
            null);
    write(new Txn.Write.Put(KEYS.text(new Key.Assignment("a-1", task.id())), Json.write(task)));
  }

  private static Registration registration(String uid) {
    return new Registration(
        "a-1", uid, "host", "http://host", "1", new TreeMap<>(), "", new TreeMap<>());
  }

  private static Alive alive(String uid) {
    return new Alive("a-1", uid, "session", "boot", Instant.EPOCH);
  }

  private void write(Txn.Write write) {
    var _ = others.commit(new Txn(List.of(), List.of(write)), Duration.ofSeconds(1));
    time.settle();
  }

  /** Hands that do at once what is asked. */
  private final class Heard implements AgentActors.Listener {
    @Override
    public void heard(ReconcileOutput output) {
      if (output instanceof ReconcileOutput.Act(ContainerAction action)) {
        switch (action) {
          case ContainerAction.Start start -> {
            log.add("start");
            tell(
                new ReconcileMessage.Started(
                    new Running(start.id(), 7, 7, Instant.EPOCH.plus(time.now()))));
          }
          case ContainerAction.Terminate terminate -> {
            log.add("terminate");
            tell(
                new ReconcileMessage.ContainerExited(
                    new Exited(
                        terminate.id(),
                        OptionalInt.empty(),
                        OptionalInt.of(15),
                        Exited.Reason.Killed,
                        "",
                        Instant.EPOCH.plus(time.now()))));
          }
          case ContainerAction.Kill _ -> log.add("kill");
          case ContainerAction.Destroy _ -> {
            // Follows from the end.
          }
        }
      }
    }

    private void tell(ReconcileMessage message) {
      if (actors != null) {
        actors.reconciler().tell(message);
      }
    }

    @Override
    public void heard(RegistrarActor.Said said) {
      log.add(said instanceof RegistrarActor.Said.Registered ? "registered" : said.toString());
    }

    @Override
    public void heard(LeaseEffect effect) {
      switch (effect) {
        case LeaseEffect.NameTaken(LeaseEffect.Claim claim, String _) ->
            log.add("NameTaken " + claim);
        case LeaseEffect.SessionLost _ -> log.add("SessionLost");
        case LeaseEffect.SessionStarted _, LeaseEffect.SessionExtended _ -> {
          // The registration follows.
        }
        case LeaseEffect.Superseded _, LeaseEffect.Closed _ -> log.add(effect.toString());
      }
    }

    @Override
    public void faulted(String component, Throwable why) {
      log.add(component + " failed: " + why);
    }
  }
}
