package dev.meso.controller.apiserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the lines of a watch, waiting for each no longer than a test may. */
final class WatchReader implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final InputStream body;
  private final BufferedReader reader;

  /** One line. */
  record Event(String type, JsonNode object) {
    String name() {
      return object.at("/metadata/name").asString("");
    }

    long revision() {
      return Long.parseLong(object.at("/metadata/resourceVersion").asString("0"));
    }

    @Override
    public String toString() {
      return type + " " + name();
    }
  }

  WatchReader(HttpResponse<InputStream> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError("watch answered " + response.statusCode());
    }
    this.body = response.body();
    this.reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** The next event; empty when the server has ended the watch. */
  Optional<Event> poll() {
    String line = line();
    if (line == null || line.isBlank()) {
      return Optional.empty();
    }
    JsonNode json = MAPPER.readTree(line);
    return Optional.of(new Event(json.get("type").asString(), json.get("object")));
  }

  Event next() {
    return poll().orElseThrow(() -> new AssertionError("the watch ended"));
  }

  /** A single character, heart-beats included. */
  int raw() {
    return within(
        () -> {
          try {
            return reader.read();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private @Nullable String line() {
    return within(
        () -> {
          try {
            return reader.readLine();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static <T extends @Nullable Object> T within(java.util.function.Supplier<T> read) {
    try {
      return CompletableFuture.supplyAsync(read, Thread::startVirtualThread)
          .get(TestServer.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("nothing came on the watch", e);
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
