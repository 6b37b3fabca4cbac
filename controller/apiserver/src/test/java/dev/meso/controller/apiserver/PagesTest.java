package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.http.Listener;
import dev.meso.controller.apiserver.metrics.Metrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, health, version, metrics, explanations, and who may come in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesTest {
  private TestServer server;

  @BeforeAll
  void start() {
    server =
        TestServer.start(
            ApiLimits.standard(),
            (kind, namespace, name) -> {
              if (name.equals("broken")) {
                throw new IllegalArgumentException("a fault of ours");
              }
              return TestServer.done(
                  "{\"of\":\"" + kind.singular() + " " + namespace + "/" + name + "\"}");
            });
    for (int i = 0; i < 5; i++) {
      server.post(APPS, app("p" + i, 1, ",\"labels\":{\"n\":\"" + i + "\"}"));
    }
    server.post(APPS, app("broken", 1));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void listsComeInPages() {
    List<String> names = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      Answer page = server.get(APPS + "?limit=2&continue=" + token);
      assertThat(page.code()).as(page.body()).isEqualTo(200);
      page.json().at("/items").forEach(i -> names.add(i.at("/metadata/name").asString()));
      token = page.at("metadata.continue");
      pages++;
    } while (!token.isEmpty());
    assertThat(names).containsExactly("broken", "p0", "p1", "p2", "p3", "p4");
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void listsAreChosenByLabelAndAcrossNamespaces() {
    assertThat(
            server.get("/apis/meso.dev/v1/apps?labelSelector=n%20in%20(1,3)").json().at("/items"))
        .hasSize(2);
    assertThat(server.get(APPS + "?labelSelector=!n").json().at("/items")).hasSize(1);
    assertThat(server.get(APPS + "?fieldSelector=metadata.name%3Dp1").json().at("/items"))
        .hasSize(1);
  }

  @Test
  void healthSaysWhatItLookedAt() {
    assertThat(server.get("/healthz").body()).isEqualTo("ok");
    assertThat(server.get("/livez").body()).isEqualTo("ok");
    assertThat(server.get("/readyz?verbose").body())
        .isEqualTo("[+]cache-synced ok\nreadyz check passed\n");
    assertThat(server.get("/version/").at("gitVersion")).isEqualTo("v1.33.0+meso.0.1.0");
    assertThat(server.get("/version").at("version")).isEqualTo("0.1.0");
  }

  @Test
  void requestsAreCountedByClosedSets() {
    server.get(APPS + "/p0");
    server.get("/some/thing/else");
    TestServer.until(
        "counted",
        () -> {
          String text = server.get("/metrics").body();
          return text.contains(
                  "meso_api_requests_total{verb=\"get\",resource=\"apps\",code=\"200\"}")
              && text.contains(
                  "meso_api_requests_total{verb=\"other\",resource=\"none\",code=\"404\"}");
        });
    assertThat(server.get("/metrics").headers().firstValue("Content-Type"))
        .contains(Metrics.CONTENT_TYPE);
  }

  @Test
  void explanationsComeFromWhoeverDecides() {
    assertThat(server.get(APPS + "/p0/explain").at("of")).isEqualTo("app default/p0");
    assertThat(server.get(APPS + "/none/explain").code()).isEqualTo(404);
  }

  @Test
  void aFaultOfOursIsA500WithAnIdAndTheServerGoesOn() {
    java.util.logging.Logger logger =
        java.util.logging.Logger.getLogger("dev.meso.controller.apiserver.http.Exchange");
    logger.setLevel(java.util.logging.Level.OFF);
    try {
      Answer answer = server.get(APPS + "/broken/explain");
      assertThat(answer.code()).isEqualTo(500);
      assertThat(answer.reason()).isEqualTo("InternalError");
      assertThat(answer.message()).contains("id ").doesNotContain("a fault of ours");
    } finally {
      logger.setLevel(null);
    }
    assertThat(server.get("/healthz").code()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          localhost:PORT,     -,                       200
          127.0.0.1:PORT,     -,                       200
          [::1]:PORT,         -,                       200
          LOCALHOST,          -,                       200
          localhost:PORT,     http://localhost:PORT,   200
          evil.example:PORT,  -,                       403
          localhost.evil,     -,                       403
          127.0.0.1.evil,     -,                       403
          localhost:PORT,     http://evil.example,     403
          localhost:PORT,     null,                    403
          localhost:PORT,     http://localhost:1,      403
          localhost:PORT,     https://localhost:PORT,  403
          """)
  void webPagesOfOthersAreKeptOut(String host, String origin, int code) throws IOException {
    String port = Integer.toString(server.port);
    StringBuilder request = new StringBuilder("GET /healthz HTTP/1.1\r\nConnection: close\r\n");
    request.append("Host: ").append(host.replace("PORT", port)).append("\r\n");
    if (origin != null) {
      request.append("Origin: ").append(origin.replace("PORT", port)).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + code + " ");
    }
  }

  @Test
  void anAddressThatOthersReachIsRefused() {
    Vertx vertx = Vertx.vertx(ApiServer.vertxOptions());
    for (String host : new String[] {"0.0.0.0", "192.168.1.1", "::", "example.org", ""}) {
      assertThatThrownBy(
              () ->
                  new dev.meso.controller.apiserver.http.HttpEdge(
                      vertx,
                      new Listener(host, 0, Access.OPEN),
                      _ -> {
                        throw new IllegalStateException();
                      },
                      (_, _, _) -> {
                        throw new IllegalStateException();
                      },
                      ApiLimits.standard(),
                      new Metrics()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a loopback address")
          .hasMessageContaining("meso certs init");
    }
  }
}
