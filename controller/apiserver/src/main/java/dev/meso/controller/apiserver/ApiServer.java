package dev.meso.controller.apiserver;

import dev.meso.api.key.Keyspace;
import dev.meso.controller.apiserver.discovery.ApiResources;
import dev.meso.controller.apiserver.discovery.DiscoveryPages;
import dev.meso.controller.apiserver.http.HttpEdge;
import dev.meso.controller.apiserver.log.LogProxy;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.PastStates;
import dev.meso.controller.apiserver.object.ViewFeed;
import dev.meso.controller.apiserver.read.Events;
import dev.meso.controller.apiserver.read.Freshness;
import dev.meso.controller.apiserver.read.Reads;
import dev.meso.controller.apiserver.read.Watches;
import dev.meso.controller.apiserver.write.WriteContext;
import dev.meso.controller.apiserver.write.Writes;
import dev.meso.store.cache.Cache;
import dev.meso.store.port.Store;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.Map;
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
  private final Writes writes;
  private final HttpEdge edge;
  private @Nullable ViewFeed feed;
  private @Nullable Thread namespaces;

  /**
   * A server that does not listen yet.
   *
   * @param host a loopback address
   * @param port 0 for any that is free
   * @throws IllegalArgumentException if the host is no loopback address
   */
  public ApiServer(Parts parts, String host, int port) {
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
    Freshness freshness = new Freshness(view, parts.cache(), limits.readWait());
    PastStates past = new PastStates(parts.store(), parts.keyspace(), limits.readWait());
    Reads reads = new Reads(view, past, freshness, parts.clock());
    this.logs = new LogProxy(reads, parts.cache(), parts.keyspace(), parts.agentToken());
    this.writes =
        new Writes(
            new WriteContext(
                view, parts.store(), parts.keyspace(), parts.clock(), parts.uids(), limits));
    Map<String, BooleanSupplier> ready = new java.util.TreeMap<>(parts.ready());
    ready.put("cache-synced", () -> parts.cache().synced() && view.synced());
    ApiTable table =
        new ApiTable(
            reads,
            new Watches(view, freshness, limits.heartbeat(), parts.clock(), metrics),
            writes,
            logs,
            new Explanations(reads, parts.explainer()),
            new Pages(parts.version(), metrics, ready),
            new Events(view, freshness, parts.clock()),
            new DiscoveryPages(ApiResources.served()));
    this.edge = new HttpEdge(parts.vertx(), host, port, table, limits, metrics);
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
    namespaces = Thread.ofVirtual().name("meso-namespaces").start(this::keepNamespaces);
    return edge.listen()
        .onSuccess(port -> log.atInfo().addKeyValue("port", port).log("API server listened"))
        .toCompletionStage();
  }

  /** Ends every request and stops listening. */
  public CompletionStage<Void> stop() {
    if (namespaces != null) {
      namespaces.interrupt();
    }
    if (feed != null) {
      feed.close();
    }
    logs.close();
    return edge.close().toCompletionStage();
  }

  private void keepNamespaces() {
    try {
      writes.ensureDefaultNamespace();
      writes.endNamespaces();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
