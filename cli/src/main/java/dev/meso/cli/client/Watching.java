package dev.meso.cli.client;

import dev.meso.cli.session.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list that is kept up to date until the process ends, whatever happens to the connection.
 *
 * <p>After a lost connection the watch resumes from the last resourceVersion that was seen; if the
 * server has forgotten that far back (410), everything is listed anew and only what differs is
 * told.
 */
public final class Watching {
  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration RETRY_MAX = Duration.ofSeconds(2);

  private final Session session;
  private final ApiClient client;
  private final ApiClient.Scope scope;
  private final Listener listener;

  /** By namespace and name, as last told. */
  private final Map<String, ObjectNode> known = new LinkedHashMap<>();

  private String position = "";
  private Duration retry = RETRY_FIRST;

  /** Hears of every change once, in the server's order. */
  @FunctionalInterface
  public interface Listener {
    /** An object is new, changed, or gone. */
    void on(ObjectNode object, boolean deleted);
  }

  /** A watch that has not started. */
  public Watching(Session session, ApiClient client, ApiClient.Scope scope, Listener listener) {
    this.session = session;
    this.client = client;
    this.scope = scope;
    this.listener = listener;
  }

  /**
   * Continues from a list that the listener knows already. Returns only by an exception: a refusal
   * that will not pass, or the end of the reader.
   */
  public void from(ApiClient.Listing listing) {
    listing.items().forEach(this::remember);
    position = listing.resourceVersion();
    while (true) {
      try {
        follow();
      } catch (Refusal refusal) {
        if (refusal.code() == Refusal.GONE) {
          position = "";
        } else if (!refusal.transientError()) {
          throw refusal;
        } else {
          lost(refusal.text());
        }
      } catch (Unreachable unreachable) {
        lost(unreachable.text());
      }
    }
  }

  private void follow() {
    if (position.isEmpty()) {
      relist();
    }
    try (BufferedReader lines = client.watch(scope, position)) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (!line.isBlank()) {
          event(Trees.parse(line));
        }
      }
      // An orderly end: the server was stopped, or bounds the time of a watch.
      session.pause(RETRY_FIRST);
    } catch (SocketTimeoutException _) {
      // Nothing happened for long; the connection may be dead, so the next one takes over.
    } catch (IOException _) {
      session.pause(RETRY_FIRST);
    }
  }

  private void event(ObjectNode event) {
    String type = Trees.text(event, "type");
    if (!(event.get("object") instanceof ObjectNode object)) {
      return;
    }
    if (type.equals("ERROR")) {
      int code = (int) Trees.number(object, "code", 500);
      throw Refusal.of(code, "The watch of " + scope.kind().plural() + " ended", object.toString());
    }
    retry = RETRY_FIRST;
    if (!version(object).isEmpty()) {
      position = version(object);
    }
    if (!type.equals("BOOKMARK")) {
      tell(object, type.equals("DELETED"));
    }
  }

  private void relist() {
    ApiClient.Listing listing = client.list(scope);
    Set<String> gone = new LinkedHashSet<>(known.keySet());
    for (ObjectNode item : listing.items()) {
      gone.remove(key(item));
      ObjectNode last = known.get(key(item));
      if (last == null || !version(item).equals(version(last))) {
        tell(item, false);
      }
    }
    for (String key : gone) {
      ObjectNode last = known.get(key);
      if (last != null) {
        tell(last, true);
      }
    }
    position = listing.resourceVersion();
  }

  private void tell(ObjectNode object, boolean deleted) {
    object.put("apiVersion", scope.kind().apiVersion());
    object.put("kind", scope.kind().kindName());
    if (deleted) {
      known.remove(key(object));
    } else {
      remember(object);
    }
    listener.on(object, deleted);
  }

  private void remember(ObjectNode object) {
    known.put(key(object), object);
  }

  private void lost(String why) {
    if (retry.equals(RETRY_FIRST)) {
      session.note("meso: " + why + " Trying again until it answers.");
    }
    session.pause(retry);
    retry = retry.multipliedBy(2);
    if (retry.compareTo(RETRY_MAX) > 0) {
      retry = RETRY_MAX;
    }
  }

  private static String version(ObjectNode object) {
    return Trees.text(object, "metadata.resourceVersion");
  }

  private static String key(ObjectNode object) {
    return Trees.text(object, "metadata.namespace") + "/" + Trees.text(object, "metadata.name");
  }
}
