package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl auth} asks. */
final class SelfReviewsTest {
  private static final String ACCESS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  private static final String RULES = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
  private static final String WHO = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsWhoAsks() {
    Answer answer = server.post(WHO, "{\"kind\":\"SelfSubjectReview\"}");
    assertThat(answer.code()).isEqualTo(201);
    assertThat(answer.body())
        .contains("\"apiVersion\":\"authentication.k8s.io/v1\"")
        .contains("\"username\":\"meso:local\"")
        .contains("\"system:masters\"");
  }

  @Test
  void allowsEverythingToTheLocalUser() {
    Answer answer = server.post(ACCESS, "{\"spec\":{\"resourceAttributes\":{\"verb\":\"list\"}}}");
    assertThat(answer.code()).isEqualTo(201);
    assertThat(answer.body()).contains("\"allowed\":true");
    assertThat(server.post(RULES, "{\"spec\":{\"namespace\":\"default\"}}").body())
        .contains("\"resourceRules\":[{\"verbs\":[\"*\"]");
  }

  @Test
  void refusesAReviewOfNothingAndAnotherKind() {
    assertThat(server.post(ACCESS, "{\"spec\":{}}").code()).isEqualTo(400);
    Answer other = server.post(WHO, "{\"kind\":\"App\"}");
    assertThat(other.code()).isEqualTo(400);
    assertThat(other.body()).contains("expected 'SelfSubjectReview', found 'App'");
    assertThat(server.send("POST", WHO, "text/plain", "{}").code()).isEqualTo(415);
  }

  @Test
  void takesProtobuf() {
    // k8s, zero, and the envelope: field 1 {1: apiVersion, 2: kind}; printable, so a text does.
    String version = "authentication.k8s.io/v1";
    String kind = "SelfSubjectReview";
    String type = "\n" + (char) version.length() + version + "\u0012" + (char) kind.length() + kind;
    String body = "k8s\0\n" + (char) type.length() + type;
    Answer answer = server.send("POST", WHO, "application/vnd.kubernetes.protobuf", body);
    assertThat(answer.code()).isEqualTo(201);
    assertThat(answer.body()).contains("\"username\":\"meso:local\"");
  }
}
