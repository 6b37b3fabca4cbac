package dev.meso.cli.client;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects of the API as JSON trees.
 *
 * <p>Records are not used for what is read: a tree shows fields of a newer server too, writes them
 * back unharmed, and needs no reflection when the process starts.
 */
public final class Trees {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Trees() {}

  /** An object without fields. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The object that this text is. */
  public static ObjectNode parse(String json) {
    return tryParse(json)
        .orElseThrow(
            () -> new Failure(ExitCode.FAILED, "The server's answer is no JSON object: " + json));
  }

  /** The object that this text is, if it is one. */
  public static Optional<ObjectNode> tryParse(String json) {
    try {
      return MAPPER.readTree(json) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /** On one line. */
  public static String compact(JsonNode tree) {
    return MAPPER.writeValueAsString(tree);
  }

  /** Indented. */
  public static String pretty(JsonNode tree) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
  }

  /** The scalar at a path such as {@code metadata.name}; empty text if there is none. */
  public static String text(JsonNode tree, String path) {
    JsonNode node = at(tree, path);
    return node.isValueNode() && !node.isNull() ? node.asString() : "";
  }

  /** The number at a path, or what else is meant. */
  public static long number(JsonNode tree, String path, long otherwise) {
    JsonNode node = at(tree, path);
    return node.isIntegralNumber() ? node.longValue() : otherwise;
  }

  /** The time at a path. */
  public static Optional<Instant> time(JsonNode tree, String path) {
    String text = text(tree, path);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** The elements of the list at a path; none if there is no list. */
  public static List<JsonNode> list(JsonNode tree, String path) {
    List<JsonNode> elements = new ArrayList<>();
    JsonNode node = at(tree, path);
    if (node.isArray()) {
      node.forEach(elements::add);
    }
    return elements;
  }

  /** The node at a path; a missing node if there is none. */
  public static JsonNode at(JsonNode tree, String path) {
    JsonNode node = tree;
    for (String step : path.split("\\.", -1)) {
      node = node.path(step);
    }
    return node;
  }
}
