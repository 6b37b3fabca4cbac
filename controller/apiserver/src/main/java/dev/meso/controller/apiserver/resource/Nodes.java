package dev.meso.controller.apiserver.resource;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Taint;
import dev.meso.api.meta.Condition;
import dev.meso.api.meta.LabelSyntax;
import dev.meso.controller.apiserver.object.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Agents in the shape of core/v1 Nodes. Their attributes are labels. Pure. */
public final class Nodes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String READY = "Ready";

  /** Tasks that an agent takes at most are not limited by number; Nodes have to say one. */
  private static final int PODS = 1000;

  /** How Nodes show that they are cordoned; not among the agent's own taints. */
  public static final Taint CORDON =
      new Taint("node.kubernetes.io/unschedulable", null, Taint.NO_SCHEDULE);

  static final Resource RESOURCE =
      new Resource(
          Kind.AGENT,
          "",
          "v1",
          "Node",
          "nodes",
          columns(),
          Fields.with(
              Map.of("spec.unschedulable", o -> List.of(Boolean.toString(cordoned(agent(o)))))),
          object -> node(object).toString());

  private Nodes() {}

  private static List<Column> columns() {
    return List.of(
        Columns.name(),
        Column.text("Status", "Whether it can be reached and takes work.", (o, _) -> word(o)),
        Column.text("Roles", "Nodes of Meso have none.", (_, _) -> "<none>"),
        Columns.age(),
        Column.text("Version", "Version of the agent.", (o, _) -> text(status(o), 'v')),
        Column.wide("Internal-IP", "Its address.", (o, _) -> text(status(o), 'h')));
  }

  private static ObjectNode node(StoredObject object) {
    Agent agent = agent(object);
    AgentStatus status = agent.status();
    ObjectNode node = NODES.objectNode();
    node.put("kind", "Node");
    node.put("apiVersion", "v1");
    ObjectNode metadata = (ObjectNode) Shapes.metadata(agent.metadata());
    ObjectNode labels =
        metadata.get("labels") instanceof ObjectNode old ? old : metadata.putObject("labels");
    labels.put("kubernetes.io/hostname", object.ref().name());
    if (status != null) {
      status
          .attributes()
          .forEach(
              (name, value) -> {
                if (LabelSyntax.problemOfKey(name).isEmpty()
                    && LabelSyntax.problemOfValue(value).isEmpty()) {
                  labels.put(name, value);
                }
              });
    }
    node.set("metadata", metadata);
    ObjectNode spec = node.putObject("spec");
    List<Taint> taints = new ArrayList<>();
    if (cordoned(agent)) {
      spec.put("unschedulable", true);
      taints.add(CORDON);
    }
    if (agent.spec() != null) {
      taints.addAll(agent.spec().taints());
    }
    if (!taints.isEmpty()) {
      ArrayNode shown = spec.putArray("taints");
      taints.forEach(taint -> shown.add(Json.readTree(Json.write(taint))));
    }
    node.set("status", status(object, agent, status));
    return node;
  }

  private static ObjectNode status(StoredObject object, Agent agent, @Nullable AgentStatus status) {
    ObjectNode made = NODES.objectNode();
    for (String name : List.of("capacity", "allocatable")) {
      ObjectNode amounts = made.putObject(name);
      if (status != null) {
        status.capacity().forEach((resource, amount) -> amounts.put(resource, amount.toString()));
      }
      amounts.put("pods", Integer.toString(PODS));
    }
    ObjectNode ready = made.putArray("conditions").addObject();
    boolean isReady = status != null && READY.equals(status.phase());
    ready.put("type", READY);
    ready.put("status", isReady ? "True" : "Unknown");
    ready.put("reason", isReady ? "AgentReady" : "Agent" + phase(status));
    ready.put("message", "agent is " + phase(status));
    Instant since = since(agent, status);
    if (since != null) {
      ready.put("lastTransitionTime", since.toString());
      ready.put("lastHeartbeatTime", since.toString());
    }
    ArrayNode addresses = made.putArray("addresses");
    if (status != null && status.host() != null) {
      addresses.addObject().put("type", "InternalIP").put("address", status.host());
    }
    addresses.addObject().put("type", "Hostname").put("address", object.ref().name());
    info(made.putObject("nodeInfo"), status);
    made.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 0);
    return made;
  }

  private static void info(ObjectNode info, @Nullable AgentStatus status) {
    info.put("kubeletVersion", text(status, 'v'));
    info.put("operatingSystem", attribute(status, "detected.os"));
    info.put("architecture", attribute(status, "detected.arch"));
    info.put("kernelVersion", attribute(status, "detected.kernel"));
    for (String field :
        List.of(
            "machineID",
            "systemUUID",
            "bootID",
            "osImage",
            "containerRuntimeVersion",
            "kubeProxyVersion")) {
      info.put(field, "");
    }
  }

  private static String attribute(@Nullable AgentStatus status, String name) {
    return status == null ? "" : status.attributes().getOrDefault(name, "");
  }

  private static @Nullable Instant since(Agent agent, @Nullable AgentStatus status) {
    if (status != null) {
      for (Condition condition : status.conditions()) {
        if (condition.type().equals(READY)) {
          return condition.lastTransitionTime();
        }
      }
    }
    return agent.metadata().creationTimestamp();
  }

  private static String word(StoredObject object) {
    AgentStatus status = status(object);
    String state = status != null && READY.equals(status.phase()) ? READY : "NotReady";
    return state + (cordoned(agent(object)) ? ",SchedulingDisabled" : "");
  }

  private static String text(@Nullable AgentStatus status, char which) {
    String text = status == null ? null : which == 'v' ? status.version() : status.host();
    return text == null ? "" : text;
  }

  private static String phase(@Nullable AgentStatus status) {
    return status == null || status.phase() == null ? "Unknown" : status.phase();
  }

  private static boolean cordoned(Agent agent) {
    AgentSpec spec = agent.spec();
    return spec != null && Boolean.TRUE.equals(spec.unschedulable());
  }

  private static Agent agent(StoredObject object) {
    return (Agent) object.object();
  }

  private static @Nullable AgentStatus status(StoredObject object) {
    return agent(object).status();
  }
}
