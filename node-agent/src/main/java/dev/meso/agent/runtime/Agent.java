package dev.meso.agent.runtime;

import dev.meso.agent.driver.ContainerDriver;
import dev.meso.agent.http.AgentApi;
import dev.meso.agent.http.AgentToken;
import dev.meso.agent.launch.Launcher;
import dev.meso.agent.launch.TaskEnvironment;
import dev.meso.agent.machine.MachineFacts;
import dev.meso.agent.machine.RegistrarActor;
import dev.meso.agent.machine.StateDirectory;
import dev.meso.agent.reconcile.Attempt;
import dev.meso.agent.reconcile.ReconcileMessage;
import dev.meso.agent.reconcile.ReconcileOutput;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.agent.volume.VolumeDirectories;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.SystemTime;
import dev.meso.store.lease.LeaseEffect;
import dev.meso.store.port.Store;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node agent: wires reconciler, driver, session, registration and API, and runs them.
 *
 * <p>{@link #close} ends the agent and leaves its tasks running; another process takes them up from
 * the same state directory. A fault of ours is logged and completes {@link #fault}; the caller then
 * closes the agent and exits, and whoever supervises it starts it again. Thread-safe.
 */
public final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);

  /** How long closing waits for the lease to be given back, and for starts under way. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

  private final AgentConfig config;
  private final StateDirectory state;
  private final ContainerDriver driver;
  private final Store store;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Observations observations = new Observations();
  private final ContainerHands hands;
  private final AgentApi api;
  private final SandboxSweeper sweeper;
  private final AgentActors actors;
  private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
  private final CompletableFuture<Registration> registered = new CompletableFuture<>();
  private final CountDownLatch leaseGivenBack = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  private Agent(
      AgentConfig config,
      StateDirectory state,
      MachineFacts facts,
      ContainerDriver driver,
      Sandboxes sandboxes,
      Store store)
      throws IOException {
    this.config = config;
    this.state = state;
    this.driver = driver;
    this.store = store;
    this.hands =
        new ContainerHands(
            driver,
            new Launcher(
                sandboxes,
                new VolumeDirectories(state.path().resolve("volumes")),
                TaskEnvironment.ofThisProcess(config.name(), config.host()),
                config.logs()),
            executor);
    this.api =
        AgentApi.start(
            config.bindAddress(),
            config.bindPort(),
            AgentToken.readOrCreate(config.tokenFile()),
            sandboxes,
            observations::find);
    this.sweeper =
        new SandboxSweeper(sandboxes, config.sandboxes(), observations, InstantSource.system());
    SystemTime time = new SystemTime();
    this.actors =
        AgentActors.of(
            new AgentActors.Settings(
                new Keyspace(config.root()),
                registration(facts),
                facts.bootId(),
                config.leaseTtl(),
                () -> UUID.randomUUID().toString(),
                new SecureRandom()::nextLong),
            new ActorRuntime(store, executor, time, time),
            new Heard());
  }

  /**
   * Starts an agent on this machine.
   *
   * @throws IOException with a message for people if the state directory is in use or cannot be
   *     written, or the API cannot listen
   */
  public static Agent start(AgentConfig config) throws IOException {
    return start(config, AgentParts.OF_THIS_MACHINE);
  }

  static Agent start(AgentConfig config, AgentParts parts) throws IOException {
    StateDirectory state =
        StateDirectory.open(config.stateDir(), () -> UUID.randomUUID().toString());
    ContainerDriver driver = null;
    Store store = null;
    Agent agent = null;
    try {
      MachineFacts facts = MachineFacts.detect(state.path());
      Sandboxes sandboxes = new Sandboxes(state.path().resolve("sandboxes"));
      driver = parts.driver(state.path(), state.uid());
      store = parts.store(config.etcd());
      agent = new Agent(config, state, facts, driver, sandboxes, store);
      agent.begin();
      return agent;
    } catch (IOException | RuntimeException e) {
      if (agent != null) {
        agent.close();
        throw e;
      }
      if (store != null) {
        store.close();
      }
      if (driver != null) {
        driver.close();
      }
      state.close();
      throw e;
    }
  }

  private void begin() {
    // The reconciler hears what was found before it hears of any later end.
    actors.reconciler().tell(new ReconcileMessage.Begin(driver.recover()));
    driver.onExit(exited -> actors.reconciler().tell(new ReconcileMessage.ContainerExited(exited)));
    sweeper.start();
    actors.begin();
  }

  /** The agent's uid, the same for every process on its state directory. */
  public String uid() {
    return state.uid();
  }

  /** Where the agent's API listens. */
  public String url() {
    return api.url();
  }

  /** Completes when the agent has its session and its registration is in the store. */
  public CompletableFuture<Registration> registered() {
    return registered.copy();
  }

  /** Completes when something in the agent failed that must not; nothing is reported any more. */
  public CompletableFuture<Throwable> fault() {
    return fault.copy();
  }

  /** The attempts that the agent looks after; a moment old. */
  public Collection<Attempt> attempts() {
    return observations.all();
  }

  private Registration registration(MachineFacts facts) {
    TreeMap<String, Quantity> capacity = new TreeMap<>(facts.capacity());
    capacity.putAll(config.resources());
    TreeMap<String, String> attributes = new TreeMap<>(facts.attributes());
    attributes.put(AgentConfig.DETECTED + "cgroup", driver.enforcement().mode());
    attributes.putAll(config.attributes());
    String version = Agent.class.getPackage().getImplementationVersion();
    return new Registration(
        config.name(),
        state.uid(),
        config.host(),
        api.url(),
        version == null ? "development" : version,
        capacity,
        config.portRanges().toString(),
        attributes);
  }

  private void failed(String actor, Throwable why) {
    log.atError().addKeyValue("actor", actor).setCause(why).log("Agent failed");
    fault.complete(why);
  }

  /** Ends the agent. Its tasks run on. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    sweeper.close();
    api.close();
    actors.leave();
    await(leaseGivenBack);
    actors.close();
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    driver.close();
    store.close();
    state.close();
    log.atInfo().addKeyValue("agent", config.name()).log("Agent closed; its tasks run on");
  }

  private void await(CountDownLatch latch) {
    try {
      if (!fault.isDone() && !latch.await(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atInfo().log("Lease could not be given back in time; it ends by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does, logs and passes on what the actors say. */
  private final class Heard implements AgentActors.Listener {
    @Override
    public void heard(ReconcileOutput output) {
      switch (output) {
        case ReconcileOutput.Act(var action) -> hands.carryOut(action, actors.reconciler());
        case ReconcileOutput.Changed(Attempt attempt) -> observations.changed(attempt);
        case ReconcileOutput.Forgotten(var ref) -> observations.forgotten(ref);
        case ReconcileOutput.SessionRefused _ -> {
          // The session's keeper looks.
        }
        case ReconcileOutput.Noticed(String what, String object, String detail) ->
            log.atWarn().addKeyValue("object", object).addKeyValue("detail", detail).log(what);
      }
    }

    @Override
    public void heard(RegistrarActor.Said said) {
      switch (said) {
        case RegistrarActor.Said.Registered(Registration record) -> {
          log.atInfo()
              .addKeyValue("agent", record.agent())
              .addKeyValue("uid", record.uid())
              .addKeyValue("url", record.url())
              .log("Agent registered");
          registered.complete(record);
        }
        case RegistrarActor.Said.Refused(String why) ->
            log.atError()
                .addKeyValue("agent", config.name())
                .addKeyValue("detail", why)
                .log("Registration was rejected by the store; it is offered again later");
      }
    }

    @Override
    public void heard(LeaseEffect effect) {
      switch (effect) {
        case LeaseEffect.SessionStarted(String session, long _, long _) ->
            log.atInfo().addKeyValue("session", session).log("Session started");
        case LeaseEffect.SessionExtended _ -> {
          // For the reconciler.
        }
        case LeaseEffect.SessionLost(String session, String reason) ->
            log.atWarn()
                .addKeyValue("session", session)
                .addKeyValue("reason", reason)
                .log("Session lost; tasks run on, reports wait for a new session");
        case LeaseEffect.NameTaken(LeaseEffect.Claim claim, String message) ->
            log.atError()
                .addKeyValue("agent", config.name())
                .addKeyValue("detail", message)
                .log(
                    claim == LeaseEffect.Claim.HELD
                        ? "Another agent has this name; this one waits, stops what it still runs"
                            + " under it and starts nothing"
                        : "Another agent has this name; this one waits and starts nothing");
        case LeaseEffect.Superseded _ -> {
          // A fault, which is told apart.
        }
        case LeaseEffect.Closed() -> leaseGivenBack.countDown();
      }
    }

    @Override
    public void faulted(String component, Throwable why) {
      failed(component, why);
    }
  }
}
