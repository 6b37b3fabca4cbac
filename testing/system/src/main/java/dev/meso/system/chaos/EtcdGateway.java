package dev.meso.system.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the harness itself asks of etcd, through etcd's JSON gateway: no client library at all. */
final class EtcdGateway {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final List<String> members;

  EtcdGateway(List<String> members) {
    this.members = List.copyOf(members);
  }

  /**
   * Every key below a prefix, at one revision.
   *
   * @param entries values and mod revisions by key
   */
  record Listing(long revision, SortedMap<String, Value> entries) {
    /** A value and the revision that wrote it. */
    record Value(String text, long modRevision) {}
  }

  /** Reads a prefix, up to date; empty when no member could answer. */
  Optional<Listing> list(String prefix) {
    String end =
        prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
    String body = "{\"key\":\"" + base64(prefix) + "\",\"range_end\":\"" + base64(end) + "\"}";
    return any("/v3/kv/range", body)
        .map(
            json -> {
              SortedMap<String, Listing.Value> entries = new TreeMap<>();
              for (JsonNode entry : json.path("kvs")) {
                entries.put(
                    text(entry.path("key")),
                    new Listing.Value(
                        text(entry.path("value")), entry.path("mod_revision").asLong(0)));
              }
              return new Listing(json.at("/header/revision").asLong(0), entries);
            });
  }

  /** Tells every member that its space is used up, as etcd itself does when it is. */
  boolean raiseNoSpace() {
    return alarm("ACTIVATE");
  }

  /** Takes that back. */
  boolean clearNoSpace() {
    return alarm("DEACTIVATE");
  }

  private boolean alarm(String action) {
    Optional<JsonNode> status = any("/v3/maintenance/status", "{}");
    if (status.isEmpty()) {
      return false;
    }
    if (action.equals("ACTIVATE")) {
      String member = status.get().at("/header/member_id").asString("0");
      return any("/v3/maintenance/alarm", alarm(action, member)).isPresent();
    }
    Optional<JsonNode> raised =
        any("/v3/maintenance/alarm", "{\"action\":\"GET\",\"memberID\":\"0\",\"alarm\":\"NONE\"}");
    if (raised.isEmpty()) {
      return false;
    }
    boolean cleared = true;
    for (JsonNode alarm : raised.get().path("alarms")) {
      String body = alarm(action, alarm.path("memberID").asString("0"));
      cleared &= any("/v3/maintenance/alarm", body).isPresent();
    }
    return cleared;
  }

  private static String alarm(String action, String member) {
    return "{\"action\":\"" + action + "\",\"memberID\":\"" + member + "\",\"alarm\":\"NOSPACE\"}";
  }

  /** The first answer of a member, in their order. */
  private Optional<JsonNode> any(String path, String body) {
    for (String member : members) {
      Optional<JsonNode> answer = post(member + path, body);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private Optional<JsonNode> post(String url, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return response.statusCode() == 200
          ? Optional.of(JsonMapper.shared().readTree(response.body()))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.asString("")), StandardCharsets.UTF_8);
  }
}
