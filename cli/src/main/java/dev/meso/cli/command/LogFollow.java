package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.ApiClient.LogRequest;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.ReaderGone;
import dev.meso.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the logs of a task, or of all tasks of an App or Job: also of attempts and tasks that
 * begin later. Ends when the task or Job has ended and all was shown; never for an App that stays.
 */
final class LogFollow {
  private static final int FOLLOWED_MAX = 100;
  private static final Duration FOREVER = Duration.ofDays(10_000);

  /** Makes the request for a stream of an attempt. */
  @FunctionalInterface
  interface Requests {
    LogRequest of(String namespace, String task, String stream, long attempt);
  }

  private final Session session;
  private final ApiClient client;
  private final String namespace;
  private final Ref ref;
  private final Requests requests;
  private final Patience patience;

  private record Followed(List<LogPump> pumps, List<Thread> threads) {
    boolean running() {
      return threads.stream().anyMatch(Thread::isAlive);
    }
  }

  private final Map<String, Followed> followed = new LinkedHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  LogFollow(Session session, ApiClient client, String namespace, Ref ref, Requests requests) {
    this.session = session;
    this.client = client;
    this.namespace = namespace;
    this.ref = ref;
    this.requests = requests;
    this.patience = new Patience(FOREVER);
  }

  int run(List<String> streams) {
    Lookup.get(client, namespace, ref);
    while (true) {
      Optional<Boolean> over = patience.ask(() -> look(streams));
      followed.values().forEach(this::check);
      if (over.orElse(false) && followed.values().stream().noneMatch(Followed::running)) {
        return result();
      }
      patience.again();
    }
  }

  /** Starts what is new, marks what has ended; whether nothing more will come. */
  private boolean look(List<String> streams) {
    Optional<ObjectNode> object = client.find(ref.kind(), namespace, ref.name());
    List<ObjectNode> tasks =
        ref.kind() == Kind.TASK
            ? object.map(List::of).orElse(List.of())
            : object.map(o -> LogTargets.ownedBy(client, namespace, o)).orElse(List.of());
    List<String> present = new ArrayList<>();
    for (ObjectNode task : tasks) {
      String key = key(task);
      present.add(key);
      if (LogTargets.ended(task)) {
        ended.add(key);
      }
      if (LogTargets.started(task) && !followed.containsKey(key)) {
        start(task, key, streams);
      }
    }
    followed.keySet().stream().filter(key -> !present.contains(key)).forEach(ended::add);
    return object.isEmpty() || finished(object.get());
  }

  private boolean finished(ObjectNode object) {
    return switch (ref.kind()) {
      case TASK -> LogTargets.ended(object);
      case JOB ->
          switch (Trees.text(object, "status.phase")) {
            case "Succeeded", "Failed" -> true;
            default -> false;
          };
      default -> false;
    };
  }

  private void start(ObjectNode task, String key, List<String> streams) {
    if (followed.values().stream().filter(Followed::running).count() >= FOLLOWED_MAX) {
      throw Failure.usage(
          ref + " has more than " + FOLLOWED_MAX + " tasks to follow: name one of them");
    }
    String name = Trees.text(task, "metadata.name");
    List<LogPump> pumps = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (String stream : streams) {
      LogPump pump =
          new LogPump(
              session,
              client,
              requests.of(namespace, name, stream, LogTargets.attempt(task)),
              Logs.sink(session, stream, ref.kind() == Kind.TASK ? "" : name),
              () -> ended.contains(key),
              patience::wake);
      pumps.add(pump);
      threads.add(Thread.ofPlatform().daemon().name("log " + name + " " + stream).start(pump));
    }
    followed.put(key, new Followed(pumps, threads));
  }

  private void check(Followed one) {
    for (LogPump pump : one.pumps()) {
      RuntimeException failure = pump.failure();
      if (failure instanceof ReaderGone || (failure != null && ref.kind() == Kind.TASK)) {
        throw failure;
      }
    }
  }

  private int result() {
    int code = ExitCode.OK;
    for (Followed one : followed.values()) {
      for (LogPump pump : one.pumps()) {
        if (pump.failure() instanceof Failure failure) {
          session.note("meso: " + failure.text());
          code = failure.exitCode();
        }
      }
    }
    return code;
  }

  private static String key(ObjectNode task) {
    return Trees.text(task, "metadata.uid")
        + "/"
        + Trees.text(task, "metadata.name")
        + "/"
        + LogTargets.attempt(task);
  }
}
