package dev.meso.cli.whatif;

import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import dev.meso.cli.naming.Suggestions;
import dev.meso.cli.session.Failure;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.forecast.Change;
import dev.meso.controller.core.forecast.WhatIf;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects changes to a snapshot and asks what would come of them. Not thread-safe. */
public final class Question {

  /** Agents that one question adds at most. */
  public static final int ADDED_MAX = 100_000;

  /** How long the answer may take; what was found by then is the answer. */
  public static final Duration WORK_MAX = Duration.ofSeconds(60);

  /** In millicores, bytes, devices or thousandths. */
  private static final long OFFERED_MAX = 1L << 62;

  private static final String PORTS = "31000-31999";

  private final Snapshot snapshot;
  private final List<Change> changes = new ArrayList<>();
  private final Set<String> leaving = new LinkedHashSet<>();

  /** No changes yet. */
  public Question(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  private ClusterState state() {
    return snapshot.state();
  }

  /**
   * Adds agents that offer what one of the snapshot offers, with its attributes, taints and
   * reservations.
   *
   * @param attributes in addition, or in place of its own
   */
  public void addLike(int count, String like, SortedMap<String, String> attributes) {
    AgentRow row = agent("--like", like);
    Registration model = row.registration();
    if (model == null) {
      throw Failure.usage("--like: expected an agent that has registered, found " + like);
    }
    TreeMap<String, String> all = new TreeMap<>(model.attributes());
    all.putAll(attributes);
    AgentSpec spec =
        row.agentSpec().withUnschedulable(null).withGone(null).withMaintenance(List.of());
    add(count, model.capacity(), model.portRanges(), all, spec);
  }

  /** Adds agents that offer these resources. */
  public void addWith(
      int count, SortedMap<String, Quantity> resources, SortedMap<String, String> attributes) {
    add(count, resources, PORTS, attributes, AgentSpec.NONE);
  }

  private void add(
      int count,
      SortedMap<String, Quantity> capacity,
      String ports,
      SortedMap<String, String> attributes,
      AgentSpec spec) {
    if (count < 1 || count > ADDED_MAX) {
      throw Failure.usage("--add-agents: expected 1 to " + ADDED_MAX + ", found " + count);
    }
    checkSum(count, capacity);
    int number = 0;
    for (int added = 0; added < count; added++) {
      String name;
      do {
        number++;
        name = "added-" + number;
      } while (state().agents().containsKey(name));
      String uid = "imagined-" + number;
      Registration registration =
          new Registration(name, uid, name, "", "imagined", capacity, ports, attributes);
      ObjectMeta metadata = new ObjectMeta.Builder().name(name).uid(uid).build();
      changes.add(
          new Change.AddAgent(
              registration, spec.equals(AgentSpec.NONE) ? null : Agent.of(metadata, spec, null)));
    }
  }

  /** What all agents offer together must be a number. */
  private static void checkSum(int count, SortedMap<String, Quantity> capacity) {
    capacity.forEach(
        (name, amount) -> {
          Resources one;
          try {
            one = Resources.of(new TreeMap<>(Map.of(name, amount)));
          } catch (IllegalArgumentException | ArithmeticException e) {
            throw Failure.usage("--resources: " + name + ": " + e.getMessage());
          }
          long most = Math.max(one.cpuMillis(), Math.max(one.memoryBytes(), one.diskBytes()));
          most = Math.max(most, one.gpus());
          for (long scalar : one.scalars().values()) {
            most = Math.max(most, scalar);
          }
          if (most > OFFERED_MAX / count) {
            throw Failure.usage(
                "--resources: "
                    + name
                    + ": expected what all added agents offer to be at most 2^62 millicores or"
                    + " bytes, found "
                    + count
                    + " times "
                    + amount);
          }
        });
  }

  /** Drains agents. */
  public void drain(List<String> names) {
    for (String name : names) {
      AgentRow row = agent("--drain", name);
      leave("--drain", row.name());
      changes.add(new Change.DrainAgent(row.name()));
    }
  }

  /** Drains the agents that have all these attributes. */
  public void drainWhere(SortedMap<String, String> attributes) {
    List<String> names =
        state().agents().values().stream()
            .filter(row -> row.attributes().entrySet().containsAll(attributes.entrySet()))
            .map(AgentRow::name)
            .filter(name -> !leaving.contains(name))
            .toList();
    if (names.isEmpty()) {
      throw Failure.usage(
          "--drain-selector: expected attributes that an agent has, found none with " + attributes);
    }
    drain(names);
  }

  /** Takes agents away. */
  public void remove(List<String> names) {
    for (String name : names) {
      AgentRow row = agent("--remove", name);
      leave("--remove", row.name());
      changes.add(new Change.RemoveAgent(row.name()));
    }
  }

  private void leave(String option, String name) {
    if (!leaving.add(name)) {
      throw Failure.usage(option + ": expected each agent once, found " + name + " again");
    }
  }

  /** Writes objects, one after the other; those that are written see the earlier ones. */
  public void write(WrittenObject object) {
    changes.add(new Change.Write(object.proposed(snapshot)));
  }

  /** Asks. The snapshot is used up. */
  public Answer ask() {
    WhatIf whatIf =
        new WhatIf(
            new Decider(Decider.LOST_AFTER, Placer.by(Scoring.SPREAD)),
            new Explain(Decider.LOST_AFTER));
    long end = System.nanoTime() + WORK_MAX.toNanos();
    return new Answer(
        snapshot.header(),
        whatIf.of(state(), changes, snapshot.now(), () -> System.nanoTime() - end >= 0));
  }

  private AgentRow agent(String option, String name) {
    String bare = name.startsWith("agent/") ? name.substring("agent/".length()) : name;
    AgentRow row = state().agent(bare);
    if (row == null) {
      throw Failure.usage(
          option
              + ": expected the name of an agent of the snapshot, found '"
              + name
              + "'"
              + Suggestions.sentence(bare, state().agents().keySet()));
    }
    return row;
  }
}
