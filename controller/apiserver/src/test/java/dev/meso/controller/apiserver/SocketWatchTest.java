package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Watches over a WebSocket: one event in each message, as Fabric8's client wants it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SocketWatchTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    client.shutdownNow();
    server.close();
  }

  private WebSocket open(String path, Messages messages) {
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port + path), messages)
        .join();
  }

  @Test
  void eventsComeAsMessagesAndTheEndIsAClose() throws InterruptedException {
    long before = server.post(APPS, app("first", 1)).revision();
    Messages messages = new Messages();
    WebSocket socket =
        open(APPS + "?watch=true&timeoutSeconds=2&resourceVersion=" + before, messages);
    server.post(APPS, app("second", 1));
    server.patch(APPS + "/second", "{\"spec\":{\"replicas\":2}}");
    assertThat(messages.next()).startsWith("{\"type\":\"ADDED\"").contains("second").endsWith("}}");
    assertThat(messages.next()).startsWith("{\"type\":\"MODIFIED\"");
    assertThat(messages.next()).isEqualTo("closed 1000");
    socket.abort();
  }

  @Test
  void aWatchThatIsRefusedIsAnsweredOverHttp() {
    assertThatThrownBy(() -> open(APPS + "?watch=true&fieldSelector=nothing%3D1", new Messages()))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(400));
  }

  @Test
  void aClientThatLeavesGivesItsPlaceBack() {
    WebSocket socket = open(APPS + "?watch=true", new Messages());
    TestServer.until("watched", () -> server.metrics.text().contains("meso_api_watchers 1\n"));
    socket.abort();
    server.post(APPS, app("third", 1));
    TestServer.until("left", () -> server.metrics.text().contains("meso_api_watchers 0\n"));
    TestServer.until(
        "released",
        () -> server.metrics.text().contains("meso_api_inflight_requests{lane=\"stream\"} 0\n"));
  }

  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        all.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      all.add("closed " + code);
      return CompletableFuture.completedFuture(null);
    }

    String next() throws InterruptedException {
      String message = all.poll(TestServer.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return message == null ? "nothing" : message;
    }
  }
}
