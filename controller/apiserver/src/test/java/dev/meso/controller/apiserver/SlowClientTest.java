package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that stop while they send, over plain sockets. */
final class SlowClientTest {
  private final TestServer server =
      TestServer.start(
          ApiLimits.standard().withArrival(Duration.ofSeconds(1)).withWritesInFlight(1));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoStopsInMidBodyIsCutOffAndGivesItsPlaceBack() throws Exception {
    String body = app("whole", 1);
    try (Socket socket = sends(head(body) + body.substring(0, body.length() / 2))) {
      String taken = "meso_api_inflight_requests{lane=\"write\"} 1\n";
      TestServer.until("its place is taken", () -> server.metrics.text().contains(taken));
      assertThat(server.post(APPS, app("a", 1)).code()).isEqualTo(429);
      assertThat(answer(socket)).isEmpty();
    }
    TestServer.until("its place is free", () -> server.post(APPS, app("b", 1)).code() == 201);
    assertThat(server.get(APPS + "/whole").code()).isEqualTo(404);
  }

  @Test
  void whoIsRefusedAndStopsInMidBodyIsCutOff() throws Exception {
    String head = head(app("refused", 1)).replace("Host: localhost", "Host: example.org");
    try (Socket socket = sends(head + "{")) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void whoSendsNoWholeHeadIsCutOff() throws Exception {
    try (Socket nothing = sends("");
        Socket half = sends("GET " + APPS + " HTTP/1.1\r\nHost: loc")) {
      assertThat(answer(nothing)).isEmpty();
      assertThat(answer(half)).isEmpty();
    }
  }

  @Test
  void aWatchOutlivesTheLimit() throws Exception {
    try (WatchReader watch = server.watch(APPS + "?watch=true");
        Socket later = sends("")) {
      assertThat(answer(later)).isEmpty();
      assertThat(server.post(APPS, app("seen", 1)).code()).isEqualTo(201);
      assertThat(watch.next().toString()).contains("seen");
    }
  }

  private static String head(String body) {
    return "POST "
        + APPS
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n";
  }

  private Socket sends(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port);
    socket.setSoTimeout((int) TestServer.DEADLINE.toMillis());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** All that comes until the server closes the connection. */
  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
