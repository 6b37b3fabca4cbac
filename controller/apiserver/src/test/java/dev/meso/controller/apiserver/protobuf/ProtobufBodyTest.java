package dev.meso.controller.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies that Go clients send, and bodies that nobody should. */
final class ProtobufBodyTest {
  private static final String TYPE = ProtobufBody.MEDIA_TYPE;

  private static ByteBuffer access() {
    return Encoded.body(
        "authorization.k8s.io/v1",
        "SelfSubjectAccessReview",
        new Encoded()
            .message(1, new Encoded().text(1, "").message(8, new Encoded()).number(7, 0))
            .message(
                2,
                new Encoded()
                    .message(
                        1,
                        new Encoded()
                            .text(1, "default")
                            .text(2, "list")
                            .text(3, "meso.dev")
                            .text(4, "")
                            .text(5, "apps"))));
  }

  private static ByteBuffer deletion() {
    return Encoded.body(
        "v1",
        "DeleteOptions",
        new Encoded()
            .number(1, 0)
            .message(2, new Encoded().text(1, "u-1"))
            .text(4, "Background")
            .text(5, "All"));
  }

  @Test
  void readsAnAccessReview() {
    assertThat(ProtobufBody.json(TYPE, access()))
        .isEqualTo(
            "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
                + "\"metadata\":{},\"spec\":{\"resourceAttributes\":{\"namespace\":\"default\","
                + "\"verb\":\"list\",\"group\":\"meso.dev\",\"resource\":\"apps\"}}}");
  }

  @Test
  void keepsZeroWhereItMeansSomething() {
    assertThat(ProtobufBody.json(TYPE, deletion()))
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"gracePeriodSeconds\":0,"
                + "\"preconditions\":{\"uid\":\"u-1\"},\"propagationPolicy\":\"Background\","
                + "\"dryRun\":[\"All\"]}");
  }

  @Test
  void readsANamespaceWithLabels() {
    Encoded metadata =
        new Encoded()
            .text(1, "web")
            .message(11, new Encoded().text(1, "team").text(2, "a"))
            .message(11, new Encoded().text(1, "empty").text(2, ""));
    assertThat(
            ProtobufBody.json(
                TYPE,
                Encoded.body(
                    "v1",
                    "Namespace",
                    new Encoded()
                        .message(1, metadata)
                        .message(2, new Encoded())
                        .message(3, new Encoded().text(1, "")))))
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"web\","
                + "\"labels\":{\"team\":\"a\",\"empty\":\"\"}}}");
  }

  @Test
  void refusesOtherKindsWithTheirName() {
    refused(
        Encoded.body("v1", "Secret", new Encoded()),
        Reason.UNSUPPORTED_MEDIA_TYPE,
        "expected application/json for kind 'Secret'");
  }

  @Test
  void refusesAnotherMediaType() {
    assertThatThrownBy(() -> ProtobufBody.json("application/cbor", deletion()))
        .isInstanceOfSatisfying(
            ApiError.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_MEDIA_TYPE));
  }

  @Test
  void refusesWhatIsNoProtobuf() {
    refused(ByteBuffer.wrap(new byte[] {'{', '}', '\n', ' ', 1}), Reason.BAD_REQUEST, "'k8s'");
    refused(ByteBuffer.allocate(0), Reason.BAD_REQUEST, "'k8s'");
  }

  @Test
  void refusesBadText() {
    refused(
        Encoded.body("v1", "DeleteOptions", new Encoded().bytes(4, new byte[] {(byte) 0xff})),
        Reason.BAD_REQUEST,
        "UTF-8");
  }

  @Test
  void refusesAFieldOfAnotherWireType() {
    refused(
        Encoded.body("v1", "DeleteOptions", new Encoded().number(4, 7)),
        Reason.BAD_REQUEST,
        "field propagationPolicy: expected wire type 2, found 0");
  }

  @Test
  void refusesMoreFieldsThanItsBound() {
    Encoded many = new Encoded();
    for (int i = 0; i < ProtobufBody.VALUES_MAX; i++) {
      Encoded _ = many.number(99, 1);
    }
    refused(
        Encoded.body("v1", "DeleteOptions", many),
        Reason.BAD_REQUEST,
        "at most " + ProtobufBody.VALUES_MAX + " fields");
  }

  @Test
  void survivesEveryTruncationAndRandomDamage() {
    Random random = new Random(7);
    int refused = 0;
    for (ByteBuffer whole : new ByteBuffer[] {access(), deletion()}) {
      for (int length = 0; length < whole.limit(); length++) {
        refused += attempt(whole.slice(0, length));
      }
      for (int round = 0; round < 20_000; round++) {
        byte[] bytes = new byte[whole.limit()];
        whole.get(0, bytes);
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          // Behind the magic, or nothing else would be tried.
          bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
        }
        refused += attempt(ByteBuffer.wrap(bytes));
      }
    }
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[4 + random.nextInt(60)];
      random.nextBytes(bytes);
      System.arraycopy(new byte[] {'k', '8', 's', 0}, 0, bytes, 0, 4);
      refused += attempt(ByteBuffer.wrap(bytes));
    }
    assertThat(refused).isGreaterThan(20_000);
  }

  /** 1 if it was refused as it should be; anything else that is thrown fails the test. */
  private static int attempt(ByteBuffer body) {
    try {
      String json = ProtobufBody.json(TYPE, body);
      assertThat(json).startsWith("{");
      return 0;
    } catch (ApiError e) {
      assertThat(e.reason()).isIn(Reason.BAD_REQUEST, Reason.UNSUPPORTED_MEDIA_TYPE);
      return 1;
    }
  }

  private static void refused(ByteBuffer body, Reason reason, String text) {
    assertThatThrownBy(() -> ProtobufBody.json(TYPE, body))
        .isInstanceOfSatisfying(
            ApiError.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e).hasMessageContaining(text);
            });
  }
}
