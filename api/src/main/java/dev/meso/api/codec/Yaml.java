package dev.meso.api.codec;

import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records as YAML in block style, for people. Reads back as the same object, also with readers of
 * YAML 1.1: what they would take for something else than text is quoted. Pure; loads no YAML
 * library.
 */
public final class Yaml {

  /**
   * Text that needs no quotes: starts with a letter or slash and has no character with a meaning.
   */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.+-]*");

  /** Text that some version of YAML takes for a boolean, for null or for a number. */
  private static final Pattern TRAP =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|[+-]?\\.?(inf|nan)");

  private final StringBuilder out = new StringBuilder();

  private Yaml() {}

  /** One document, with a line break at its end and no marker before it. */
  public static String write(Record value) {
    return write(Json.toTree(value));
  }

  /** One document, with a line break at its end and no marker before it. */
  public static String write(ObjectNode tree) {
    Yaml yaml = new Yaml();
    if (tree.isEmpty()) {
      return "{}\n";
    }
    yaml.fields(tree, 0);
    return yaml.out.toString();
  }

  private void fields(ObjectNode object, int indent) {
    boolean first = true;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      // The first field of a list's item stands behind its dash.
      if (!first || out.isEmpty() || out.charAt(out.length() - 1) == '\n') {
        out.repeat(' ', indent);
      }
      first = false;
      text(field.getKey());
      out.append(':');
      value(field.getValue(), indent, false);
    }
  }

  private void value(JsonNode value, int indent, boolean item) {
    switch (value) {
      case ObjectNode object when !object.isEmpty() -> {
        if (item) {
          out.append(' ');
        } else {
          out.append('\n');
        }
        fields(object, indent + 2);
      }
      case ArrayNode list when !list.isEmpty() -> {
        out.append('\n');
        // A list in a list is indented; one in a map may stand under its key.
        int at = item ? indent + 2 : indent;
        for (JsonNode element : list) {
          out.repeat(' ', at).append('-');
          value(element, at, true);
        }
      }
      default -> {
        out.append(' ');
        if (value.isString()) {
          text(value.asString());
        } else {
          out.append(value);
        }
        out.append('\n');
      }
    }
  }

  private void text(String text) {
    if (PLAIN.matcher(text).matches() && !TRAP.matcher(text).matches()) {
      out.append(text);
    } else {
      out.append(Json.write(text));
    }
  }
}
