package dev.meso.cli.output;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan for people. Pure.
 *
 * <pre>{@code
 * ~ app/web
 *     spec.replicas: 2 -> 5
 *     3 placed: 2 on a1, 1 on a2
 * + job/words
 *     1 pending:
 *       waits for an agent
 *
 * 1 to create, 1 to change, 0 unchanged
 * }</pre>
 */
public final class PlanText {

  /** Agents that one line names. */
  private static final int AGENTS_MAX = 6;

  /** Characters of one value. */
  private static final int VALUE_MAX = 120;

  private PlanText() {}

  /** Objects, changes and what the scheduler would do. */
  public static String plan(List<JsonNode> objects, ObjectNode status) {
    StringBuilder text = new StringBuilder();
    for (JsonNode object : objects) {
      String action = Trees.text(object, "action");
      text.append(mark(action)).append(' ').append(ref(object));
      text.append(action.equals("unchanged") ? "  unchanged" : "").append('\n');
      if (action.equals("update")) {
        differences(text, object);
      }
      warnings(text, object);
      refusal(text, object);
      if (object.get("forecast") instanceof ObjectNode forecast) {
        forecast(text, forecast);
      }
    }
    text.append('\n').append(Trees.number(status, "toCreate", 0)).append(" to create, ");
    text.append(Trees.number(status, "toUpdate", 0)).append(" to change, ");
    text.append(Trees.number(status, "unchanged", 0)).append(" unchanged");
    long refused = Trees.number(status, "refused", 0);
    text.append(refused > 0 ? ", " + refused + " refused\n" : "\n");
    if (status.has("settled") && !status.get("settled").asBoolean()) {
      text.append("The scheduler did not come to an end in its time; the numbers say how far.\n");
    }
    return text.toString();
  }

  /** Fields alone; objects that stay as they are are left out. */
  public static String diff(List<JsonNode> objects) {
    StringBuilder text = new StringBuilder();
    for (JsonNode object : objects) {
      String action = Trees.text(object, "action");
      if (action.equals("unchanged")) {
        continue;
      }
      boolean there = object.has("resourceVersion");
      text.append("--- ").append(there ? "server " + ref(object) : "nothing").append('\n');
      text.append("+++ files ").append(ref(object)).append('\n');
      for (JsonNode difference : Trees.list(object, "differences")) {
        String path = Trees.text(difference, "path");
        if (difference.has("old")) {
          text.append("- ").append(path).append(": ").append(value(difference.get("old")));
          text.append('\n');
        }
        if (difference.has("new")) {
          text.append("+ ").append(path).append(": ").append(value(difference.get("new")));
          text.append('\n');
        }
      }
      leftOut(text, object, "");
      refusal(text, object);
    }
    return text.toString();
  }

  private static String mark(String action) {
    return switch (action) {
      case "create" -> "+";
      case "update" -> "~";
      case "refused" -> "!";
      default -> " ";
    };
  }

  private static String ref(JsonNode object) {
    String kind = Trees.text(object, "kind");
    String word = Kind.of(Trees.text(object, "apiVersion"), kind).map(Kind::singular).orElse(kind);
    String namespace = Trees.text(object, "namespace");
    boolean named = !namespace.isEmpty() && !namespace.equals("default");
    return word + "/" + Trees.text(object, "name") + (named ? " in " + namespace : "");
  }

  private static void differences(StringBuilder text, JsonNode object) {
    for (JsonNode difference : Trees.list(object, "differences")) {
      text.append("    ").append(Trees.text(difference, "path")).append(": ");
      text.append(difference.has("old") ? value(difference.get("old")) : "(none)").append(" -> ");
      text.append(difference.has("new") ? value(difference.get("new")) : "(none)").append('\n');
    }
    leftOut(text, object, "    ");
  }

  private static void leftOut(StringBuilder text, JsonNode object, String indent) {
    long more = Trees.number(object, "differencesLeftOut", 0);
    if (more > 0) {
      text.append(indent).append("… and ").append(more).append(" more fields\n");
    }
  }

  private static void warnings(StringBuilder text, JsonNode object) {
    for (JsonNode warning : Trees.list(object, "warnings")) {
      text.append("    warning: ").append(warning.asString()).append('\n');
    }
  }

  private static void refusal(StringBuilder text, JsonNode object) {
    String message = Trees.text(object, "message");
    if (!message.isEmpty()) {
      text.append("    refused: ").append(message).append('\n');
    }
  }

  private static void forecast(StringBuilder text, ObjectNode forecast) {
    List<String> lines = new ArrayList<>();
    long placed = Trees.number(forecast, "placed", 0);
    long later = Trees.number(forecast, "placedLater", 0);
    long replaced = Trees.number(forecast, "replaced", 0);
    long steps = Trees.number(forecast, "steps", 0);
    long stopped = Trees.number(forecast, "stopped", 0);
    long pending = Trees.number(forecast, "pending", 0);
    if (placed > 0) {
      lines.add(placed + " placed" + (later > 0 ? ", " + later + " of them after others end" : ""));
    }
    if (replaced > 0) {
      lines.add(replaced + " replaced in " + steps + (steps == 1 ? " step" : " steps"));
    }
    if (stopped > 0) {
      lines.add(stopped + " stopped");
    }
    if (forecast.get("agents") instanceof ObjectNode agents && !agents.isEmpty()) {
      lines.add("on " + agents(agents, Trees.number(forecast, "agentsLeftOut", 0)));
    }
    if (pending > 0) {
      lines.add(pending + " pending:");
      List<JsonNode> why = Trees.list(forecast, "why.lines");
      // The first line says how many are wanted, which was said above.
      why.stream().skip(1).forEach(line -> lines.add(line.asString()));
    }
    lines.forEach(line -> text.append("    ").append(line).append('\n'));
  }

  private static String agents(ObjectNode agents, long leftOut) {
    List<String> words = new ArrayList<>();
    long more = leftOut;
    for (Map.Entry<String, JsonNode> agent : agents.properties()) {
      if (words.size() < AGENTS_MAX) {
        words.add(agent.getKey() + " (" + agent.getValue().asString() + ")");
      } else {
        more++;
      }
    }
    return String.join(", ", words) + (more > 0 ? " and " + more + " more agents" : "");
  }

  private static String value(JsonNode value) {
    String text = value.isString() && plain(value.asString()) ? value.asString() : value.toString();
    return text.length() <= VALUE_MAX ? text : text.substring(0, VALUE_MAX) + "…";
  }

  private static boolean plain(String text) {
    return !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == '"');
  }
}
