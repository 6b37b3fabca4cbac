package dev.meso.controller.core.placement;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.validation.Defaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task asks for.
 *
 * @param shape what it asks of an agent
 * @param namespace of the task
 * @param group tasks of one group are those of one owner
 * @param apart whether tasks of the group rather go where fewer of them are
 * @param company what it wants of where other tasks are, and would rather have
 * @param labels of the task
 * @param queue on whose account it goes
 * @param runsAtMost how long it runs, its time to end included, if that is limited
 * @param scoring which of the agents that may take it is the better one, if its queue says
 * @param volumes that it uses; what they ask of an agent is in the shape
 */
public record Demand(
    Shape shape,
    String namespace,
    String group,
    boolean apart,
    Company company,
    SortedMap<String, String> labels,
    String queue,
    @Nullable Duration runsAtMost,
    @Nullable Scoring scoring,
    List<VolumeUse> volumes) {

  private static final String JOB = Kind.JOB.kindName() + "/";

  public Demand {
    labels =
        labels.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    volumes = List.copyOf(volumes);
  }

  /** A demand that uses no volume. */
  public Demand(
      Shape shape,
      String namespace,
      String group,
      boolean apart,
      Company company,
      SortedMap<String, String> labels,
      String queue,
      @Nullable Duration runsAtMost,
      @Nullable Scoring scoring) {
    this(shape, namespace, group, apart, company, labels, queue, runsAtMost, scoring, List.of());
  }

  /**
   * The demand of a task.
   *
   * @param owner who made it, as assignments say it; absent for a stand-alone task
   */
  public static Demand of(
      TaskSpec spec,
      String namespace,
      String task,
      @Nullable String owner,
      SortedMap<String, String> labels) {
    TreeMap<String, Integer> fixed = new TreeMap<>();
    List<String> any = new ArrayList<>();
    for (Container container : spec.containers()) {
      for (ContainerPort port : container.ports()) {
        Integer hostPort = port.hostPort();
        if (hostPort == null) {
          any.add(port.name());
        } else {
          fixed.put(port.name(), hostPort);
        }
      }
    }
    Shape shape =
        new Shape(
            TaskResources.requested(spec),
            spec.nodeSelector(),
            spec.constraints().stream()
                .filter(it -> Constraint.ATTRIBUTE_OPERATORS.contains(it.operator()))
                .toList(),
            spec.tolerations(),
            fixed,
            any);
    return new Demand(
        shape,
        namespace,
        group(namespace, task, owner),
        apart(owner),
        Company.of(spec),
        labels,
        spec.queueName(),
        runsAtMost(spec),
        null);
  }

  /** How long a task runs at most, its time to end included; absent when it is not limited. */
  public static @Nullable Duration runsAtMost(TaskSpec spec) {
    Long deadline = spec.activeDeadlineSeconds();
    return deadline == null ? null : Duration.ofSeconds(deadline).plus(grace(spec));
  }

  /** How long a task may take to end. */
  public static Duration grace(TaskSpec spec) {
    Integer seconds = spec.terminationGracePeriodSeconds();
    return Duration.ofSeconds(seconds == null ? Defaults.GRACE_PERIOD_SECONDS : seconds);
  }

  /** Work that ends is packed; what is to stay is kept apart, so that no one agent takes it all. */
  private static boolean apart(@Nullable String owner) {
    return owner == null || !owner.startsWith(JOB);
  }

  /** The group under which a task is counted, if anybody asks for the number. */
  public static @Nullable String countedGroup(
      TaskSpec spec, String namespace, String task, @Nullable String owner) {
    return apart(owner) || Company.of(spec).countsOwn() ? group(namespace, task, owner) : null;
  }

  /** What no agent may take of this demand, none may take of any with the same of this. */
  public Object alike() {
    return company.conditional() ? this : new Alike(shape, queue, runsAtMost, volumes);
  }

  /** The same of a task that uses volumes. */
  public Demand using(List<VolumeUse> used) {
    return used.isEmpty()
        ? this
        : new Demand(
            shape.using(used),
            namespace,
            group,
            apart,
            company,
            labels,
            queue,
            runsAtMost,
            scoring,
            used);
  }

  /** The volumes that nobody else may use at the same time, by uid. */
  List<String> exclusive() {
    return volumes.isEmpty()
        ? List.of()
        : volumes.stream().filter(volume -> !volume.shared()).map(VolumeUse::uid).toList();
  }

  /** The same, placed by the scoring of its queue. */
  public Demand scoredBy(@Nullable Scoring other) {
    return new Demand(
        shape, namespace, group, apart, company, labels, queue, runsAtMost, other, volumes);
  }

  private record Alike(
      Shape shape, String queue, @Nullable Duration runsAtMost, List<VolumeUse> volumes) {}

  /** The group under which its tasks are counted, if anybody asks for their number. */
  public @Nullable String countedGroup() {
    return apart || company.countsOwn() ? group : null;
  }

  /** The group of a task: its owner's, or its own. */
  private static String group(String namespace, String task, @Nullable String owner) {
    return namespace + "/" + (owner == null ? "Task/" + task : owner);
  }
}
