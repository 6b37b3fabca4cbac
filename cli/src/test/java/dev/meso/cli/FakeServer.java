package dev.meso.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API server of a few lines: objects in a map, one resourceVersion for all, and answers that a
 * test may put in place of its own.
 */
final class FakeServer implements AutoCloseable {
  /** What a test answers in place of the server; false for "as usual". */
  interface Special extends BiFunction<FakeServer, HttpExchange, Boolean> {}

  private record Rule(String begin, String part, Special special) {}

  final Map<String, ObjectNode> objects = Collections.synchronizedMap(new TreeMap<>());
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<ObjectNode> bodies = new CopyOnWriteArrayList<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private long revision = 100;

  FakeServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }

  /** Stores an object; its text may leave out what every object has. */
  synchronized ObjectNode put(Kind kind, String name, String json) {
    ObjectNode object = Trees.parse(json);
    object.put("apiVersion", kind.apiVersion());
    object.put("kind", kind.kindName());
    ObjectNode meta = object.withObjectProperty("metadata");
    meta.put("name", name);
    if (kind.namespaced() && !meta.has("namespace")) {
      meta.put("namespace", "default");
    }
    if (!meta.has("uid")) {
      meta.put("uid", "uid-" + name);
    }
    meta.put("resourceVersion", Long.toString(++revision));
    if (!meta.has("creationTimestamp")) {
      meta.put("creationTimestamp", "2026-01-01T00:00:00Z");
    }
    objects.put(key(kind, Trees.text(object, "metadata.namespace"), name), object);
    return object;
  }

  /** The object stored under "plural/namespace/name". */
  ObjectNode stored(String key) {
    return Objects.requireNonNull(objects.get(key), key);
  }

  void remove(Kind kind, String name) {
    objects.remove(key(kind, kind.namespaced() ? "default" : "", name));
  }

  /** Answers requests whose "METHOD path" begins so. */
  void on(String methodAndPath, Special special) {
    on(methodAndPath, "", special);
  }

  /** The same, where a part stands somewhere in it; the rule made last is asked first. */
  void on(String methodAndPath, String part, Special special) {
    rules.add(0, new Rule(methodAndPath, part, special));
  }

  static String path(Kind kind, String name) {
    String root = (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
    return root + (kind.namespaced() ? "/namespaces/default/" : "/") + kind.plural() + name;
  }

  static boolean answer(HttpExchange exchange, int code, String body) {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      return true;
    } catch (IOException _) {
      return true;
    }
  }

  static boolean status(HttpExchange exchange, int code, String message) {
    ObjectNode status = Trees.object();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
    status.put("message", message).put("code", code);
    return answer(exchange, code, Trees.compact(status));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      requests.add(line);
      Trees.tryParse(body).ifPresent(bodies::add);
      for (Rule rule : rules) {
        boolean meant = line.startsWith(rule.begin()) && line.contains(rule.part());
        if (meant && rule.special().apply(this, exchange)) {
          return;
        }
      }
      usual(exchange, body);
    }
  }

  private synchronized void usual(HttpExchange exchange, String body) {
    List<String> steps =
        new ArrayList<>(List.of(exchange.getRequestURI().getPath().substring(1).split("/")));
    if (steps.equals(List.of("version"))) {
      answer(exchange, 200, "{\"version\":\"9.9\"}");
      return;
    }
    steps.subList(0, steps.getFirst().equals("api") ? 2 : 3).clear();
    String room = "";
    if (steps.size() >= 3 && steps.getFirst().equals("namespaces")) {
      room = steps.get(1);
      steps.subList(0, 2).clear();
    }
    Kind kind = Kind.ofPlural(steps.getFirst()).orElseThrow();
    boolean dryRun = exchange.getRequestURI().toString().contains("dryRun=All");
    if (steps.size() == 1) {
      if (exchange.getRequestMethod().equals("GET")) {
        list(exchange, kind, room);
      } else {
        create(exchange, kind, Trees.parse(body), dryRun);
      }
      return;
    }
    one(exchange, kind, room, steps.get(1), body, dryRun);
  }

  private void list(HttpExchange exchange, Kind kind, String room) {
    ObjectNode list = Trees.object();
    list.put("kind", kind.kindName() + "List");
    list.putObject("metadata").put("resourceVersion", Long.toString(revision));
    ArrayNode items = list.putArray("items");
    objects.forEach(
        (key, object) -> {
          boolean here =
              key.startsWith(kind.plural() + "/")
                  && (room.isEmpty() || Trees.text(object, "metadata.namespace").equals(room));
          if (here) {
            items.add(object);
          }
        });
    answer(exchange, 200, Trees.compact(list));
  }

  private void create(HttpExchange exchange, Kind kind, ObjectNode object, boolean dryRun) {
    String name = Trees.text(object, "metadata.name");
    if (objects.containsKey(key(kind, Trees.text(object, "metadata.namespace"), name))) {
      status(exchange, 409, kind.singular() + " " + name + " exists");
    } else {
      answer(exchange, 201, dryRun ? "{}" : Trees.compact(put(kind, name, Trees.compact(object))));
    }
  }

  private void one(
      HttpExchange exchange, Kind kind, String room, String name, String body, boolean dryRun) {
    ObjectNode old = objects.get(key(kind, room, name));
    if (old == null) {
      status(exchange, 404, kind.singular() + " " + name + " not found");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET" -> answer(exchange, 200, Trees.compact(old));
      case "PUT" -> {
        ObjectNode changed = Trees.parse(body);
        String version = Trees.text(changed, "metadata.resourceVersion");
        if (!version.equals(Trees.text(old, "metadata.resourceVersion"))) {
          status(exchange, 409, "the object has changed");
          return;
        }
        if (old.has("status")) {
          changed.set("status", old.get("status"));
        }
        answer(exchange, 200, dryRun ? "{}" : Trees.compact(put(kind, name, changed.toString())));
      }
      case "DELETE" -> {
        objects.remove(key(kind, room, name));
        answer(exchange, 200, Trees.compact(old));
      }
      default -> status(exchange, 405, "method not allowed");
    }
  }

  private static String key(Kind kind, String room, String name) {
    return kind.plural() + "/" + room + "/" + name;
  }
}
