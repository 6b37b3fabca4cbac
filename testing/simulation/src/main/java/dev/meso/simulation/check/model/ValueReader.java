package dev.meso.simulation.check.model;

import dev.meso.simulation.check.model.Value.Container;
import dev.meso.simulation.check.model.Value.Owner;
import dev.meso.simulation.check.model.Value.Turn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads values, each once. Not thread-safe: it remembers quantities. */
final class ValueReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String TASKS_FINALIZER = "meso.dev/tasks";

  private final Map<String, BigDecimal> quantities = new LinkedHashMap<>();

  /** What a value says at a place. */
  Value read(Place place, String text) {
    try {
      return switch (place) {
        case Place.Spec _ -> spec(JSON.readTree(text));
        case Place.Status(String plural, _, _) when plural.equals(KeyLayout.TASKS) ->
            task(JSON.readTree(text));
        case Place.Status _ -> status(JSON.readTree(text));
        case Place.Assignment _ -> assignment(JSON.readTree(text));
        case Place.Report _ -> report(JSON.readTree(text));
        case Place.Registration _ -> registration(JSON.readTree(text));
        case Place.Alive _ -> alive(JSON.readTree(text));
        case Place.Leader _ -> new Value.Leader(Fields.require(JSON.readTree(text), "controller"));
        case Place.Barrier _, Place.Meta _ -> {
          if (!JSON.readTree(text).isObject()) {
            throw new IllegalArgumentException("expected an object");
          }
          yield new Value.Other();
        }
        case Place.SoftEvent _, Place.Unknown _ -> new Value.Other();
      };
    } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
      return new Value.Broken(String.valueOf(e.getMessage()));
    }
  }

  private static Value spec(JsonNode node) {
    JsonNode metadata = node.path("metadata");
    JsonNode spec = node.path("spec");
    boolean held = false;
    for (JsonNode finalizer : metadata.path("finalizers")) {
      held |= !finalizer.asString().equals(TASKS_FINALIZER);
    }
    String uid = Fields.text(metadata, "uid");
    return new Value.Spec(
        uid == null ? "" : uid,
        Fields.number(metadata, "generation", 0),
        Fields.text(metadata, "deletionTimestamp") != null,
        held,
        spec.isMissingNode() || spec.isNull(),
        spec);
  }

  private static Value status(JsonNode node) {
    String uid = Fields.text(node.path("metadata"), "uid");
    JsonNode status = node.path("status");
    String phase = Fields.text(status, "phase");
    return new Value.Status(uid == null ? "" : uid, phase == null ? "" : phase, status);
  }

  private static Value task(JsonNode node) {
    JsonNode metadata = node.path("metadata");
    JsonNode status = node.path("status");
    Owner owner = null;
    for (JsonNode each : metadata.path("ownerReferences")) {
      owner =
          new Owner(
              Fields.require(each, "kind"),
              Fields.require(each, "name"),
              Fields.require(each, "uid"));
    }
    List<Turn> history = new ArrayList<>();
    for (JsonNode each : status.path("history")) {
      history.add(
          new Turn(
              Fields.number(each, "attempt", 0),
              phase(each),
              Fields.text(each, "agent"),
              Fields.text(each, "at")));
    }
    return new Value.TaskStatus(
        Fields.require(metadata, "uid"),
        owner,
        phase(status),
        Fields.number(status, "attempt", 0),
        Fields.text(status, "agent"),
        Fields.ports(status.path("ports")),
        Fields.number(status, "exitCode"),
        Fields.number(status, "signal"),
        Fields.number(status, "failures", 0),
        Fields.number(status, "restarts", 0),
        Fields.number(status, "ordinal", -1),
        Fields.text(status, "templateRevision"),
        Fields.text(status, "reason"),
        Fields.text(status, "nominatedAgent"),
        history);
  }

  private Value assignment(JsonNode node) {
    JsonNode spec = node.path("spec");
    Set<String> fixed = new LinkedHashSet<>();
    List<String> containers = new ArrayList<>();
    for (JsonNode container : spec.path("containers")) {
      String name = Fields.text(container, "name");
      containers.add(name == null ? "" : name);
      for (JsonNode port : container.path("ports")) {
        String portName = Fields.text(port, "name");
        if (Fields.number(port, "hostPort") != null && portName != null) {
          fixed.add(portName);
        }
      }
    }
    String desired = Fields.require(node, "desired");
    if (!desired.equals("run") && !desired.equals("stop")) {
      throw new IllegalArgumentException("expected desired run or stop, found " + desired);
    }
    boolean held = Fields.isTrue(node, "held");
    if (node instanceof ObjectNode body) {
      body.remove("held");
      body.remove("desired");
      body.remove("gracePeriodSeconds");
    }
    return new Value.Assignment(
        Fields.require(node, "taskUid"),
        Fields.number(node, "attempt", 0),
        desired.equals("stop"),
        held,
        Fields.is(spec, "onLost", "Wait"),
        Fields.text(node, "owner"),
        Fields.ports(node.path("ports")),
        fixed,
        containers,
        Amounts.read(node.path("resources"), quantities),
        spec.size() == 0 ? 0 : spec.toString().length(),
        node);
  }

  private static Value report(JsonNode node) {
    List<Container> containers = new ArrayList<>();
    for (JsonNode each : node.path("containers")) {
      containers.add(
          new Container(
              Fields.require(each, "name"),
              Fields.require(each, "state"),
              Fields.number(each, "restarts", 0)));
    }
    List<Long> sequences = new ArrayList<>();
    for (JsonNode each : node.path("transitions")) {
      sequences.add(Fields.number(each, "sequence", 0));
    }
    return new Value.Report(
        Fields.require(node, "taskUid"),
        Fields.number(node, "attempt", 0),
        phase(node),
        Fields.number(node, "restarts", 0),
        Fields.number(node, "exitCode"),
        Fields.number(node, "signal"),
        Fields.text(node, "reason"),
        containers,
        sequences);
  }

  private Value registration(JsonNode node) {
    String ports = Fields.text(node, "portRanges");
    return new Value.Registration(
        Fields.require(node, "uid"),
        Amounts.read(node.path("capacity"), quantities),
        ports == null ? PortRanges.NONE : PortRanges.parse(ports),
        Fields.texts(node.path("attributes")));
  }

  private static Value alive(JsonNode node) {
    return new Value.Alive(Fields.require(node, "uid"), Fields.require(node, "session"));
  }

  private static Phase phase(JsonNode node) {
    @Nullable String label = Fields.text(node, "phase");
    return Phase.of(label == null ? "" : label)
        .orElseThrow(() -> new IllegalArgumentException("expected a phase, found " + label));
  }

  /** An object of quantities. */
  Amounts amounts(JsonNode node) {
    return Amounts.read(node, quantities);
  }

  /** An amount of disk. */
  Amounts disk(JsonNode quantity) {
    return Amounts.read(JSON.createObjectNode().set("disk", quantity), quantities);
  }

  /** What the containers of a spec ask for: a request that is absent equals the limit. */
  Amounts requested(JsonNode taskSpec) {
    Amounts sum = Amounts.NONE;
    for (JsonNode container : taskSpec.path("containers")) {
      JsonNode resources = container.path("resources");
      sum =
          sum.plus(
              Amounts.read(resources.path("requests"), quantities)
                  .orElse(Amounts.read(resources.path("limits"), quantities)));
    }
    return sum;
  }
}
