package dev.meso.api.schema;

import dev.meso.api.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * CustomResourceDefinitions of our kinds, for Kubernetes clusters that keep them. Pure: the same
 * records always give the same text.
 */
public final class CustomResources {

  /** The kinds that a Kubernetes cluster does not have by itself. */
  public static final List<Kind> KINDS =
      List.of(Kind.APP, Kind.JOB, Kind.TASK, Kind.AGENT, Kind.QUEUE, Kind.VOLUME);

  private final Schemas schemas;

  public CustomResources(Schemas schemas) {
    this.schemas = schemas;
  }

  /**
   * A column that {@code kubectl get} prints.
   *
   * @param name its heading
   * @param type integer, string or date
   * @param path in the object, with a dot before it
   * @param wide shown with {@code -o wide} only
   */
  public record Column(String name, String type, String path, boolean wide) {}

  /** The definition of a kind, as a map of JSON values. */
  public Map<String, Object> definition(Kind kind) {
    Map<String, Object> subresources = Keywords.of("status", Map.of());
    if (kind == Kind.APP) {
      subresources.put(
          "scale",
          Keywords.of(
              "specReplicasPath", ".spec.replicas", "statusReplicasPath", ".status.replicas"));
    }
    Map<String, Object> names =
        Keywords.of(
            "plural",
            kind.plural(),
            "singular",
            kind.singular(),
            "kind",
            kind.kindName(),
            "listKind",
            kind.kindName() + "List",
            "categories",
            List.of("meso"));
    if (!kind.shortNames().isEmpty()) {
      names.put("shortNames", kind.shortNames());
    }
    Map<String, Object> version =
        Keywords.of(
            "name",
            kind.version(),
            "served",
            true,
            "storage",
            true,
            "additionalPrinterColumns",
            columns(kind).stream().map(CustomResources::printer).toList(),
            "schema",
            Keywords.of("openAPIV3Schema", schemas.structural(kind)),
            "subresources",
            subresources);
    return Keywords.of(
        "apiVersion",
        "apiextensions.k8s.io/v1",
        "kind",
        "CustomResourceDefinition",
        "metadata",
        Keywords.of("name", kind.plural() + "." + kind.group()),
        "spec",
        Keywords.of(
            "group",
            kind.group(),
            "names",
            names,
            "scope",
            kind.namespaced() ? "Namespaced" : "Cluster",
            "versions",
            List.of(version)));
  }

  private static Map<String, Object> printer(Column column) {
    Map<String, Object> printer =
        Keywords.of("name", column.name(), "type", column.type(), "jsonPath", column.path());
    if (column.wide()) {
      printer.put("priority", 1);
    }
    return printer;
  }

  /** The columns of a kind: those of {@code meso get}, as far as a path can say them. */
  public static List<Column> columns(Kind kind) {
    List<Column> columns = new ArrayList<>();
    switch (kind) {
      case APP -> {
        columns.add(number("Ready", ".status.readyReplicas"));
        columns.add(number("Up-To-Date", ".status.updatedReplicas"));
        phaseAndAge(columns);
        columns.add(wide("Revision", ".status.revision"));
      }
      case JOB -> {
        columns.add(number("Done", ".status.succeeded"));
        columns.add(number("Active", ".status.active"));
        columns.add(number("Failed", ".status.failed"));
        phaseAndAge(columns);
      }
      case TASK -> {
        columns.add(text("Phase", ".status.phase"));
        columns.add(text("Agent", ".status.agent"));
        columns.add(number("Attempt", ".status.attempt"));
        columns.add(number("Restarts", ".status.restarts"));
        columns.add(number("Exit", ".status.exitCode"));
        columns.add(age());
        columns.add(text("Reason", ".status.reason"));
        columns.add(wide("Host", ".status.host"));
      }
      case AGENT -> {
        columns.add(text("Phase", ".status.phase"));
        columns.add(text("CPU", ".status.capacity.cpu"));
        columns.add(text("Memory", ".status.capacity.memory"));
        columns.add(age());
        columns.add(wide("Host", ".status.host"));
        columns.add(wide("Ports", ".status.portRanges"));
        columns.add(wide("Version", ".status.version"));
      }
      case NAMESPACE -> phaseAndAge(columns);
      case QUEUE -> {
        columns.add(number("Weight", ".spec.weight"));
        columns.add(text("Guarantee", ".spec.guarantee"));
        columns.add(text("Limit", ".spec.limit"));
        columns.add(number("Max Tasks", ".spec.maxTasks"));
        columns.add(age());
        columns.add(wide("Placement", ".spec.placement"));
      }
      case VOLUME -> {
        columns.add(text("Phase", ".status.phase"));
        columns.add(text("Agent", ".status.agent"));
        columns.add(text("Size", ".spec.size"));
        columns.add(text("Queue", ".spec.queue"));
        columns.add(age());
      }
      case ROLE, CLUSTER_ROLE -> columns.add(age());
      case ROLE_BINDING, CLUSTER_ROLE_BINDING -> {
        columns.add(text("Role", ".roleRef.name"));
        columns.add(age());
      }
    }
    return List.copyOf(columns);
  }

  private static void phaseAndAge(List<Column> columns) {
    columns.add(text("Phase", ".status.phase"));
    columns.add(age());
  }

  private static Column age() {
    return new Column("Age", "date", ".metadata.creationTimestamp", false);
  }

  private static Column text(String name, String path) {
    return new Column(name, "string", path, false);
  }

  private static Column number(String name, String path) {
    return new Column(name, "integer", path, false);
  }

  private static Column wide(String name, String path) {
    return new Column(name, "string", path, true);
  }
}
