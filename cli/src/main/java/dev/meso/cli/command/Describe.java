package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.api.time.Ages;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.output.Columns;
import dev.meso.cli.output.Facts;
import dev.meso.cli.output.Objects;
import dev.meso.cli.output.Table;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows all about an object, for people. */
@Command(
    name = "describe",
    description = "Show all about an object, with its tasks.%n",
    footer = {"%nExamples:", "  meso describe app/web", "  meso describe agent a-17 a-18"})
public final class Describe implements Action {
  private static final int TASKS_MAX = 50;

  private final Session session;
  private final ApiClient client;

  @Parameters(
      arity = "1..*",
      paramLabel = "KIND/NAME",
      description = "KIND/NAME ..., or KIND NAME ...")
  private List<String> words = new ArrayList<>();

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Describe(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    List<Ref> refs = Ref.parseAll(words);
    if (refs.isEmpty()) {
      throw Failure.usage("Expected a name after the kind, found none");
    }
    boolean first = true;
    for (Ref ref : refs) {
      if (!first) {
        session.out().line("");
      }
      first = false;
      describe(ref);
    }
    return ExitCode.OK;
  }

  private void describe(Ref ref) {
    String room = namespace.of(ref.kind(), session);
    ObjectNode object = Lookup.get(client, room, ref);
    Facts facts = new Facts();
    head(facts, ref, object);
    switch (ref.kind()) {
      case APP -> {
        facts.fact("Ready", Readiness.of(Kind.APP, object).text());
        facts.fact("Revision", Trees.text(object, "status.revision"));
        template(facts, object.path("spec").path("template").path("spec"));
        endpoints(facts, object);
        tasks(facts, LogTargets.ownedBy(client, String.valueOf(room), object));
      }
      case JOB -> {
        facts.fact("Progress", Readiness.of(Kind.JOB, object).text());
        facts.fact("Parallelism", Trees.text(object, "spec.parallelism"));
        facts.fact("Retries at most", Trees.text(object, "spec.backoffLimit"));
        facts.fact("Started", ago(object, "status.startTime"));
        facts.fact("Completed", ago(object, "status.completionTime"));
        template(facts, object.path("spec").path("template").path("spec"));
        tasks(facts, LogTargets.ownedBy(client, String.valueOf(room), object));
      }
      case TASK -> task(facts, object);
      case AGENT -> agent(facts, object);
      case NAMESPACE -> {}
      case QUEUE -> queue(facts, object);
      case VOLUME -> {
        facts.fact("Agent", Trees.text(object, "status.agent"));
        facts.fact("Size", Trees.text(object, "spec.size"));
        facts.fact("Queue", Trees.text(object, "spec.queue"));
        facts.fact("On lost", Trees.text(object, "spec.onLost"));
      }
      case ROLE, CLUSTER_ROLE -> rules(facts, object);
      case ROLE_BINDING, CLUSTER_ROLE_BINDING -> {
        facts.fact(
            "Role", Trees.text(object, "roleRef.kind") + " " + Trees.text(object, "roleRef.name"));
        facts.fact(
            "Subjects",
            object
                .path("subjects")
                .valueStream()
                .map(s -> s.path("kind").asString("") + " " + s.path("name").asString(""))
                .collect(Collectors.joining(", ")));
      }
    }
    conditions(facts, object);
    session.out().text(facts.render());
  }

  private static void queue(Facts facts, ObjectNode queue) {
    String name = Trees.text(queue, "metadata.name");
    int dot = name.lastIndexOf('.');
    facts.fact("Under", dot < 0 ? "" : name.substring(0, dot));
    facts.fact("Weight", Trees.text(queue, "spec.weight"));
    facts.fact("Guarantee", Objects.pairs(Trees.at(queue, "spec.guarantee")));
    facts.fact("Limit", Objects.pairs(Trees.at(queue, "spec.limit")));
    facts.fact("Tasks at most", Trees.text(queue, "spec.maxTasks"));
    facts.fact("Placement", Trees.text(queue, "spec.placement"));
  }

  private static void rules(Facts facts, ObjectNode role) {
    for (JsonNode rule : role.path("rules")) {
      String what =
          rule.has("nonResourceURLs")
              ? words(rule, "nonResourceURLs")
              : words(rule, "resources")
                  + (words(rule, "apiGroups").isEmpty() ? "" : " of " + words(rule, "apiGroups"))
                  + (rule.has("resourceNames") ? " named " + words(rule, "resourceNames") : "");
      facts.fact("May " + words(rule, "verbs"), what);
    }
  }

  private static String words(JsonNode rule, String list) {
    return rule.path(list).valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
  }

  private void head(Facts facts, Ref ref, ObjectNode object) {
    facts.fact(ref.kind().kindName(), ref.name());
    facts.fact("Namespace", Trees.text(object, "metadata.namespace"));
    facts.fact("Phase", ref.kind().goesAtOnce() ? "" : Objects.phase(object));
    facts.fact("Owner", Objects.owner(object));
    facts.fact("Created", ago(object, "metadata.creationTimestamp"));
    facts.fact("Deleted", ago(object, "metadata.deletionTimestamp"));
    facts.fact("Labels", Objects.pairs(Trees.at(object, "metadata.labels")));
    facts.fact("Uid", Trees.text(object, "metadata.uid"));
  }

  private void task(Facts facts, ObjectNode task) {
    facts.fact("Reason", Trees.text(task, "status.reason"));
    facts.fact("Message", Trees.text(task, "status.message"));
    facts.fact("Agent", Trees.text(task, "status.agent"));
    facts.fact("Host", Trees.text(task, "status.host"));
    facts.fact("Ports", Objects.pairs(Trees.at(task, "status.ports")));
    facts.fact("Attempt", Trees.text(task, "status.attempt"));
    facts.fact("Restarts", Trees.text(task, "status.restarts"));
    facts.fact("Exit", Objects.exit(task));
    facts.fact("Started", ago(task, "status.startedAt"));
    facts.fact("Finished", ago(task, "status.finishedAt"));
    facts.fact("Tried again", Trees.text(task, "status.retryAt"));
    facts.fact("Restart policy", Trees.text(task, "spec.restartPolicy"));
    facts.fact("Room is made on", Trees.text(task, "status.nominatedAgent"));
    template(facts, task.path("spec"));
    List<JsonNode> history = Trees.list(task, "status.history");
    if (!history.isEmpty()) {
      facts.section("History, newest first");
      Table table = new Table(List.of("WHEN", "PHASE", "ATTEMPT", "AGENT", "REASON"));
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode change : history.reversed()) {
        rows.add(
            List.of(
                ago(change, "at"),
                Trees.text(change, "phase"),
                Trees.text(change, "attempt"),
                Trees.text(change, "agent"),
                Trees.text(change, "reason")));
      }
      table.render(rows).forEach(facts::line);
    }
  }

  private void agent(Facts facts, ObjectNode agent) {
    boolean cordoned = Trees.text(agent, "spec.unschedulable").equals("true");
    facts.fact("Cordoned", cordoned ? "yes: no new tasks" : "");
    facts.fact("Gone", Trees.text(agent, "spec.gone").equals("true") ? "declared by an admin" : "");
    facts.fact("Host", Trees.text(agent, "status.host"));
    facts.fact("URL", Trees.text(agent, "status.url"));
    facts.fact("Version", Trees.text(agent, "status.version"));
    facts.fact("Ports", Trees.text(agent, "status.portRanges"));
    facts.fact("Offers", Objects.pairs(Trees.at(agent, "status.capacity")));
    facts.fact("Attributes", Objects.pairs(Trees.at(agent, "status.attributes")));
    PlacementFacts.ofAgent(facts, agent);
    String name = Trees.text(agent, "metadata.name");
    List<ObjectNode> here = new ArrayList<>();
    for (ObjectNode task : client.list(Kind.TASK, null).items()) {
      if (Trees.text(task, "status.agent").equals(name) && !LogTargets.ended(task)) {
        here.add(task);
      }
    }
    table(facts, "Tasks", here, true);
  }

  private static void template(Facts facts, JsonNode spec) {
    PlacementFacts.ofTask(facts, spec);
    for (JsonNode container : Trees.list(spec, "containers")) {
      facts.section("Container " + Trees.text(container, "name"));
      List<String> command = new ArrayList<>();
      Trees.list(container, "command").forEach(word -> command.add(word.asString()));
      Trees.list(container, "args").forEach(word -> command.add(word.asString()));
      facts.fact("Command", oneLine(String.join(" ", command)));
      facts.fact("Requests", Objects.pairs(Trees.at(container, "resources.requests")));
      facts.fact("Limits", Objects.pairs(Trees.at(container, "resources.limits")));
      List<String> ports = new ArrayList<>();
      for (JsonNode port : Trees.list(container, "ports")) {
        String fixed = Trees.text(port, "hostPort");
        ports.add(Trees.text(port, "name") + (fixed.isEmpty() ? "" : "=" + fixed));
      }
      facts.fact("Ports", String.join(",", ports));
    }
  }

  private static void endpoints(Facts facts, ObjectNode app) {
    List<JsonNode> endpoints = Trees.list(app, "status.endpoints");
    if (endpoints.isEmpty()) {
      return;
    }
    facts.section("Endpoints");
    for (JsonNode endpoint : endpoints) {
      facts.fact(
          Trees.text(endpoint, "task") + " " + Trees.text(endpoint, "name"),
          Trees.text(endpoint, "host") + ":" + Trees.text(endpoint, "port"));
    }
  }

  private void tasks(Facts facts, List<ObjectNode> tasks) {
    table(facts, "Tasks", tasks, false);
  }

  private void table(Facts facts, String heading, List<ObjectNode> tasks, boolean withNamespace) {
    if (tasks.isEmpty()) {
      return;
    }
    facts.section(heading);
    Columns columns = Columns.of(Kind.TASK, false, withNamespace, false);
    List<List<String>> rows = new ArrayList<>();
    for (ObjectNode task : tasks.subList(0, Math.min(TASKS_MAX, tasks.size()))) {
      rows.add(columns.cells(task, session.clock().instant()));
    }
    new Table(columns.headings()).render(rows).forEach(facts::line);
    if (tasks.size() > TASKS_MAX) {
      facts.line("and " + (tasks.size() - TASKS_MAX) + " more");
    }
  }

  private void conditions(Facts facts, ObjectNode object) {
    List<JsonNode> conditions = Trees.list(object, "status.conditions");
    if (conditions.isEmpty()) {
      return;
    }
    facts.section("Conditions");
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode condition : conditions) {
      rows.add(
          List.of(
              Trees.text(condition, "type"),
              Trees.text(condition, "status"),
              ago(condition, "lastTransitionTime"),
              Trees.text(condition, "reason"),
              oneLine(Trees.text(condition, "message"))));
    }
    new Table(List.of("TYPE", "STATUS", "SINCE", "REASON", "MESSAGE"))
        .render(rows)
        .forEach(facts::line);
  }

  private String ago(JsonNode node, @Nullable String path) {
    return path == null
        ? ""
        : Trees.time(node, path)
            .map(time -> Ages.between(time, session.clock().instant()) + " ago")
            .orElse("");
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
    return line.length() <= 100 ? line : line.substring(0, 99) + "…";
  }
}
