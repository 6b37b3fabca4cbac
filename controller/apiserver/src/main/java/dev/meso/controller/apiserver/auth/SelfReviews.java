package dev.meso.controller.apiserver.auth;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Endpoint;
import dev.meso.controller.apiserver.http.Lane;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.protobuf.ProtobufBody;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers who a client is and what he may do, as {@code kubectl auth} asks. There is no
 * authentication yet: everybody is {@link Principal#LOCAL}, who may do everything, and that is what
 * they are told. Stateless.
 */
public final class SelfReviews {
  private static final String AUTHENTICATION = "authentication.k8s.io";
  private static final String AUTHORIZATION = "authorization.k8s.io";

  private SelfReviews() {}

  /** The endpoint of a path, if it is one of a review. */
  public static Optional<Endpoint> find(String method, List<String> path) {
    if (!method.equals("POST") || path.size() != 4 || !path.getFirst().equals("apis")) {
      return Optional.empty();
    }
    String group = path.get(1);
    String version = path.get(2);
    String plural = path.get(3);
    boolean stable = version.equals("v1");
    boolean whoami = group.equals(AUTHENTICATION) && (stable || version.equals("v1beta1"));
    boolean rights = group.equals(AUTHORIZATION) && stable;
    return switch (plural) {
      case String s when s.equals("selfsubjectreviews") && whoami ->
          endpoint(plural, group, version, "SelfSubjectReview");
      case String s when s.equals("selfsubjectaccessreviews") && rights ->
          endpoint(plural, group, version, "SelfSubjectAccessReview");
      case String s when s.equals("selfsubjectrulesreviews") && rights ->
          endpoint(plural, group, version, "SelfSubjectRulesReview");
      default -> Optional.empty();
    };
  }

  private static Optional<Endpoint> endpoint(
      String plural, String group, String version, String kind) {
    return Optional.of(
        new Endpoint(
            "create",
            plural,
            Lane.FREE,
            request -> {
              ObjectNode review = review(request, group + "/" + version, kind);
              review.set("status", status(kind, review));
              return Reply.json(201, review.toString());
            }));
  }

  private static ObjectNode status(String kind, ObjectNode review) {
    return switch (kind) {
      case "SelfSubjectReview" -> identity(Principal.LOCAL);
      case "SelfSubjectAccessReview" -> access(review);
      default -> rules();
    };
  }

  private static ObjectNode identity(Principal principal) {
    ObjectNode status = Json.readTree("{}");
    ObjectNode user = status.putObject("userInfo");
    user.put("username", principal.name());
    ArrayNode groups = user.putArray("groups");
    principal.groups().forEach(groups::add);
    return status;
  }

  private static ObjectNode access(ObjectNode review) {
    boolean resource = review.path("spec").path("resourceAttributes").isObject();
    boolean path = review.path("spec").path("nonResourceAttributes").isObject();
    if (resource == path) {
      throw ApiError.badRequest(
          "spec: expected either resourceAttributes or nonResourceAttributes, found "
              + (resource ? "both" : "neither"));
    }
    ObjectNode status = Json.readTree("{}");
    status.put("allowed", true);
    status.put("reason", "this server has no authentication: everybody who reaches it may do it");
    return status;
  }

  private static ObjectNode rules() {
    return Json.readTree(
        """
        {"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}],
         "nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}],
         "incomplete":false}
        """);
  }

  private static ObjectNode review(ApiRequest request, String apiVersion, String kind) {
    ObjectNode review;
    try {
      review = Json.readTree(text(request));
    } catch (MalformedRecord e) {
      throw ApiError.badRequest("Body: " + e.getMessage());
    }
    expect(review, "apiVersion", apiVersion);
    expect(review, "kind", kind);
    return review;
  }

  private static void expect(ObjectNode review, String field, String expected) {
    String found = review.path(field).asString("");
    if (!found.isEmpty() && !found.equals(expected)) {
      throw ApiError.badRequest(
          "Body: field " + field + ": expected '" + expected + "', found '" + found + "'");
    }
    review.put(field, expected);
  }

  private static String text(ApiRequest request) {
    String type = request.mediaType();
    if (type.equals(ProtobufBody.MEDIA_TYPE)) {
      return ProtobufBody.json(type, request.body());
    }
    if (!type.isEmpty() && !type.equals(Reply.JSON)) {
      throw ApiError.of(
          Reason.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: expected " + Reply.JSON + ", found '" + type + "'");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(request.body().duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw ApiError.badRequest("Body: expected UTF-8");
    }
  }
}
