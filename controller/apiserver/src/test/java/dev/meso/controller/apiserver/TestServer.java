package dev.meso.controller.apiserver;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.http.Listener;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.apiserver.plan.Scheduling;
import dev.meso.controller.apiserver.rbac.BuiltIn;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.SystemTime;
import dev.meso.store.cache.Cache;
import dev.meso.store.cache.CacheConfig;
import dev.meso.store.memory.ExecutorScheduler;
import dev.meso.store.memory.Faults;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.ScriptedFaults;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real API server on a free port, over a store in memory and a real cache. */
final class TestServer implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Who writes what clients ask for; the cache writes its barriers as another. */
  static final String API = "api";

  static final Instant CLOCK = Instant.parse("2026-01-02T03:04:05.678Z");
  static final String APPS = "/apis/meso.dev/v1/namespaces/default/apps";
  static final String JOBS = "/apis/meso.dev/v1/namespaces/default/jobs";
  static final String TASKS = "/apis/meso.dev/v1/namespaces/default/tasks";
  static final String AGENTS = "/apis/meso.dev/v1/agents";
  static final String QUEUES = "/apis/meso.dev/v1/queues";
  static final String NAMESPACES = "/api/v1/namespaces";
  private static final String CLUSTER_ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

  final ScriptedFaults faults = new ScriptedFaults();
  final Keyspace keyspace = new Keyspace("/meso");
  final Store store;
  final Metrics metrics = new Metrics();
  final int port;

  private final ScheduledExecutorService storeThread = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService actors = Executors.newSingleThreadExecutor();
  private final MemoryStore memory;
  private final Cache cache;
  private final Vertx vertx = Vertx.vertx(ApiServer.vertxOptions());
  private final ApiServer server;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(DEADLINE).build();

  /** Foresees nothing unless a test says so. */
  static final Scheduling NO_SCHEDULING =
      _ -> CompletableFuture.completedFuture(new Scheduling.Foreseen(true, 0, java.util.Map.of()));

  /** A server with the standard limits. */
  static TestServer start() {
    return new TestServer(ApiLimits.standard(), (_, _, _) -> done("{}"));
  }

  /** A server that clients reach in another way. */
  static TestServer start(Access access) {
    return new TestServer(
        ApiLimits.standard(), (_, _, _) -> done("{}"), NO_SCHEDULING, false, access);
  }

  static TestServer start(ApiLimits limits) {
    return new TestServer(limits, (_, _, _) -> done("{}"));
  }

  static TestServer start(ApiLimits limits, Explainer explainer) {
    return new TestServer(limits, explainer);
  }

  /** A server that gets no answer when it reads the state for the first time. */
  static TestServer startUnread(ApiLimits limits) {
    return new TestServer(limits, (_, _, _) -> done("{}"), NO_SCHEDULING, true, Access.OPEN);
  }

  static CompletionStage<String> done(String json) {
    return CompletableFuture.completedFuture(json);
  }

  /** A server with the standard limits that plans with this. */
  static TestServer start(Scheduling scheduling) {
    TestServer server =
        new TestServer(
            ApiLimits.standard(), (_, _, _) -> done("{}"), scheduling, false, Access.OPEN);
    server.awaitReady();
    return server;
  }

  private TestServer(ApiLimits limits, Explainer explainer) {
    this(limits, explainer, NO_SCHEDULING, false, Access.OPEN);
    awaitReady();
  }

  private void awaitReady() {
    until("ready", () -> get("/readyz").code() == 200);
    until("namespace default", () -> get(NAMESPACES + "/default").code() == 200);
    // The last thing that a server writes by itself: a fault is for what a test asks for.
    String last = BuiltIn.roles().getLast().metadata().requireName();
    until("role " + last, () -> get(CLUSTER_ROLES + "/" + last).code() == 200);
  }

  private TestServer(
      ApiLimits limits, Explainer explainer, Scheduling scheduling, boolean unread, Access access) {
    if (unread) {
      faults.next(Faults.Operation.RANGE, new Faults.CallFate.Carried(DEADLINE, Duration.ZERO));
    }
    memory = MemoryStore.builder(new ExecutorScheduler(storeThread)).faults(faults).build();
    store = memory.as(API);
    SystemTime time = new SystemTime();
    cache =
        Cache.start(
            CacheConfig.controller(
                keyspace.everything(),
                new CacheConfig.BarrierKey(keyspace.text(new Key.Barrier("c1")), "c1"),
                keyspace.everyAlive(),
                Duration.ofSeconds(5),
                1),
            new ActorRuntime(memory.as("cache"), actors, time, time),
            (_, why) -> why.printStackTrace());
    server =
        new ApiServer(
            new ApiServer.Parts(
                vertx,
                cache,
                store,
                keyspace,
                () -> CLOCK,
                () -> UUID.randomUUID().toString(),
                limits,
                () -> "secret",
                explainer,
                scheduling,
                metrics,
                Map.of(),
                "0.1.0"),
            new Listener("127.0.0.1", 0, access));
    port = await(server.start());
  }

  @Override
  public void close() {
    await(server.stop());
    client.shutdownNow();
    cache.close();
    await(vertx.close().toCompletionStage());
    actors.shutdownNow();
    storeThread.shutdownNow();
  }

  // ---- HTTP

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  Answer put(String path, String body) {
    return send("PUT", path, "application/json", body);
  }

  Answer patch(String path, String body) {
    return send("PATCH", path, "application/merge-patch+json", body);
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer send(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Waits for namespace default in the store, where nobody can ask the API for it. */
  void awaitNamespace() {
    Key.Spec key = new Key.Spec(Kind.NAMESPACE, null, "default");
    until("namespace default", () -> entry(key).isPresent());
  }

  Answer send(String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (!headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    return send(request);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(DEADLINE);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(r -> new Answer(r.statusCode(), r.body(), r.headers()));
  }

  /** A streamed answer that the caller reads. */
  HttpResponse<InputStream> open(String path) {
    try {
      return client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  WatchReader watch(String path) {
    return new WatchReader(open(path));
  }

  // ---- what the leader and agents do

  /** Writes keys in one transaction, unguarded, and gives its revision. */
  long commit(Txn.Write... writes) {
    TxnResult result = await(store.commit(new Txn(List.of(), List.of(writes)), DEADLINE));
    return result.revision();
  }

  Txn.Write put(Key key, Object value) {
    return new Txn.Write.Put(keyspace.text(key), Json.write(value));
  }

  Txn.Write remove(Key key) {
    return new Txn.Write.Delete(keyspace.text(key));
  }

  Key spec(Kind kind, @Nullable String namespace, String name) {
    return new Key.Spec(kind, namespace, name);
  }

  Key status(Kind kind, @Nullable String namespace, String name) {
    return new Key.Status(kind, namespace, name);
  }

  Optional<Entry> entry(Key key) {
    return await(store.range(RangeRequest.key(keyspace.text(key)), DEADLINE)).entries().stream()
        .findFirst();
  }

  <T extends ApiObject> T stored(Class<T> type, Key key) {
    return Json.read(type, entry(key).orElseThrow().value());
  }

  // ---- waiting

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static void until(String what, java.util.function.BooleanSupplier holds) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not in " + DEADLINE + ": " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  // ---- objects

  static String app(String name, int replicas) {
    return app(name, replicas, "");
  }

  static String app(String name, int replicas, String metadata) {
    return """
    {"apiVersion":"meso.dev/v1","kind":"App","metadata":{"name":"%s"%s},
     "spec":{"replicas":%d,"template":{"spec":{"containers":[
       {"name":"main","command":["sleep","60"]}]}}}}
    """
        .formatted(name, metadata, replicas);
  }

  static String task(String name) {
    return """
    {"apiVersion":"meso.dev/v1","kind":"Task","metadata":{"name":"%s"},
     "spec":{"containers":[{"name":"main","command":["sleep","60"]}]}}
    """
        .formatted(name);
  }
}
