package dev.meso.controller.apiserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A request as nobody should send it, made from a seed: mostly right, wrong in some places. Its
 * length is always told truly, so that a server need not wait for more.
 */
final class FuzzedRequest {
  private static final String ROOT = "/apis/meso.dev/v1";
  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/";
  private static final List<String> METHODS =
      List.of("GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "ODD");
  private static final List<String> PATHS =
      List.of(
          ROOT + "/apps",
          ROOT + "/namespaces/default/apps",
          ROOT + "/namespaces/default/apps/a",
          ROOT + "/namespaces/default/apps/a/status",
          ROOT + "/namespaces/default/apps/a/scale",
          ROOT + "/namespaces/default/apps/a/explain",
          ROOT + "/namespaces/default/jobs",
          ROOT + "/namespaces/default/tasks/t",
          ROOT + "/namespaces/default/tasks/t/log",
          ROOT + "/agents/x",
          ROOT + "/plans",
          ROOT + "/snapshots/latest",
          "/api/v1/namespaces",
          "/api/v1/namespaces/room",
          "/api/v1/namespaces/default/pods",
          "/api/v1/namespaces/default/pods/t/eviction",
          "/api/v1/nodes/x",
          "/api/v1/events",
          ROLES + "clusterroles",
          ROLES + "namespaces/default/roles/r",
          "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
          "/apis/authentication.k8s.io/v1/selfsubjectreviews",
          "/apis",
          "/openapi/v3/apis/meso.dev/v1",
          "/version",
          "/");
  private static final List<String> ODD_TEXT =
      List.of(
          "",
          "%",
          "%zz",
          "%00",
          "%2F",
          "%2e%2e",
          "..",
          ".",
          "//",
          "+",
          "%ff%fe",
          "%F0%9F%98%80",
          ";a=b",
          "0",
          "-1",
          "1e9",
          "999999999999999999",
          "99999999999999999999",
          "true",
          "(a in (",
          "a=b,c!=d",
          "a notin (b)",
          "!",
          "=",
          "All",
          "Strict",
          "Orphan",
          "eyJhIjoxfQ",
          "{}",
          "%0d%0aX:%20y");
  private static final List<String> PARAMETERS =
      List.of(
          "watch",
          "labelSelector",
          "fieldSelector",
          "resourceVersion",
          "resourceVersionMatch",
          "limit",
          "continue",
          "fieldValidation",
          "dryRun",
          "propagationPolicy",
          "gracePeriodSeconds",
          "force",
          "timeoutSeconds",
          "sendInitialEvents",
          "allowWatchBookmarks",
          "includeObject",
          "tailLines",
          "follow",
          "container",
          "attempt",
          "orphanDependents",
          "fieldManager");
  private static final List<String> MEDIA_TYPES =
      List.of(
          "application/json",
          "application/json",
          "application/json; charset=utf-16",
          "application/yaml",
          "application/merge-patch+json",
          "application/json-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+yaml",
          "application/vnd.kubernetes.protobuf",
          "text/plain",
          "*/*",
          ";;;",
          "");
  private static final List<String> ACCEPTS =
      List.of(
          "*/*",
          "application/json",
          "application/json;as=Table;v=v1;g=meta.k8s.io",
          "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
          "application/vnd.kubernetes.protobuf",
          "application/json;q=x;;,,;as=",
          ",");
  private static final List<String> BODIES =
      List.of(
          TestServer.app("a", 0),
          TestServer.task("t"),
          "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"room\"}}",
          "{\"metadata\":{\"labels\":{\"a\":\"b\"},\"finalizers\":null}}",
          "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":2}]",
          "[{\"op\":\"test\",\"path\":\"/metadata/~2\",\"value\":[]},{\"op\":\"move\"}]",
          "{\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\"u\"},\"dryRun\":[\"All\"]}",
          "{\"kind\":\"Scale\",\"apiVersion\":\"autoscaling/v1\",\"spec\":{\"replicas\":3}}",
          "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"apps\"}}}",
          "apiVersion: meso.dev/v1\nkind: App\nmetadata: &a {name: a}\nspec: *a\n",
          "k8s\0\n\11\n\2v1\22\11Namespace\22\10\n\6\n\4room");
  private static final int NESTING_MAX = 30_000;
  private static final int LONG_TEXT = 600_000;

  private final String method;
  private final byte[] bytes;

  private FuzzedRequest(String method, byte[] bytes) {
    this.method = method;
    this.bytes = bytes;
  }

  String method() {
    return method;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  static FuzzedRequest of(long seed) {
    Random random = new Random(seed);
    // The first numbers of seeds that follow each other are alike.
    for (int i = 0; i < 8; i++) {
      int _ = random.nextInt();
    }
    String method = one(random, METHODS);
    byte[] body = method.equals("GET") && random.nextInt(8) > 0 ? new byte[0] : body(random);
    StringBuilder head = new StringBuilder(method).append(' ');
    head.append(path(random)).append(query(random)).append(" HTTP/1.1\r\n");
    head.append("Host: ")
        .append(random.nextInt(40) == 0 ? "evil.example" : "127.0.0.1")
        .append("\r\n");
    head.append("Connection: close\r\n");
    head.append("Content-Type: ").append(one(random, MEDIA_TYPES)).append("\r\n");
    head.append("Accept: ").append(one(random, ACCEPTS)).append("\r\n");
    head.append(oddHeader(random));
    boolean chunked = random.nextInt(10) == 0;
    head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
    head.append("\r\n\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (chunked && body.length > 0) {
      out.writeBytes(
          (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(body);
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    } else if (!chunked) {
      out.writeBytes(body);
    }
    if (chunked) {
      out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return new FuzzedRequest(method, out.toByteArray());
  }

  private static <T> T one(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String path(Random random) {
    String path = one(random, PATHS);
    if (random.nextInt(3) > 0) {
      return path;
    }
    return switch (random.nextInt(5)) {
      case 0 -> path + "/" + one(random, ODD_TEXT);
      case 1 ->
          path.replaceFirst(
              "(default|apps|v1)", java.util.regex.Matcher.quoteReplacement(one(random, ODD_TEXT)));
      case 2 -> path + "/" + "n".repeat(random.nextInt(400));
      case 3 -> path + "/x".repeat(random.nextInt(300));
      default -> path + "/" + "n".repeat(random.nextInt(40) == 0 ? 9_000 : 70);
    };
  }

  private static String query(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String value = one(random, ODD_TEXT).replace(" ", "%20");
      parts.add(one(random, PARAMETERS) + (random.nextInt(6) == 0 ? "" : "=" + value));
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private static String oddHeader(Random random) {
    return switch (random.nextInt(30)) {
      case 0 -> "Authorization: Bearer nobody\r\n";
      case 1 -> "X-Long: " + "v".repeat(random.nextInt(12_000)) + "\r\n";
      case 2 -> "Upgrade: h2c\r\nUpgrade: websocket\r\n";
      case 3 -> "Impersonate-User: \r\nImpersonate-Group: x\r\n";
      case 4 -> "Accept: text/html\r\nAccept:\r\n";
      case 5 -> "Origin: http://evil.example\r\n";
      case 6 -> "X-\u00e9\u00ff: \u0001\r\n";
      case 7 -> "No colon here\r\n";
      case 8 -> "Cookie: a=b; ;;=\r\nRange: bytes=-1\r\nIf-Match: *\r\n";
      default -> "";
    };
  }

  private static byte[] body(Random random) {
    byte[] body = one(random, BODIES).getBytes(StandardCharsets.ISO_8859_1);
    return switch (random.nextInt(14)) {
      case 0 -> new byte[0];
      case 1 -> random(random, 1 + random.nextInt(400));
      case 2 -> "[".repeat(random.nextInt(NESTING_MAX)).getBytes(StandardCharsets.US_ASCII);
      case 3 -> "{\"a\":".repeat(random.nextInt(NESTING_MAX)).getBytes(StandardCharsets.US_ASCII);
      case 4 -> replaced(body, "0", "9".repeat(1 + random.nextInt(3_000)));
      case 5 -> replaced(body, "0", "1e99999999" + random.nextInt(10));
      case 6 ->
          random.nextInt(10) == 0
              ? replaced(body, "a", "x".repeat(LONG_TEXT))
              : new byte[] {(byte) 0xef};
      case 7 -> Arrays.copyOf(body, random.nextInt(body.length));
      case 8, 9, 10 -> flipped(random, body);
      default -> body;
    };
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] replaced(byte[] body, String what, String by) {
    return new String(body, StandardCharsets.ISO_8859_1)
        .replaceFirst(what, by)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] flipped(Random random, byte[] body) {
    byte[] copy = body.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  /** What was sent, for a person. */
  @Override
  public String toString() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String clipped = text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
    return clipped.replaceAll("[^\\x20-\\x7e\\n]", "?");
  }
}
