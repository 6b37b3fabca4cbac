package dev.meso.agent.http;

import dev.meso.agent.driver.UsageMeter;
import dev.meso.agent.sandbox.SandboxException;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.api.codec.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's HTTP API: logs and files of attempts, for controllers. Every request shows the token.
 *
 * <pre>
 * GET /v1/logs/{ns}/{task}/{attempt}/{container}/{stdout|stderr}?follow&tailLines&offset&limit&uid
 * GET /v1/files/{ns}/{task}/{attempt}?path&uid
 * GET /v1/usage
 * GET /healthz
 * </pre>
 *
 * Requests are read on one event loop and served on virtual threads. Thread-safe.
 */
public final class AgentApi implements AutoCloseable {
  /** Requests that are served at once; more are refused. */
  static final int REQUESTS_MAX = 512;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(AgentApi.class);

  private final AgentToken token;
  private final LogEndpoint logs;
  private final FileEndpoint files;
  private final UsageMeter meter = UsageMeter.ofThisMachine(InstantSource.system());
  private final Vertx vertx;
  private final HttpServer server;
  private final String url;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore requests = new Semaphore(REQUESTS_MAX);

  private AgentApi(
      String address, int port, AgentToken token, Sandboxes sandboxes, AttemptLookup attempts)
      throws IOException {
    this.token = token;
    this.logs = new LogEndpoint(sandboxes, attempts);
    this.files = new FileEndpoint(sandboxes, attempts);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // Else a directory vertx-cache-… is left in /tmp by every agent that is killed.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    try {
      this.server = listen(address, port);
    } catch (IOException e) {
      vertx.close();
      throw e;
    }
    this.url =
        "http://"
            + (address.contains(":") ? "[" + address + "]" : address)
            + ":"
            + server.actualPort();
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for a free one
   * @throws IOException if it cannot listen there
   */
  public static AgentApi start(
      String address, int port, AgentToken token, Sandboxes sandboxes, AttemptLookup attempts)
      throws IOException {
    return new AgentApi(address, port, token, sandboxes, attempts);
  }

  /** Where it listens. */
  public String url() {
    return url;
  }

  private HttpServer listen(String address, int port) throws IOException {
    HttpServer made =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(address)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setTcpKeepAlive(true));
    try {
      return made.requestHandler(router())
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "Agent API: could not listen on " + address + " port " + port + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Agent API: interrupted while it began to listen", e);
    }
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(this::authorize);
    router.get("/healthz").handler(context -> context.response().end("ok\n"));
    router
        .get("/v1/logs/:ns/:task/:attempt/:container/:stream")
        .handler(context -> run(context, reply -> logs.serve(new Query(context), reply)));
    router
        .get("/v1/files/:ns/:task/:attempt")
        .handler(
            context ->
                run(
                    context,
                    reply -> {
                      String range = context.request().getHeader("Range");
                      files.serve(new Query(context), range == null ? "" : range, reply);
                    }));
    router
        .get("/v1/usage")
        .handler(context -> run(context, reply -> reply.send(200, "application/json", usage())));
    return router;
  }

  private String usage() throws IOException {
    try {
      return Json.write(meter.measure());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the agent closes", e);
    }
  }

  private void authorize(RoutingContext context) {
    if (token.isShownBy(context.request().getHeader("Authorization"))) {
      context.next();
      return;
    }
    context
        .response()
        .setStatusCode(401)
        .putHeader("WWW-Authenticate", "Bearer")
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end("The agents' token is missing or wrong: expected 'Authorization: Bearer TOKEN'\n");
  }

  /** What serves a request, on a thread of its own. */
  @FunctionalInterface
  private interface Work {
    void serve(Reply reply) throws HttpProblem, SandboxException, IOException;
  }

  private void run(RoutingContext context, Work work) {
    if (!requests.tryAcquire()) {
      context
          .response()
          .setStatusCode(429)
          .putHeader("Retry-After", "1")
          .end("This agent serves " + REQUESTS_MAX + " requests, its limit; try again\n");
      return;
    }
    Reply reply = new Reply(context.response());
    threads.execute(
        () -> {
          try {
            serve(context.request().path(), work, reply);
          } finally {
            requests.release();
          }
        });
  }

  private static void serve(String path, Work work, Reply reply) {
    try {
      try {
        work.serve(reply);
      } catch (HttpProblem e) {
        answer(reply, e.status(), e);
      } catch (SandboxException e) {
        answer(reply, status(e), e);
      }
    } catch (IOException e) {
      log.atDebug().addKeyValue("path", path).setCause(e).log("Response ended early");
      reply.breakOff();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("path", path).setCause(e).log("Request failed");
      reply.breakOff();
    }
  }

  private static int status(SandboxException e) {
    return switch (e) {
      case SandboxException.NotFound _, SandboxException.Collected _ -> 404;
      case SandboxException.Refused _ -> 403;
    };
  }

  private static void answer(Reply reply, int status, Exception why) throws IOException {
    if (reply.begun()) {
      reply.breakOff();
    } else {
      reply.send(status, "text/plain; charset=utf-8", why.getMessage() + "\n");
    }
  }

  /** Ends every request and stops listening. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      // They end their responses first, for which they need the event loop.
      if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atWarn().log("Requests did not end in time");
      }
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().setCause(e).log("Agent API did not close in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
