package dev.meso.controller.apiserver.log;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.PhaseChange;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Registration;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.cache.Cache;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a log is.
 *
 * @param url of the agent's API
 * @param path behind it, with query
 */
record LogSource(String agent, URI url, String path) {

  /** Finds the log of a task. */
  static LogSource of(StoredObject object, LogQuery query, Keyspace keyspace, Cache cache) {
    if (!(object.object() instanceof Task task)) {
      throw new IllegalArgumentException("no task: " + object.ref());
    }
    TaskStatus status = task.status();
    if (status == null || status.attempt() == 0) {
      throw missing(
          object, Reason.BAD_REQUEST, "has not started" + why(status) + ": there is no log yet");
    }
    long attempt = query.attempt().orElse(status.attempt());
    if (attempt > status.attempt()) {
      throw missing(
          object, Reason.NOT_FOUND, "has had " + status.attempt() + " attempts, not " + attempt);
    }
    String agent =
        agent(status, attempt)
            .orElseThrow(
                () ->
                    missing(
                        object,
                        Reason.NOT_FOUND,
                        "had its attempt "
                            + attempt
                            + " on an agent that is not recorded any"
                            + " more"));
    URI url =
        cache
            .get(keyspace.text(new Key.Registration(agent)))
            .map(entry -> URI.create(Json.read(Registration.class, entry.value()).url()))
            .orElseThrow(
                () ->
                    missing(
                        object,
                        Reason.NOT_FOUND,
                        "ran on agent " + agent + ", which is not registered any more"));
    String path =
        "/v1/logs/"
            + object.ref().namespace()
            + "/"
            + object.ref().name()
            + "/"
            + attempt
            + "/"
            + container(object, task, query)
            + "/"
            + query.stream()
            + "?uid="
            + object.uid()
            + (query.follow() ? "&follow=true" : "")
            + (query.tailLines().isPresent() ? "&tailLines=" + query.tailLines().getAsLong() : "");
    return new LogSource(agent, url, path);
  }

  private static Optional<String> agent(TaskStatus status, long attempt) {
    if (attempt == status.attempt() && status.agent() != null) {
      return Optional.of(status.agent());
    }
    return status.history().reversed().stream()
        .filter(change -> change.attempt() == attempt && change.agent() != null)
        .map(PhaseChange::agent)
        .findFirst();
  }

  private static String container(StoredObject object, Task task, LogQuery query) {
    List<Container> containers = task.spec() == null ? List.of() : task.spec().containers();
    String names = containers.stream().map(Container::name).collect(Collectors.joining(", "));
    if (query.container().isEmpty()) {
      if (containers.size() == 1) {
        return containers.getFirst().name();
      }
      throw missing(
          object,
          Reason.BAD_REQUEST,
          containers.isEmpty()
              ? "has containers that are not recorded any more: say container="
              : "has several containers, say container= one of: " + names);
    }
    String wanted = query.container().get();
    boolean known = containers.stream().anyMatch(c -> c.name().equals(wanted));
    if (!known && (!containers.isEmpty() || !Keyspace.ID.matcher(wanted).matches())) {
      throw missing(
          object,
          Reason.BAD_REQUEST,
          "has no container '" + wanted + "', expected one of: " + names);
    }
    return wanted;
  }

  private static String why(@org.jspecify.annotations.Nullable TaskStatus status) {
    if (status == null) {
      return "";
    }
    return " ("
        + status.phase().label()
        + (status.message() == null ? "" : ": " + status.message())
        + ")";
  }

  private static ApiError missing(StoredObject object, Reason reason, String what) {
    return ApiError.of(
            reason, "Task " + object.ref().namespace() + "/" + object.ref().name() + " " + what)
        .about(Kind.TASK, object.ref().name());
  }
}
