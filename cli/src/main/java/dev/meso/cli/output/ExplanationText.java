package dev.meso.cli.output;

import dev.meso.cli.client.Trees;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server's answer to "why?" as text.
 *
 * <p>The server writes {@code lines} for people, which are shown as they are. An answer without
 * them is shown as an outline of all its fields.
 */
public final class ExplanationText {
  private static final String INDENT = "  ";

  private ExplanationText() {}

  /** Several lines, each with its end. */
  public static String of(ObjectNode explanation) {
    StringBuilder text = new StringBuilder();
    for (JsonNode line : Trees.list(explanation, "lines")) {
      text.append(line.asString()).append('\n');
    }
    if (text.isEmpty()) {
      outline(text, explanation, "");
    }
    return text.toString();
  }

  private static void outline(StringBuilder text, JsonNode node, String indent) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      String name = words(field.getKey());
      if (value.isArray()) {
        text.append(indent).append(name).append(":\n");
        elements(text, value, indent + INDENT);
      } else if (value.isObject()) {
        text.append(indent).append(name).append(":\n");
        outline(text, value, indent + INDENT);
      } else if (!value.isNull()) {
        text.append(indent).append(name).append(": ").append(value.asString()).append('\n');
      }
    }
  }

  private static void elements(StringBuilder text, JsonNode list, String indent) {
    for (JsonNode element : list) {
      if (element.isObject()) {
        StringBuilder below = new StringBuilder();
        outline(below, element, indent + INDENT);
        below.replace(indent.length(), indent.length() + INDENT.length(), "- ");
        text.append(below);
      } else {
        text.append(indent)
            .append("- ")
            .append(element.isValueNode() ? element.asString() : Trees.compact(element))
            .append('\n');
      }
    }
  }

  /** {@code nearestFit} is "nearest fit". */
  private static String words(String field) {
    return field.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(java.util.Locale.ROOT);
  }
}
