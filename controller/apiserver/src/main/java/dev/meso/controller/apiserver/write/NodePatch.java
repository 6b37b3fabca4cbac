package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.ApiObject;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a change of a Node says of its agent: whether it takes work. Pure. */
final class NodePatch {
  private static final String UNSCHEDULABLE = "unschedulable";

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
    rest.remove(UNSCHEDULABLE);
    restBefore.remove(UNSCHEDULABLE);
    if (!rest.equals(restBefore)) {
      throw refused("spec");
    }
    Agent agent = (Agent) current.object();
    AgentSpec spec = agent.spec() == null ? AgentSpec.NONE : agent.spec();
    return agent.withSpec(
        new AgentSpec(
            wanted.asBoolean(false) ? Boolean.TRUE : null, spec.gone(), spec.attributes()));
  }

  private static ApiError refused(String what) {
    return ApiError.badRequest(
        "Nodes are agents in another shape: expected a change of spec.unschedulable alone, found"
            + " one of "
            + what
            + "; other settings are those of the agent");
  }
}
