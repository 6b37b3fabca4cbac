package dev.meso.cli.output;

import dev.meso.api.kind.Kind;
import dev.meso.api.time.Ages;
import dev.meso.cli.client.Trees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Facts about an object as one word or one line. */
public final class Objects {
  private Objects() {}

  /** {@code app/web}. */
  public static String reference(ObjectNode object) {
    String name = Trees.text(object, "metadata.name");
    return Kind.of(Trees.text(object, "apiVersion"), Trees.text(object, "kind"))
        .map(kind -> kind.singular() + "/" + name)
        .orElse(name);
  }

  /** Where the object is in its life; {@code Pending} before anybody wrote a status. */
  public static String phase(ObjectNode object) {
    String phase = Trees.text(object, "status.phase");
    boolean deleting = !Trees.text(object, "metadata.deletionTimestamp").isEmpty();
    if (deleting && !Trees.text(object, "kind").equals(Kind.TASK.kindName())) {
      return phase.isEmpty() ? "Deleting" : phase.equals("Terminating") ? phase : "Deleting";
    }
    return phase.isEmpty() ? "Pending" : phase;
  }

  /** Time since its creation. */
  public static String age(ObjectNode object, Instant now) {
    return Trees.time(object, "metadata.creationTimestamp")
        .map(created -> Ages.between(created, now))
        .orElse("");
  }

  /** How a task's attempt ended: {@code 0}, {@code 3}, {@code SIG9}; empty if it has not. */
  public static String exit(ObjectNode task) {
    String signal = Trees.text(task, "status.signal");
    return signal.isEmpty() || signal.equals("0")
        ? Trees.text(task, "status.exitCode")
        : "SIG" + signal;
  }

  /** {@code job/count}, of an object that another one manages. */
  public static String owner(ObjectNode object) {
    for (JsonNode owner : Trees.list(object, "metadata.ownerReferences")) {
      String kind = Trees.text(owner, "kind");
      return Kind.ofWord(kind).map(Kind::singular).orElse(kind) + "/" + Trees.text(owner, "name");
    }
    return "";
  }

  /** {@code a=1,b=2}. */
  public static String pairs(JsonNode map) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      pairs.add(entry.getKey() + "=" + entry.getValue().asString());
    }
    return String.join(",", pairs);
  }
}
