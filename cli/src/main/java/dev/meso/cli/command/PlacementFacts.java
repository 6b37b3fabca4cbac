package dev.meso.cli.command;

import dev.meso.api.kind.Taint;
import dev.meso.cli.client.Trees;
import dev.meso.cli.output.Facts;
import dev.meso.cli.output.Objects;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What {@code describe} says of where tasks are placed. */
final class PlacementFacts {
  private PlacementFacts() {}

  /** Of the spec of a task. */
  static void ofTask(Facts facts, JsonNode spec) {
    facts.fact("Queue", Trees.text(spec, "queue"));
    facts.fact("Priority", Trees.text(spec, "priority"));
    String seconds = Trees.text(spec, "activeDeadlineSeconds");
    facts.fact("Runs at most", seconds.isEmpty() ? "" : seconds + " s");
    facts.fact("Needs attributes", Objects.pairs(Trees.at(spec, "nodeSelector")));
    facts.fact("Constraints", conditions(spec, "constraints"));
    facts.fact("Preferences", conditions(spec, "preferences"));
    facts.fact("Spread over", words(spec, "spread", "attribute"));
    facts.fact("Tolerates", words(spec, "tolerations", "key"));
  }

  /** Of what admins set on an agent. */
  static void ofAgent(Facts facts, JsonNode agent) {
    facts.fact(
        "Taints",
        Trees.list(agent, "spec.taints").stream()
            .map(PlacementFacts::taint)
            .collect(Collectors.joining(", ")));
    for (JsonNode window : Trees.list(agent, "spec.maintenance")) {
      facts.fact("Maintenance", Trees.text(window, "start") + " to " + Trees.text(window, "end"));
    }
    for (JsonNode kept : Trees.list(agent, "spec.reservations")) {
      facts.fact(
          "Kept for " + Trees.text(kept, "queue"), Objects.pairs(Trees.at(kept, "resources")));
    }
  }

  private static String taint(JsonNode taint) {
    return new Taint(
            Trees.text(taint, "key"), Trees.text(taint, "value"), Trees.text(taint, "effect"))
        .toString();
  }

  /** Such as {@code rack In r1,r2; agent Unique}. */
  private static String conditions(JsonNode spec, String list) {
    return Trees.list(spec, list).stream()
        .map(PlacementFacts::condition)
        .collect(Collectors.joining("; "));
  }

  private static String condition(JsonNode each) {
    List<String> words = new ArrayList<>();
    String weight = Trees.text(each, "weight");
    if (!weight.isEmpty()) {
      words.add(weight + ":");
    }
    words.add(Trees.text(each, "attribute"));
    words.add(Trees.text(each, "operator"));
    List<String> values = new ArrayList<>();
    Trees.list(each, "values").forEach(value -> values.add(value.asString()));
    if (!values.isEmpty()) {
      words.add(String.join(",", values));
    }
    String labels = Objects.pairs(Trees.at(each, "tasks.matchLabels"));
    if (!labels.isEmpty()) {
      words.add(labels);
    }
    return String.join(" ", words);
  }

  private static String words(JsonNode spec, String list, String field) {
    return Trees.list(spec, list).stream()
        .map(each -> Trees.text(each, field).isEmpty() ? "everything" : Trees.text(each, field))
        .collect(Collectors.joining(", "));
  }
}
