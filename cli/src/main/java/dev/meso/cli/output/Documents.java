package dev.meso.cli.output;

import dev.meso.api.codec.Yaml;
import dev.meso.cli.client.Trees;
import dev.meso.cli.session.Output;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as JSON or YAML, for programs. */
public final class Documents {
  private Documents() {}

  /** Several objects as one object of kind {@code List}. */
  public static ObjectNode list(List<ObjectNode> objects) {
    ObjectNode list = Trees.object();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    ArrayNode items = list.putArray("items");
    objects.forEach(items::add);
    return list;
  }

  /** One document. */
  public static void write(Output out, Format format, ObjectNode tree) {
    if (format == Format.YAML) {
      out.text(Yaml.write(tree));
    } else {
      out.line(Trees.pretty(tree));
    }
  }

  /** One of a sequence of documents: JSON on one line, YAML after a marker. */
  public static void append(Output out, Format format, ObjectNode tree) {
    if (format == Format.YAML) {
      out.text("---\n" + Yaml.write(tree));
    } else {
      out.line(Trees.compact(tree));
    }
  }
}
