package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Taint;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Nodes;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a change of a Node says of its agent: whether it takes work, and its taints. Pure. */
final class NodePatch {
  private static final String UNSCHEDULABLE = "unschedulable";
  private static final String TAINTS = "taints";
  private static final List<String> TAINT_FIELDS = List.of("key", "value", "effect");

  private NodePatch() {}

  /** The agent as the patched Node would be. */
  static ApiObject apply(StoredObject current, Resource resource, Patch patch) {
    ObjectNode before = Json.readTree(resource.json(current));
    ObjectNode after = patch.apply(before);
    TreeSet<String> members = new TreeSet<>(before.propertyNames());
    members.addAll(after.propertyNames());
    members.remove("spec");
    for (String member : members) {
      if (!before.path(member).equals(after.path(member))) {
        throw refused(member);
      }
    }
    JsonNode wanted = after.path("spec").path(UNSCHEDULABLE);
    ObjectNode rest = after.path("spec") instanceof ObjectNode spec ? spec.deepCopy() : null;
    ObjectNode restBefore = before.path("spec") instanceof ObjectNode spec ? spec.deepCopy() : null;
    if (rest == null || restBefore == null) {
      throw refused("spec");
    }
    for (String field : List.of(UNSCHEDULABLE, TAINTS)) {
      rest.remove(field);
      restBefore.remove(field);
    }
    if (!rest.equals(restBefore)) {
      throw refused("spec");
    }
    Agent agent = (Agent) current.object();
    AgentSpec spec = agent.spec() == null ? AgentSpec.NONE : agent.spec();
    return agent.withSpec(
        spec.withUnschedulable(wanted.asBoolean(false) ? Boolean.TRUE : null)
            .withTaints(taints(after.path("spec").path(TAINTS))));
  }

  /** The taints of the agent itself: the one of a cordon follows from {@code unschedulable}. */
  private static List<Taint> taints(JsonNode wanted) {
    if (wanted.isMissingNode() || wanted.isNull()) {
      return List.of();
    }
    if (!wanted.isArray()) {
      throw ApiError.badRequest("spec.taints: expected a list, found " + wanted.getNodeType());
    }
    List<Taint> taints = new ArrayList<>();
    for (JsonNode each : wanted) {
      Taint taint = taint(each, "spec.taints[" + taints.size() + "]");
      if (!taint.key().equals(Nodes.CORDON.key())) {
        taints.add(taint);
      }
    }
    return taints;
  }

  private static Taint taint(JsonNode json, String path) {
    for (String name : json.propertyNames()) {
      if (!TAINT_FIELDS.contains(name)) {
        throw ApiError.badRequest(
            path + ": expected " + String.join(", ", TAINT_FIELDS) + ", found the field " + name);
      }
    }
    if (!json.path("key").isString() || !json.path("effect").isString()) {
      throw ApiError.badRequest(path + ": expected key and effect, found " + json);
    }
    String value = json.path("value").asString("");
    return new Taint(
        json.path("key").asString(),
        value.isEmpty() ? null : value,
        json.path("effect").asString());
  }

  private static ApiError refused(String what) {
    return ApiError.badRequest(
        "Nodes are agents in another shape: expected a change of spec.unschedulable or"
            + " spec.taints alone, found"
            + " one of "
            + what
            + "; other settings are those of the agent");
  }
}
