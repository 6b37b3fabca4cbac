package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.api.resource.Quantity;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Trees;
import dev.meso.cli.output.Table;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what agents or tasks use now, those that use most processor time first. */
@Command(
    name = "top",
    description = {
      "Show what agents or tasks use now, the busiest first.%n",
      "Processor time is an average of the last moments, memory the resident sets of all"
          + " processes; both are measured by the agents when somebody asks.%n"
    },
    footer = {"%nExamples:", "  meso top", "  meso top tasks", "  meso top tasks -A"})
public final class Top implements Action {
  private static final long MIB = 1 << 20;

  private final Session session;
  private final ApiClient client;

  @Mixin private final NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Tasks of every namespace.")
  private boolean everywhere;

  @Parameters(
      arity = "0..1",
      paramLabel = "agents|tasks",
      defaultValue = "agents",
      description = "Of what; ${DEFAULT-VALUE} unless said.")
  private String what = "";

  /** One line. */
  private record Row(String namespace, String name, long cpuMillis, long memoryBytes) {}

  /** The command in a session. */
  public Top(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    Kind kind = Kind.ofWord(what).orElse(Kind.APP);
    switch (kind) {
      case AGENT -> agents();
      case TASK -> tasks();
      default -> throw Failure.usage("Expected agents or tasks, found '" + what + "'");
    }
    return ExitCode.OK;
  }

  private void agents() {
    Map<String, ObjectNode> known = new TreeMap<>();
    client
        .list(Kind.AGENT, null)
        .items()
        .forEach(agent -> known.put(Trees.text(agent, "metadata.name"), agent));
    List<List<String>> rows = new ArrayList<>();
    for (Row row : sorted(client.usage(Kind.AGENT, null))) {
      ObjectNode agent = known.remove(row.name());
      rows.add(
          List.of(
              row.name(),
              row.cpuMillis() + "m",
              share(row.cpuMillis(), agent, "cpu", Quantity::toMillis),
              row.memoryBytes() / MIB + "Mi",
              share(row.memoryBytes(), agent, "memory", Quantity::toBytes)));
    }
    known.keySet().forEach(name -> rows.add(List.of(name, "?", "", "?", "")));
    print(List.of("AGENT", "CPU", "CPU%", "MEMORY", "MEMORY%"), rows);
    if (!known.isEmpty()) {
      session.note("No answer from: " + String.join(", ", known.keySet()));
    }
  }

  private void tasks() {
    List<List<String>> rows = new ArrayList<>();
    String room = everywhere ? null : namespace.name(session);
    for (Row row : sorted(client.usage(Kind.TASK, room))) {
      List<String> cells = new ArrayList<>();
      if (everywhere) {
        cells.add(row.namespace());
      }
      cells.addAll(List.of(row.name(), row.cpuMillis() + "m", row.memoryBytes() / MIB + "Mi"));
      rows.add(cells);
    }
    List<String> headings = new ArrayList<>(List.of("TASK", "CPU", "MEMORY"));
    if (everywhere) {
      headings.addFirst("NAMESPACE");
    }
    print(headings, rows);
  }

  private void print(List<String> headings, List<List<String>> rows) {
    if (rows.isEmpty()) {
      session.note("Nothing runs.");
      return;
    }
    new Table(headings).render(rows).forEach(session.out()::line);
  }

  private static List<Row> sorted(List<ObjectNode> items) {
    List<Row> rows = new ArrayList<>();
    for (ObjectNode item : items) {
      long cpu = 0;
      long memory = 0;
      Iterable<JsonNode> parts =
          item.has("containers") ? item.path("containers") : List.<JsonNode>of(item);
      for (JsonNode part : parts) {
        cpu += Quantity.parse(part.path("usage").path("cpu").asString("0")).toMillis();
        memory += Quantity.parse(part.path("usage").path("memory").asString("0")).toBytes();
      }
      rows.add(
          new Row(
              Trees.text(item, "metadata.namespace"),
              Trees.text(item, "metadata.name"),
              cpu,
              memory));
    }
    rows.sort(
        Comparator.comparingLong(Row::cpuMillis)
            .thenComparingLong(Row::memoryBytes)
            .reversed()
            .thenComparing(Row::namespace)
            .thenComparing(Row::name));
    return rows;
  }

  /** Of what the agent offers, which may be less than the machine has. */
  private static String share(
      long used,
      @org.jspecify.annotations.Nullable ObjectNode agent,
      String resource,
      java.util.function.ToLongFunction<Quantity> amount) {
    String capacity = agent == null ? "" : Trees.text(agent, "status.capacity." + resource);
    if (capacity.isEmpty()) {
      return "";
    }
    long whole = amount.applyAsLong(Quantity.parse(capacity));
    return whole <= 0 ? "" : Math.round(100.0 * used / whole) + "%";
  }
}
