package dev.meso.controller.apiserver;

import dev.meso.api.key.Keyspace;
import dev.meso.controller.apiserver.auth.Authenticator;
import dev.meso.controller.apiserver.auth.Tokens;
import dev.meso.controller.apiserver.discovery.ApiResources;
import dev.meso.controller.apiserver.discovery.DiscoveryPages;
import dev.meso.controller.apiserver.http.HttpEdge;
import dev.meso.controller.apiserver.http.Listener;
import dev.meso.controller.apiserver.log.LogProxy;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.PastStates;
import dev.meso.controller.apiserver.object.ViewFeed;
import dev.meso.controller.apiserver.plan.Plans;
import dev.meso.controller.apiserver.plan.Scheduling;
import dev.meso.controller.apiserver.plan.Snapshots;
import dev.meso.controller.apiserver.rbac.Escalation;
import dev.meso.controller.apiserver.rbac.QueueRights;
import dev.meso.controller.apiserver.rbac.RoleBook;
import dev.meso.controller.apiserver.rbac.RoleGate;
import dev.meso.controller.apiserver.rbac.SelfReviews;
import dev.meso.controller.apiserver.read.Events;
import dev.meso.controller.apiserver.read.Freshness;
import dev.meso.controller.apiserver.read.Reads;
import dev.meso.controller.apiserver.read.Watches;
import dev.meso.controller.apiserver.usage.MetricsApi;
import dev.meso.controller.apiserver.usage.Usages;
import dev.meso.controller.apiserver.write.Previews;
import dev.meso.controller.apiserver.write.WriteContext;
import dev.meso.controller.apiserver.write.Writes;
import dev.meso.store.cache.Cache;
import dev.meso.store.port.Store;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kubernetes-style HTTP API of a controller. Reads come from the watch cache, each write is one
 * guarded transaction; any controller serves both, leader or not.
 *
 * <p>It owns neither the Vertx nor the cache nor the store. {@link #start} and {@link #stop} are
 * called once each.
 */
public final class ApiServer {
  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

  /** How long a change of the token file goes unnoticed at most. */
  private static final Duration TOKENS_EVERY = Duration.ofSeconds(2);

  /**
   * What it is made of.
   *
   * @param uids a new random uid at each call
   * @param agentToken the secret that agents want; asked for each request
   * @param ready further checks for {@code /readyz}, by name
   * @param version of the program
   */
  public record Parts(
      Vertx vertx,
      Cache cache,
      Store store,
      Keyspace keyspace,
      InstantSource clock,
      Supplier<String> uids,
      ApiLimits limits,
      Supplier<String> agentToken,
      Explainer explainer,
      Scheduling scheduling,
      Metrics metrics,
      Map<String, BooleanSupplier> ready,
      String version) {
    public Parts {
      ready = Map.copyOf(ready);
    }
  }

  private final Parts parts;
  private final ObjectView view;
  private final LogProxy logs;
  private final Usages usages;
  private final Writes writes;
  private final HttpEdge edge;
  private @Nullable ViewFeed feed;
  private final Optional<Tokens> tokens;
  private final List<Thread> chores = new ArrayList<>();

  /**
   * A server that does not listen yet.
   *
   * @throws IllegalArgumentException if it would be open to a network without TLS and
   *     authentication, or its files cannot be read
   */
  public ApiServer(Parts parts, Listener listener) {
    this.parts = parts;
    ApiLimits limits = parts.limits();
    Metrics metrics = parts.metrics();
    this.view =
        new ObjectView(
            parts.keyspace(),
            limits.historyEvents(),
            metrics.counter(
                "meso_api_unreadable_records_total", "Stored records that could not be read"));
    metrics.gauge("meso_api_view_revision", "Revision that reads show", view::revision);
    RoleBook book = new RoleBook(view);
    Freshness freshness = new Freshness(view, parts.cache(), limits.readWait());
    PastStates past = new PastStates(parts.store(), parts.keyspace(), limits.readWait());
    Reads reads = new Reads(view, past, freshness, parts.clock());
    this.usages = new Usages(view, parts.cache(), parts.keyspace(), parts.agentToken());
    this.logs = new LogProxy(reads, parts.cache(), parts.keyspace(), parts.agentToken());
    WriteContext context =
        new WriteContext(
            view,
            parts.store(),
            parts.keyspace(),
            parts.clock(),
            parts.uids(),
            limits,
            new Escalation(book),
            new QueueRights(book));
    this.writes = new Writes(context);
    Map<String, BooleanSupplier> ready = new java.util.TreeMap<>(parts.ready());
    ready.put("cache-synced", () -> parts.cache().synced() && view.synced());
    Watches watches = new Watches(view, freshness, limits.heartbeat(), parts.clock(), metrics);
    ApiTable table =
        new ApiTable(
            reads,
            watches,
            writes,
            logs,
            new Explanations(reads, parts.explainer()),
            new Plans(book, new Previews(context), freshness, parts.scheduling()),
            new Snapshots(
                parts.cache(), parts.keyspace(), freshness, parts.clock(), parts.version()),
            new Pages(parts.version(), metrics, ready),
            new Events(view, freshness, watches, parts.clock()),
            new DiscoveryPages(ApiResources.served()),
            new SelfReviews(book),
            new MetricsApi(view, usages));
    boolean guarded = listener.access().guarded();
    this.tokens = listener.access().tokenFile().map(Tokens::of);
    RoleGate gate = new RoleGate(new Authenticator(guarded, tokens), book, view::synced, guarded);
    this.edge = new HttpEdge(parts.vertx(), listener, gate, table, limits, metrics);
  }

  /** Vert.x as this server wants it: without a cache directory that a killed process leaves. */
  public static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Listens, and creates namespace {@code default} as soon as that can be done; gives the port. */
  public CompletionStage<Integer> start() {
    feed = ViewFeed.start(parts.cache(), parts.keyspace().everything(), view);
    chore("meso-namespaces", this::keepNamespaces);
    chore("meso-collector", writes::collect);
    chore("meso-roles", writes::ensureRoles);
    tokens.ifPresent(known -> chore("meso-tokens", () -> keepFresh(known)));
    return edge.listen()
        .onSuccess(port -> log.atInfo().addKeyValue("port", port).log("API server listened"))
        .toCompletionStage();
  }

  /** Ends every request and stops listening. */
  public CompletionStage<Void> stop() {
    chores.forEach(Thread::interrupt);
    if (feed != null) {
      feed.close();
    }
    logs.close();
    usages.close();
    return edge.close().toCompletionStage();
  }

  private interface Chore {
    void run() throws InterruptedException;
  }

  private void chore(String name, Chore chore) {
    chores.add(
        Thread.ofVirtual()
            .name(name)
            .start(
                () -> {
                  try {
                    chore.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private void keepNamespaces() throws InterruptedException {
    writes.ensureDefaultNamespace();
    writes.endNamespaces();
  }

  private static void keepFresh(Tokens tokens) throws InterruptedException {
    while (true) {
      Thread.sleep(TOKENS_EVERY);
      tokens.refresh();
    }
  }
}
