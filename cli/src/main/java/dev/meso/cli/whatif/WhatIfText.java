package dev.meso.cli.whatif;

import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.cli.output.Table;
import dev.meso.controller.core.forecast.Consequences;
import dev.meso.controller.core.forecast.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An answer for people. Pure. */
final class WhatIfText {
  /** Queues that are shown one by one; those that change come first. */
  private static final int QUEUES_MAX = 30;

  /** Reasons that are shown. */
  private static final int REASONS_MAX = 10;

  /** Agents that are named. */
  private static final int AGENTS_MAX = 8;

  private static final long TEN = 10;

  private WhatIfText() {}

  /** The whole answer. */
  static String of(SnapshotHeader header, Consequences answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Snapshot of revision "
            + header.revision()
            + ", taken "
            + header.taken()
            + ", "
            + header.records()
            + " records");
    lines.add("");
    Figures before = answer.before();
    Figures after = answer.after();
    lines.add(
        "Agents: "
            + change(before.agents(), after.agents())
            + " (closed to new tasks "
            + change(before.closed(), after.closed())
            + ", empty "
            + change(before.empty(), after.empty())
            + ")");
    lines.add(
        "Tasks:  with an agent "
            + change(before.assigned(), after.assigned())
            + ", pending "
            + change(before.pending(), after.pending()));
    lines.add("");
    lines.addAll(resources(before, after));
    lines.add("");
    lines.addAll(queues(before, after));
    lines.add("");
    lines.addAll(deeds(answer));
    lines.addAll(pending(answer));
    if (!answer.empty().isEmpty()) {
      lines.add("Empty at the end: " + named(answer.empty(), after.empty()));
    }
    if (!answer.settled()) {
      lines.add(
          "It did not come to rest in "
              + answer.decisions()
              + " decisions; the figures say how far it came.");
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<String> resources(Figures before, Figures after) {
    TreeSet<String> names = new TreeSet<>(before.resources().keySet());
    names.addAll(after.resources().keySet());
    List<List<String>> rows = new ArrayList<>();
    Figures.Amounts none = new Figures.Amounts("0", "0", 0, "0");
    for (String name : names) {
      Figures.Amounts was = before.resources().getOrDefault(name, none);
      Figures.Amounts is = after.resources().getOrDefault(name, none);
      rows.add(
          List.of(
              name,
              change(was.capacity(), is.capacity()),
              change(was.used(), is.used()),
              change(was.usedPercent() + " %", is.usedPercent() + " %"),
              change(was.free(), is.free())));
    }
    return new Table(List.of("RESOURCE", "CAPACITY", "USED", "OF IT", "FREE")).render(rows);
  }

  private static List<String> queues(Figures before, Figures after) {
    TreeSet<String> names = new TreeSet<>(before.queues().keySet());
    names.addAll(after.queues().keySet());
    Figures.Line none = new Figures.Line(0, 0, 0, "cpu");
    List<String> ordered = new ArrayList<>();
    names.stream().filter(name -> changed(before, after, name)).forEach(ordered::add);
    names.stream().filter(name -> !changed(before, after, name)).forEach(ordered::add);
    List<List<String>> rows = new ArrayList<>();
    for (String name : ordered.subList(0, Math.min(QUEUES_MAX, ordered.size()))) {
      Figures.Line was = before.queues().getOrDefault(name, none);
      Figures.Line is = after.queues().getOrDefault(name, none);
      rows.add(
          List.of(
              name,
              change(was.tasks(), is.tasks()),
              change(was.waiting(), is.waiting()),
              change(share(was), share(is))));
    }
    List<String> lines =
        new ArrayList<>(new Table(List.of("QUEUE", "TASKS", "WAITING", "SHARE")).render(rows));
    if (ordered.size() > QUEUES_MAX) {
      lines.add("… and " + (ordered.size() - QUEUES_MAX) + " more queues (-o json shows all)");
    }
    return lines;
  }

  private static boolean changed(Figures before, Figures after, String name) {
    Figures.@Nullable Line was = before.queues().get(name);
    return !Objects.equals(was, after.queues().get(name));
  }

  private static String share(Figures.Line line) {
    return line.shareThousandths() / TEN
        + "."
        + line.shareThousandths() % TEN
        + " % "
        + line.resource();
  }

  private static List<String> deeds(Consequences answer) {
    List<String> lines = new ArrayList<>();
    if (answer.underWay() > 0) {
      lines.add(
          answer.underWay()
              + " tasks were still under way; the figures start where they have arrived.");
    }
    Map<String, Integer> counts = new java.util.LinkedHashMap<>();
    counts.put("placed", answer.placed());
    counts.put("moved", answer.moved());
    counts.put("restarted in place", answer.restarted());
    counts.put("left without an agent", answer.displaced());
    counts.put("stopped", answer.stopped());
    counts.put("preempted for others", answer.preempted());
    List<String> words = new ArrayList<>();
    counts.forEach(
        (word, count) -> {
          if (count > 0) {
            words.add(count + " " + word);
          }
        });
    lines.add(words.isEmpty() ? "No task is touched." : "Tasks: " + String.join(", ", words));
    return lines;
  }

  private static List<String> pending(Consequences answer) {
    List<String> lines = new ArrayList<>();
    int shown = Math.min(REASONS_MAX, answer.pending().size());
    for (Consequences.Pending group : answer.pending().subList(0, shown)) {
      lines.add(
          group.tasks()
              + " pending, "
              + group.reason()
              + ": "
              + group.example()
              + (group.objects() > 1 ? " and " + (group.objects() - 1) + " more" : ""));
      group.why().forEach(line -> lines.add("    " + line));
    }
    if (answer.pending().size() > shown) {
      lines.add("… and " + (answer.pending().size() - shown) + " more reasons");
    }
    return lines;
  }

  private static String named(List<String> names, int all) {
    List<String> some = names.subList(0, Math.min(AGENTS_MAX, names.size()));
    int more = all - some.size();
    return String.join(", ", some) + (more > 0 ? " and " + more + " more" : "");
  }

  private static String change(long was, long is) {
    return change(Long.toString(was), Long.toString(is));
  }

  private static String change(String was, String is) {
    return was.equals(is) ? is : was + " -> " + is;
  }
}
