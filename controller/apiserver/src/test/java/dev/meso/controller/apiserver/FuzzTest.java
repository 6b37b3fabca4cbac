package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever comes over a socket is answered with a code that says what is wrong, and nobody else
 * notices. {@code -Dmeso.fuzz.cases} and {@code -Dmeso.fuzz.seed} make other and more requests.
 */
final class FuzzTest {
  private static final int CASES = Integer.getInteger("meso.fuzz.cases", 2_000);
  private static final long SEED = Long.getLong("meso.fuzz.seed", 1);

  /** After so many requests the canary is asked whether it is alive. */
  private static final int CANARY_EVERY = 250;

  private static final Set<Integer> CODES =
      Set.of(
          200, 201, 400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 422, 429, 431, 501, 503, 504);
  private static final String CANARY = "/apis/meso.dev/v1/namespaces/canary/apps";
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void everyRequestIsAnsweredAndNobodyElseNotices() throws IOException {
    try (TestServer server =
        TestServer.start(ApiLimits.standard().withReadWait(Duration.ofMillis(50)))) {
      server.post(
          TestServer.NAMESPACES,
          "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"canary\"}}");
      try (WatchReader canary = server.watch(CANARY + "?watch=true")) {
        for (int i = 0; i < CASES; i++) {
          long seed = SEED + i;
          FuzzedRequest request = FuzzedRequest.of(seed);
          try {
            check(request, answer(server.port, request.bytes()));
          } catch (AssertionError | IOException | RuntimeException e) {
            throw new AssertionError(
                "-Dmeso.fuzz.cases=1 -Dmeso.fuzz.seed=" + seed + "\n" + request, e);
          }
          if (i % CANARY_EVERY == CANARY_EVERY - 1) {
            String name = "canary-" + i;
            assertThat(server.post(CANARY, TestServer.app(name, 0)).code()).isEqualTo(201);
            assertThat(canary.next().toString()).isEqualTo("ADDED " + name);
          }
        }
      }
    }
  }

  /** The head of an answer and, of a failure, its body. */
  private record Raw(int code, String head, String body) {}

  private static void check(FuzzedRequest request, Raw raw) {
    assertThat(CODES).as(raw.head()).contains(raw.code());
    if (raw.code() >= 400 && !request.method().equals("HEAD")) {
      JsonNode status = MAPPER.readTree(raw.body());
      assertThat(status.path("kind").asString()).as(raw.body()).isEqualTo("Status");
      assertThat(status.path("code").asInt()).as(raw.body()).isEqualTo(raw.code());
      assertThat(status.path("message").asString()).as(raw.body()).isNotEmpty();
    }
  }

  private static Raw answer(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) TestServer.DEADLINE.toMillis());
      try {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
      } catch (SocketException _) {
        // Who is refused need not be heard to the end; the answer is there.
      }
      InputStream in = socket.getInputStream();
      String head = head(in);
      assertThat(head).startsWith("HTTP/1.");
      int code = Integer.parseInt(head.substring(9, 12));
      // A success may be a watch, which does not end.
      return new Raw(code, head, code < 400 ? "" : rest(in));
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("The connection ended in the head of the answer: '" + head + "'");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String rest(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    int read = in.read(buffer);
    while (read >= 0) {
      out.write(buffer, 0, read);
      read = in.read(buffer);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
