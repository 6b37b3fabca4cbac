package dev.meso.controller.runtime;

import dev.meso.api.key.Keyspace;
import dev.meso.controller.apiserver.ApiLimits;
import dev.meso.controller.apiserver.ApiServer;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.forecast.Forecaster;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.runtime.loop.LoopOutput;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.SystemTime;
import dev.meso.store.cache.Cache;
import dev.meso.store.election.ElectionEffect;
import dev.meso.store.etcd.EtcdStore;
import dev.meso.store.port.Store;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One controller: watch cache, election, decision loop and API server, wired together. Every
 * controller serves the API; the elected one decides.
 *
 * <p>Thread-safe. A fault of ours ends it: {@link #fault()} completes, and the process should exit
 * with a status other than zero, so that whatever supervises it starts it again.
 */
public final class Controller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

  /** Cache, election and loop are three; more threads than that have nothing to do. */
  private static final int ACTOR_THREADS = 3;

  private static final String VERSION =
      Optional.ofNullable(Controller.class.getPackage().getImplementationVersion())
          .orElse("development");

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final ControllerConfig config;
  private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
  private final CompletableFuture<Void> electionClosed = new CompletableFuture<>();
  private final FaultLog faults;
  private final Store store;
  private final ExecutorService executor;
  private final ControllerActors actors;
  private final ActorHost<Compaction.Message, Void> compaction;
  private final ControllerMetrics metrics;
  private final Vertx vertx;
  private final ApiServer api;
  private final String url;
  private volatile boolean leads;

  private Controller(ControllerConfig config) {
    this.config = config;
    Keyspace keyspace = new Keyspace(config.root());
    SystemTime time = new SystemTime();
    this.faults = new FaultLog(config.data());
    this.store = EtcdStore.connect(config.etcd());
    this.executor =
        Executors.newFixedThreadPool(
            ACTOR_THREADS, Thread.ofPlatform().name("actor-", 0).daemon().factory());
    ActorRuntime runtime = new ActorRuntime(store, executor, time, time);
    Metrics registry = new Metrics();
    this.metrics = new ControllerMetrics(registry, () -> leads);
    Decider decider = new Decider(config.lostAfter(), Placer.by(Scoring.SPREAD));
    Explain explain = new Explain(config.lostAfter());
    this.actors =
        ControllerActors.start(
            new ControllerActors.Settings(
                config.name(), keyspace, decider, config.unshared(), config.seed()),
            runtime,
            new Heard());
    Cache cache = actors.cache();
    this.vertx = Vertx.vertx(ApiServer.vertxOptions());
    this.api =
        new ApiServer(
            new ApiServer.Parts(
                vertx,
                cache,
                store,
                keyspace,
                InstantSource.system(),
                () -> UUID.randomUUID().toString(),
                ApiLimits.standard().withConnections(config.connectionsMax()),
                config::agentToken,
                new LoopExplainer(actors.loop(), explain, time),
                new LoopScheduling(actors.loop(), new Forecaster(decider, explain), time),
                registry,
                Map.of(),
                VERSION),
            config.api());
    this.url =
        config.api().scheme()
            + "://"
            + config.api().host()
            + ":"
            + api.start().toCompletableFuture().join();
    this.compaction =
        new ActorHost<>(
            "compaction",
            new Compaction(cache::revision, () -> leads),
            runtime,
            _ -> {},
            this::faulted);
  }

  /**
   * Starts a controller; it serves and stands for election as soon as etcd answers.
   *
   * @throws CompletionException if the API cannot listen
   */
  public static Controller start(ControllerConfig config) {
    Controller controller = new Controller(config);
    LOG.atInfo()
        .addKeyValue("controller", config.name())
        .addKeyValue("api", controller.url())
        .addKeyValue("etcd", config.etcd())
        .addKeyValue("seed", config.seed())
        .log("Controller started");
    if (controller.faults.safeMode(java.time.Instant.now())) {
      LOG.atError()
          .addKeyValue("faults", FaultLog.FAULTS_MAX)
          .addKeyValue("within", FaultLog.WINDOW)
          .log("Started in safe mode: it serves, but does not stand for election");
    } else {
      controller.actors.stand(controller.url);
    }
    if (config.compact()) {
      controller.compaction.tell(new Compaction.Message.Due());
    }
    return controller;
  }

  /** Where the API is. */
  public String url() {
    return url;
  }

  /** Completes when a fault of ours makes it useless to go on. */
  public CompletableFuture<Throwable> fault() {
    return fault.copy();
  }

  @Override
  public void close() {
    settled(api.stop());
    if (actors.resign()) {
      settled(electionClosed);
    }
    actors.close();
    compaction.close();
    executor.shutdownNow();
    store.close();
    settled(vertx.close().toCompletionStage());
    LOG.atInfo().addKeyValue("controller", config.name()).log("Controller stopped");
  }

  /** Waits a little; what has not ended by then ends with the process. */
  private static void settled(CompletionStage<?> end) {
    try {
      end.toCompletableFuture().get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // A lease ends by itself, a connection with the process.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void faulted(String component, Throwable why) {
    LOG.atError()
        .addKeyValue("component", component)
        .setCause(why)
        .log("Fault; the controller ends");
    if (fault.complete(why)) {
      faults.record(java.time.Instant.now());
    }
  }

  /** Logs and counts what the actors say. */
  private final class Heard implements ControllerActors.Listener {
    @Override
    public void heard(ElectionEffect effect) {
      switch (effect) {
        case ElectionEffect.Elected(long fence, Duration _) ->
            LOG.atInfo().addKeyValue("fence", fence).log("Elected");
        case ElectionEffect.Extended _ -> {
          // Nothing has changed.
        }
        case ElectionEffect.Deposed(long fence, String reason) ->
            LOG.atWarn().addKeyValue("fence", fence).addKeyValue("reason", reason).log("Deposed");
        case ElectionEffect.Closed() -> electionClosed.complete(null);
      }
    }

    @Override
    public void heard(LoopOutput output) {
      metrics.count(output);
      switch (output) {
        case LoopOutput.Resign(long fence, String reason) ->
            LOG.atWarn().addKeyValue("fence", fence).addKeyValue("reason", reason).log("Resigned");
        case LoopOutput.TookOffice(long fence) -> {
          leads = true;
          LOG.atInfo().addKeyValue("fence", fence).log("Took office");
        }
        case LoopOutput.LeftOffice(long fence) -> {
          leads = false;
          LOG.atInfo().addKeyValue("fence", fence).log("Left office");
        }
        case LoopOutput.Rejected(String keys, var why) ->
            LOG.atError()
                .addKeyValue("keys", keys)
                .addKeyValue("why", why.getMessage())
                .log("The store rejected a transaction; it is decided on again");
        case LoopOutput.Unreadable(String key, String error) ->
            LOG.atWarn()
                .addKeyValue("key", key)
                .addKeyValue("error", error)
                .log("A key could not be read; it is left alone until it changes");
        case LoopOutput.Forked(var view, var reader) ->
            // What is read off a copy takes its time: not on an actor's thread.
            Thread.ofVirtual().start(() -> reader.accept(view));
        case LoopOutput.Decided _, LoopOutput.TxnEnded _ -> {
          // Counted above.
        }
      }
    }

    @Override
    public void faulted(String component, Throwable why) {
      Controller.this.faulted(component, why);
    }
  }
}
