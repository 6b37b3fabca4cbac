package dev.meso.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Running;
import dev.meso.agent.reconcile.Attempt;
import dev.meso.agent.reconcile.Attempts;
import dev.meso.agent.sandbox.AttemptRef;
import dev.meso.agent.sandbox.Collection;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.api.codec.Json;
import dev.meso.api.usage.AgentUsage;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgentApiTest {
  private static final AttemptRef REF = new AttemptRef("default", "web-0", "uid-12345678", 2);
  private static final ContainerId MAIN =
      new ContainerId("default", "web-0", "uid-12345678", 2, "main", 0);
  private static final String LOG = "/v1/logs/default/web-0/2/main/stdout";
  private static final String FILES = "/v1/files/default/web-0/2";

  @TempDir Path dir;
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Optional<Attempt> known = Optional.empty();
  private AgentToken token;
  private Sandboxes sandboxes;
  private Path sandbox;
  private AgentApi api;

  @BeforeEach
  void start() throws Exception {
    token = AgentToken.readOrCreate(dir.resolve("token"));
    sandboxes = new Sandboxes(dir.resolve("sandboxes"));
    sandbox = sandboxes.create(REF);
    Files.createDirectories(sandbox.resolve("main"));
    Files.writeString(sandbox.resolve("main/stdout"), "one\ntwo\nthree\n");
    Files.writeString(sandbox.resolve("data.bin"), "0123456789");
    api = AgentApi.start("127.0.0.1", 0, token, sandboxes, (_, _) -> known);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    api.close();
    Files.deleteIfExists(sandbox.resolve("link"));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api.url() + path))
        .header("Authorization", token.header());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private void runs() {
    known = Optional.of(Attempts.running(new Running(MAIN, 1, 1, Instant.EPOCH)));
  }

  @Test
  void theUsageOfTheMachineIsTold() throws Exception {
    HttpResponse<String> answer = get("/v1/usage");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Json.read(AgentUsage.class, answer.body()).memoryBytes()).isPositive();
  }

  private void append(String text) throws Exception {
    Files.writeString(sandbox.resolve("main/stdout"), text, StandardOpenOption.APPEND);
  }

  @ParameterizedTest
  @ValueSource(strings = {LOG, FILES, "/healthz", "/v1/usage", "/nothing"})
  void withoutTheTokenNothingIsTold(String path) throws Exception {
    for (String header : new String[] {"", "Bearer wrong", token.header() + "0"}) {
      HttpRequest.Builder bare = HttpRequest.newBuilder(URI.create(api.url() + path));
      HttpRequest request =
          (header.isEmpty() ? bare : bare.header("Authorization", header)).build();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("one");
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'' | one/two/three/",
        "?tailLines=1 | three/",
        "?tailLines=100 | one/two/three/",
        "?tailLines=0 | ''",
        "?offset=4 | two/three/",
        "?offset=4&limit=3 | two",
        "?uid=uid-12345678&tailLines=2 | two/three/"
      },
      delimiter = '|')
  void aLogIsSentWholeOrInPart(String query, String expected) throws Exception {
    HttpResponse<String> answer = get(LOG + query);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(expected.replace('/', '\n'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/logs/default/web-0/0/main/stdout",
        "/v1/logs/default/web-0/2/main/stdin",
        "/v1/logs/default/web-0/2/MAIN/stdout",
        "/v1/logs/default/Web/2/main/stdout",
        "/v1/logs/default/..%2f..%2fx/2/main/stdout",
        LOG + "?tailLines=-1",
        LOG + "?follow=perhaps",
        LOG + "?uid=.."
      })
  void whatMakesNoSenseIsRefused(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(400);
  }

  @Test
  void aFollowerGetsWhatIsWrittenLaterAndEndsWhenTheContainerIsOverAndEverythingIsSent()
      throws Exception {
    runs();
    try (InputStream body =
        client
            .send(request(LOG + "?follow=true&tailLines=1").build(), BodyHandlers.ofInputStream())
            .body()) {
      assertThat(read(body, 6)).isEqualTo("three\n");
      append("four\n");
      assertThat(read(body, 5)).isEqualTo("four\n");
      append("last words\n");
      known = Optional.empty();
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last words\n");
    }
  }

  @Test
  void aFollowerOfWhatIsNotStartedYetWaits() throws Exception {
    Files.delete(sandbox.resolve("main/stdout"));
    Files.delete(sandbox.resolve("main"));
    runs();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request(LOG + "?follow=true").build(), BodyHandlers.ofString());
    Files.createDirectories(sandbox.resolve("main"));
    Files.writeString(sandbox.resolve("main/stdout"), "at last\n");
    known = Optional.empty();
    assertThat(answer.join().body()).isEqualTo("at last\n");
  }

  @Test
  void aSlowOrVanishedFollowerGivesItsPlaceBack() throws Exception {
    runs();
    for (int i = 0; i < LogEndpoint.FOLLOWERS_MAX + 1; i++) {
      InputStream body =
          client.send(request(LOG + "?follow=true").build(), BodyHandlers.ofInputStream()).body();
      assertThat(read(body, 3)).isEqualTo("one");
      body.close();
    }
    HttpResponse<String> after = get(LOG);
    assertThat(after.statusCode()).isEqualTo(200);
  }

  @Test
  void aDirectoryIsListedAndAFileIsSentInParts() throws Exception {
    assertThat(get(FILES + "?path=").body())
        .contains("\"name\":\"data.bin\"", "\"type\":\"file\"", "\"bytes\":10", "\"directory\"");
    assertThat(get(FILES + "?path=data.bin").body()).isEqualTo("0123456789");
    HttpResponse<String> part =
        client.send(
            request(FILES + "?path=data.bin").header("Range", "bytes=2-4").build(),
            BodyHandlers.ofString());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?path=../../../token",
        "?path=..%2f..%2f..%2ftoken",
        "?path=/etc/passwd",
        "?path=main/../../x",
        "?path=link",
        "?path=link/passwd"
      })
  void noPathLeavesTheSandbox(String query) throws Exception {
    Files.createSymbolicLink(sandbox.resolve("link"), Path.of("/etc"));
    HttpResponse<String> answer = get(FILES + query);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("root:");
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    assertThat(get("/v1/logs/default/other/1/main/stdout").statusCode()).isEqualTo(404);
    assertThat(get(FILES + "?path=nothing").statusCode()).isEqualTo(404);
    assertThat(get(LOG + "?follow=true&uid=another").statusCode()).isEqualTo(404);
  }

  @Test
  void aCollectedSandboxIsSaidToBeSo() throws Exception {
    sandboxes.collect(
        Set.of(), new Collection(Duration.ZERO, 0), Instant.now().plus(Duration.ofDays(1)));
    HttpResponse<String> answer = get(LOG);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("collected at");
  }

  private static String read(InputStream body, int bytes) throws Exception {
    return new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
  }
}
