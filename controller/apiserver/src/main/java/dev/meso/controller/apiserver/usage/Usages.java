package dev.meso.controller.apiserver.usage;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.Registration;
import dev.meso.api.usage.AgentUsage;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.store.cache.Cache;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks every agent what it uses, and keeps the answers for {@link #KEPT}, so that many who look do
 * not become many who ask. Statistics go to no store. Thread-safe; blocks.
 */
public final class Usages implements AutoCloseable {
  /** How old an answer may be. */
  static final Duration KEPT = Duration.ofSeconds(2);

  /** Agents that are asked at the same time. */
  static final int AT_ONCE_MAX = 64;

  /** How long an agent may take. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  /** How long all of them together may take; who has not answered then is silent. */
  private static final Duration ALL_MAX = Duration.ofSeconds(10);

  private final ObjectView view;
  private final Cache cache;
  private final Keyspace keyspace;
  private final Supplier<String> token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_MAX)
          .build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_ONCE_MAX);
  private @Nullable Answers kept;
  private long keptAt;

  /**
   * What the agents said.
   *
   * @param byAgent those that answered
   * @param silent the names of those that did not
   */
  public record Answers(SortedMap<String, AgentUsage> byAgent, List<String> silent) {}

  /**
   * Asks nobody yet.
   *
   * @param token the secret that agents want; asked for each request
   */
  public Usages(ObjectView view, Cache cache, Keyspace keyspace, Supplier<String> token) {
    this.view = view;
    this.cache = cache;
    this.keyspace = keyspace;
    this.token = token;
  }

  /** What they say now, or said a moment ago. */
  public synchronized Answers now() throws InterruptedException {
    if (kept == null || System.nanoTime() - keptAt > KEPT.toNanos()) {
      kept = asked();
      keptAt = System.nanoTime();
    }
    return kept;
  }

  private Answers asked() throws InterruptedException {
    SortedMap<String, Future<Optional<AgentUsage>>> pending = new TreeMap<>();
    for (var agent : view.list(Kind.AGENT, null).objects()) {
      String name = agent.ref().name();
      pending.put(name, threads.submit(() -> ask(name)));
    }
    long end = System.nanoTime() + ALL_MAX.toNanos();
    SortedMap<String, AgentUsage> answers = new TreeMap<>();
    List<String> silent = new ArrayList<>();
    for (var entry : pending.entrySet()) {
      Future<Optional<AgentUsage>> asking = entry.getValue();
      try {
        asking
            .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)
            .ifPresentOrElse(
                usage -> answers.put(entry.getKey(), usage), () -> silent.add(entry.getKey()));
      } catch (TimeoutException e) {
        asking.cancel(true);
        silent.add(entry.getKey());
      } catch (ExecutionException e) {
        throw new IllegalStateException("asking agent " + entry.getKey(), e.getCause());
      }
    }
    return new Answers(answers, List.copyOf(silent));
  }

  private Optional<AgentUsage> ask(String agent) throws InterruptedException {
    places.acquire();
    try {
      Optional<String> url =
          cache
              .get(keyspace.text(new Key.Registration(agent)))
              .map(entry -> Json.read(Registration.class, entry.value()).url());
      if (url.isEmpty()) {
        return Optional.empty();
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url.get()).resolve("/v1/usage"))
              .header("Authorization", "Bearer " + token.get())
              .timeout(ANSWER_MAX)
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? Optional.of(Json.read(AgentUsage.class, answer.body()))
          : Optional.empty();
    } catch (IOException | MalformedRecord | IllegalArgumentException e) {
      // One that cannot be asked, or says nonsense, must not hide the others.
      return Optional.empty();
    } finally {
      places.release();
    }
  }

  /** Ends every request that runs. */
  @Override
  public void close() {
    threads.shutdownNow();
    client.shutdownNow();
  }
}
