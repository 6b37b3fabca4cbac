package dev.meso.controller.apiserver.rbac;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.PolicyRule;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Endpoint;
import dev.meso.controller.apiserver.http.Lane;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.http.RequestBody;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers who a client is and what he may do, as {@code kubectl auth} asks: with the same words of
 * the {@link RoleBook} by which his requests are let in. Stateless.
 */
public final class SelfReviews {
  private static final String AUTHENTICATION = "authentication.k8s.io";
  private static final String AUTHORIZATION = "authorization.k8s.io";

  private final RoleBook book;

  public SelfReviews(RoleBook book) {
    this.book = book;
  }

  /** The endpoint of a path, if it is one of a review. */
  public Optional<Endpoint> find(String method, List<String> path) {
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

  private Optional<Endpoint> endpoint(String plural, String group, String version, String kind) {
    return Optional.of(
        new Endpoint(
            "create",
            plural,
            Lane.FREE,
            request -> {
              ObjectNode review = review(request, group + "/" + version, kind);
              review.set("status", status(request.who(), kind, review));
              return Reply.json(201, review.toString());
            }));
  }

  private ObjectNode status(Principal who, String kind, ObjectNode review) {
    return switch (kind) {
      case "SelfSubjectReview" -> identity(who);
      case "SelfSubjectAccessReview" -> access(who, review.path("spec"));
      default -> rules(book.rules(who, text(review.path("spec"), "namespace")));
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

  private ObjectNode access(Principal who, JsonNode spec) {
    JsonNode resource = spec.path("resourceAttributes");
    JsonNode page = spec.path("nonResourceAttributes");
    if (resource.isObject() == page.isObject()) {
      throw ApiError.badRequest(
          "spec: expected either resourceAttributes or nonResourceAttributes, found "
              + (page.isObject() ? "both" : "neither"));
    }
    RoleBook.Decision decision =
        book.decide(who, page.isObject() ? onPage(page) : onResource(resource));
    ObjectNode status = Json.readTree("{}");
    status.put("allowed", decision.allowed());
    status.put("reason", decision.reason());
    return status;
  }

  private static Attributes onPage(JsonNode page) {
    return new Attributes.OnPage(page.path("verb").asString(""), page.path("path").asString(""));
  }

  private static Attributes onResource(JsonNode resource) {
    return new Attributes.OnResource(
        resource.path("verb").asString(""),
        resource.path("group").asString(""),
        resource.path("resource").asString(""),
        resource.path("subresource").asString(""),
        text(resource, "namespace"),
        resource.path("name").asString(""));
  }

  private static @Nullable String text(JsonNode node, String field) {
    String found = node.path(field).asString("");
    return found.isEmpty() ? null : found;
  }

  private static ObjectNode rules(List<PolicyRule> rules) {
    ObjectNode status = Json.readTree("{}");
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode pages = status.putArray("nonResourceRules");
    for (PolicyRule rule : rules) {
      ObjectNode row = rule.nonResourceURLs().isEmpty() ? resources.addObject() : pages.addObject();
      list(row, "verbs", rule.verbs());
      list(row, "apiGroups", rule.apiGroups());
      list(row, "resources", rule.resources());
      list(row, "resourceNames", rule.resourceNames());
      list(row, "nonResourceURLs", rule.nonResourceURLs());
    }
    status.put("incomplete", false);
    return status;
  }

  private static void list(ObjectNode row, String name, List<String> entries) {
    if (!entries.isEmpty()) {
      ArrayNode list = row.putArray(name);
      entries.forEach(list::add);
    }
  }

  private static ObjectNode review(ApiRequest request, String apiVersion, String kind) {
    ObjectNode review = RequestBody.object(request);
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
}
