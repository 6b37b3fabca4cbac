package dev.meso.controller.apiserver.discovery;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the operations of one OpenAPI document. For one thread. */
final class Operations {
  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";

  private static final List<Parameter> LISTING =
      List.of(
          new Parameter("allowWatchBookmarks", "boolean", "Send bookmarks while watching."),
          new Parameter("continue", "string", "Where the next page begins, from the last one."),
          new Parameter("fieldSelector", "string", "Only objects with these values of fields."),
          new Parameter("labelSelector", "string", "Only objects with these labels."),
          new Parameter("limit", "integer", "How many objects one page has at most."),
          new Parameter("resourceVersion", "string", "The state to read, or to watch from."),
          new Parameter("resourceVersionMatch", "string", "How resourceVersion is meant."),
          new Parameter("sendInitialEvents", "boolean", "Begin a watch with what there is."),
          new Parameter("timeoutSeconds", "integer", "How long a watch lasts at most."),
          new Parameter("watch", "boolean", "Send changes as they happen instead of a list."));

  private static final Parameter DRY_RUN =
      new Parameter("dryRun", "string", "All: do everything but store the result.");

  private static final List<Parameter> WRITING =
      List.of(
          DRY_RUN,
          new Parameter("fieldManager", "string", "The name of whoever makes the change."),
          new Parameter(
              "fieldValidation",
              "string",
              "What unknown and repeated fields lead to: Strict, an error; Warn, a warning; Ignore,"
                  + " nothing."));

  private static final Parameter FORCE =
      new Parameter("force", "boolean", "Take over fields of other managers; for apply only.");

  private static final List<Parameter> DELETING =
      List.of(
          DRY_RUN,
          new Parameter("gracePeriodSeconds", "integer", "How long tasks may take to end."),
          new Parameter(
              "propagationPolicy",
              "string",
              "What becomes of dependents: Background, Foreground or Orphan."));

  private static final List<Parameter> CHOOSING =
      LISTING.stream()
          .filter(
              p ->
                  List.of("continue", "fieldSelector", "labelSelector", "limit").contains(p.name()))
          .toList();

  private final Definitions definitions;

  Operations(Definitions definitions) {
    this.definitions = definitions;
  }

  /** A query parameter. */
  private record Parameter(String name, String type, String description) {}

  /**
   * What an operation is about.
   *
   * @param what for its id and its description, for instance {@code AppScale}
   */
  record Subject(ApiResource resource, String what, String group, String version, String kind) {
    static Subject of(ApiResource row) {
      return new Subject(row, row.kind(), row.group(), row.version(), row.kind());
    }

    static Subject of(ApiResource row, ApiResource.Subresource part) {
      String name = part.name().substring(0, 1).toUpperCase(Locale.ROOT) + part.name().substring(1);
      return new Subject(row, row.kind() + name, part.group(), part.version(), part.kind());
    }
  }

  /**
   * Adds the operation of a verb to a path.
   *
   * @param verb as discovery says it
   * @param everywhere whether the path spans the namespaces of a namespaced resource
   */
  void add(ObjectNode path, String verb, Subject subject, boolean everywhere) {
    switch (verb) {
      case "list" -> {
        ObjectNode operation = operation(path, "get", "list", subject, everywhere, LISTING);
        answers(
            operation,
            200,
            JSON,
            definitions.list(subject.group(), subject.version(), subject.kind()));
      }
      case "get" -> {
        ObjectNode operation = operation(path, "get", "get", subject, everywhere, List.of());
        if (subject.what().endsWith("Log")) {
          answers(
              operation,
              200,
              "text/plain",
              JsonNodeFactory.instance.objectNode().put("type", "string"));
        } else {
          answers(operation, 200, JSON, object(subject));
        }
      }
      case "create" -> {
        ObjectNode operation = operation(path, "post", "post", subject, everywhere, WRITING);
        accepts(operation, List.of(JSON), object(subject));
        answers(operation, 201, JSON, object(subject));
      }
      case "update" -> {
        ObjectNode operation = operation(path, "put", "put", subject, everywhere, WRITING);
        accepts(operation, List.of(JSON), object(subject));
        answers(operation, 200, JSON, object(subject));
      }
      case "patch" -> {
        List<Parameter> parameters = new java.util.ArrayList<>(WRITING);
        parameters.add(FORCE);
        ObjectNode operation = operation(path, "patch", "patch", subject, everywhere, parameters);
        accepts(operation, patches(subject), definitions.patch());
        answers(operation, 200, JSON, object(subject));
      }
      case "delete" -> {
        ObjectNode operation = operation(path, "delete", "delete", subject, everywhere, DELETING);
        accepts(operation, List.of(JSON), definitions.deleteOptions());
        answers(operation, 200, JSON, definitions.status());
      }
      case "deletecollection" -> {
        List<Parameter> parameters = new java.util.ArrayList<>(DELETING);
        parameters.addAll(CHOOSING);
        ObjectNode operation =
            operation(path, "delete", "deletecollection", subject, everywhere, parameters);
        accepts(operation, List.of(JSON), definitions.deleteOptions());
        answers(
            operation,
            200,
            JSON,
            definitions.list(subject.group(), subject.version(), subject.kind()));
      }
      default -> {
        // A watch is a list with a parameter.
      }
    }
  }

  /**
   * kubectl sends the strategic form to whoever lists it, with directives that only the types of
   * Kubernetes itself know.
   */
  private static List<String> patches(Subject subject) {
    return subject.resource().equals(ApiResources.NODES)
        ? List.of(JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH)
        : List.of(JSON_PATCH, MERGE_PATCH);
  }

  private ObjectNode object(Subject subject) {
    return definitions.object(subject.group(), subject.version(), subject.kind());
  }

  private static ObjectNode operation(
      ObjectNode path,
      String method,
      String action,
      Subject subject,
      boolean everywhere,
      List<Parameter> parameters) {
    boolean namespaced = subject.resource().namespaced() && !everywhere;
    ObjectNode operation = path.putObject(method);
    operation.put("description", action + " " + subject.what());
    operation.put(
        "operationId",
        action
            + (namespaced ? "Namespaced" : "")
            + subject.what()
            + (everywhere && subject.resource().namespaced() ? "ForAllNamespaces" : ""));
    if (!parameters.isEmpty()) {
      ArrayNode list = operation.putArray("parameters");
      parameters.forEach(p -> list.add(parameter(p.name(), "query", p.type(), p.description())));
    }
    operation.put("x-kubernetes-action", action);
    operation.set(
        "x-kubernetes-group-version-kind",
        Discovery.kind(subject.group(), subject.version(), subject.kind()));
    return operation;
  }

  /** A parameter of a path. */
  static ObjectNode inPath(String name, String description) {
    return parameter(name, "path", "string", description).put("required", true);
  }

  private static ObjectNode parameter(String name, String in, String type, String description) {
    ObjectNode parameter = JsonNodeFactory.instance.objectNode();
    parameter.put("name", name);
    parameter.put("in", in);
    parameter.put("description", description);
    ObjectNode schema = parameter.putObject("schema");
    schema.put("type", type);
    return parameter;
  }

  private static void accepts(ObjectNode operation, List<String> mediaTypes, ObjectNode schema) {
    ObjectNode content = operation.putObject("requestBody").putObject("content");
    mediaTypes.forEach(type -> content.putObject(type).set("schema", schema.deepCopy()));
  }

  private static void answers(ObjectNode operation, int code, String mediaType, ObjectNode schema) {
    ObjectNode answer = operation.putObject("responses").putObject(Integer.toString(code));
    answer.put("description", code == 201 ? "Created" : "OK");
    answer.putObject("content").putObject(mediaType).set("schema", schema);
  }
}
