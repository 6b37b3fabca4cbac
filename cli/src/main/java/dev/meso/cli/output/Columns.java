package dev.meso.cli.output;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.time.Ages;
import dev.meso.cli.client.Trees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which columns a kind has in {@code get}, and how each is read from an object. */
public final class Columns {
  private record Column(
      String heading, boolean wide, BiFunction<ObjectNode, Instant, String> cell) {}

  private final List<Column> columns;
  private final boolean withNamespace;
  private final boolean withKind;

  private Columns(List<Column> columns, boolean withNamespace, boolean withKind) {
    this.columns = columns;
    this.withNamespace = withNamespace;
    this.withKind = withKind;
  }

  /**
   * Columns of a kind.
   *
   * @param withNamespace begins with the namespace
   * @param withKind names are written {@code app/web}
   */
  public static Columns of(Kind kind, boolean wide, boolean withNamespace, boolean withKind) {
    List<Column> columns = new ArrayList<>(all(kind));
    columns.removeIf(column -> column.wide() && !wide);
    return new Columns(columns, withNamespace && kind.namespaced(), withKind);
  }

  public List<String> headings() {
    List<String> headings = new ArrayList<>();
    if (withNamespace) {
      headings.add("NAMESPACE");
    }
    headings.add("NAME");
    columns.forEach(column -> headings.add(column.heading()));
    return headings;
  }

  /** The cells of an object's row. */
  public List<String> cells(ObjectNode object, Instant now) {
    List<String> cells = new ArrayList<>();
    if (withNamespace) {
      cells.add(Trees.text(object, "metadata.namespace"));
    }
    cells.add(withKind ? Objects.reference(object) : Trees.text(object, "metadata.name"));
    for (Column column : columns) {
      cells.add(column.cell().apply(object, now));
    }
    return cells;
  }

  private static List<Column> all(Kind kind) {
    return switch (kind) {
      case APP ->
          List.of(
              column("READY", o -> number(o, "status.readyReplicas") + "/" + wanted(o)),
              column("UP-TO-DATE", o -> number(o, "status.updatedReplicas")),
              phase(),
              age(),
              wide("REVISION", o -> Trees.text(o, "status.revision")),
              wide("ENDPOINTS", Columns::endpoints));
      case JOB ->
          List.of(
              column(
                  "DONE",
                  o ->
                      number(o, "status.succeeded") + "/" + Trees.number(o, "spec.completions", 1)),
              column("ACTIVE", o -> number(o, "status.active")),
              column("FAILED", o -> number(o, "status.failed")),
              phase(),
              age(),
              new Column("DURATION", true, Columns::duration));
      case TASK ->
          List.of(
              phase(),
              column("AGENT", o -> Trees.text(o, "status.agent")),
              column("ATTEMPT", o -> number(o, "status.attempt")),
              column("RESTARTS", o -> number(o, "status.restarts")),
              column("EXIT", Objects::exit),
              age(),
              column("REASON", o -> Trees.text(o, "status.reason")),
              wide("HOST", o -> Trees.text(o, "status.host")),
              wide("PORTS", o -> Objects.pairs(Trees.at(o, "status.ports"))),
              wide("OWNER", Objects::owner));
      case AGENT ->
          List.of(
              column("PHASE", Columns::agentPhase),
              column("CPU", o -> Trees.text(o, "status.capacity.cpu")),
              column("MEMORY", o -> Trees.text(o, "status.capacity.memory")),
              age(),
              wide("HOST", o -> Trees.text(o, "status.host")),
              wide("PORTS", o -> Trees.text(o, "status.portRanges")),
              wide("VERSION", o -> Trees.text(o, "status.version")),
              wide("ATTRIBUTES", o -> Objects.pairs(Trees.at(o, "status.attributes"))));
      case NAMESPACE -> List.of(phase(), age());
      case VOLUME ->
          List.of(
              phase(),
              column("AGENT", o -> Trees.text(o, "status.agent")),
              column("SIZE", o -> Trees.text(o, "spec.size")),
              column("QUEUE", Columns::queue),
              age());
      case QUEUE ->
          List.of(
              column("WEIGHT", o -> Trees.text(o, "spec.weight")),
              column("GUARANTEE", o -> Objects.pairs(Trees.at(o, "spec.guarantee"))),
              column("LIMIT", o -> Objects.pairs(Trees.at(o, "spec.limit"))),
              column("MAX TASKS", o -> Trees.text(o, "spec.maxTasks")),
              age(),
              wide("PLACEMENT", o -> Trees.text(o, "spec.placement")));
      case ROLE, CLUSTER_ROLE -> List.of(age());
      case ROLE_BINDING, CLUSTER_ROLE_BINDING ->
          List.of(
              column(
                  "ROLE", o -> Trees.text(o, "roleRef.kind") + "/" + Trees.text(o, "roleRef.name")),
              age(),
              wide("SUBJECTS", Columns::subjects));
    };
  }

  private static Column column(
      String heading, java.util.function.Function<ObjectNode, String> cell) {
    return new Column(heading, false, (object, _) -> cell.apply(object));
  }

  private static Column wide(String heading, java.util.function.Function<ObjectNode, String> cell) {
    return new Column(heading, true, (object, _) -> cell.apply(object));
  }

  private static Column phase() {
    return column("PHASE", Objects::phase);
  }

  private static Column age() {
    return new Column("AGE", false, Objects::age);
  }

  private static String subjects(ObjectNode binding) {
    return binding
        .path("subjects")
        .valueStream()
        .map(subject -> subject.path("name").asString(""))
        .collect(Collectors.joining(","));
  }

  private static String wanted(ObjectNode app) {
    return Long.toString(Trees.number(app, "spec.replicas", 1));
  }

  private static String number(ObjectNode object, String path) {
    return Long.toString(Trees.number(object, path, 0));
  }

  private static String agentPhase(ObjectNode agent) {
    boolean cordoned = Trees.text(agent, "spec.unschedulable").equals("true");
    return Objects.phase(agent) + (cordoned ? ",Cordoned" : "");
  }

  private static String endpoints(ObjectNode app) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode endpoint : Trees.list(app, "status.endpoints")) {
      addresses.add(Trees.text(endpoint, "host") + ":" + Trees.text(endpoint, "port"));
    }
    return String.join(",", addresses);
  }

  private static String duration(ObjectNode job, Instant now) {
    return Trees.time(job, "status.startTime")
        .map(start -> Ages.between(start, Trees.time(job, "status.completionTime").orElse(now)))
        .orElse("");
  }

  /** The queue of a spec, the one that is meant where none is named too. */
  private static String queue(ObjectNode object) {
    String named = Trees.text(object, "spec.queue");
    return named.isEmpty() ? Queue.DEFAULT : named;
  }
}
