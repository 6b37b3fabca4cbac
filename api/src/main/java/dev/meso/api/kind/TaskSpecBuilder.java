package dev.meso.api.kind;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes a spec from another one by its fields' names. Belongs to one thread. */
public final class TaskSpecBuilder {
  private List<Container> containers;
  private SortedMap<String, String> nodeSelector;
  private @Nullable String restartPolicy;
  private @Nullable Integer maxRestarts;
  private @Nullable Integer terminationGracePeriodSeconds;
  private @Nullable String onLost;
  private @Nullable Duration replaceAfter;
  private @Nullable String queue;
  private @Nullable Integer priority;
  private @Nullable String preemptionPolicy;
  private List<Constraint> constraints;
  private List<Preference> preferences;
  private List<Spread> spread;
  private List<Toleration> tolerations;
  private @Nullable Long activeDeadlineSeconds;
  private List<TaskVolume> volumes;

  TaskSpecBuilder(TaskSpec from) {
    containers = from.containers();
    nodeSelector = from.nodeSelector();
    restartPolicy = from.restartPolicy();
    maxRestarts = from.maxRestarts();
    terminationGracePeriodSeconds = from.terminationGracePeriodSeconds();
    onLost = from.onLost();
    replaceAfter = from.replaceAfter();
    queue = from.queue();
    priority = from.priority();
    preemptionPolicy = from.preemptionPolicy();
    constraints = from.constraints();
    preferences = from.preferences();
    spread = from.spread();
    tolerations = from.tolerations();
    activeDeadlineSeconds = from.activeDeadlineSeconds();
    volumes = from.volumes();
  }

  public TaskSpecBuilder containers(List<Container> value) {
    containers = value;
    return this;
  }

  public TaskSpecBuilder nodeSelector(SortedMap<String, String> value) {
    nodeSelector = value;
    return this;
  }

  public TaskSpecBuilder restartPolicy(@Nullable String value) {
    restartPolicy = value;
    return this;
  }

  public TaskSpecBuilder maxRestarts(@Nullable Integer value) {
    maxRestarts = value;
    return this;
  }

  public TaskSpecBuilder terminationGracePeriodSeconds(@Nullable Integer value) {
    terminationGracePeriodSeconds = value;
    return this;
  }

  public TaskSpecBuilder onLost(@Nullable String value) {
    onLost = value;
    return this;
  }

  public TaskSpecBuilder replaceAfter(@Nullable Duration value) {
    replaceAfter = value;
    return this;
  }

  public TaskSpecBuilder queue(@Nullable String value) {
    queue = value;
    return this;
  }

  public TaskSpecBuilder priority(@Nullable Integer value) {
    priority = value;
    return this;
  }

  public TaskSpecBuilder preemptionPolicy(@Nullable String value) {
    preemptionPolicy = value;
    return this;
  }

  public TaskSpecBuilder constraints(List<Constraint> value) {
    constraints = value;
    return this;
  }

  public TaskSpecBuilder preferences(List<Preference> value) {
    preferences = value;
    return this;
  }

  public TaskSpecBuilder spread(List<Spread> value) {
    spread = value;
    return this;
  }

  public TaskSpecBuilder tolerations(List<Toleration> value) {
    tolerations = value;
    return this;
  }

  public TaskSpecBuilder activeDeadlineSeconds(@Nullable Long value) {
    activeDeadlineSeconds = value;
    return this;
  }

  public TaskSpecBuilder volumes(List<TaskVolume> value) {
    volumes = value;
    return this;
  }

  /** The spec. */
  public TaskSpec build() {
    return new TaskSpec(
        containers,
        nodeSelector,
        restartPolicy,
        maxRestarts,
        terminationGracePeriodSeconds,
        onLost,
        replaceAfter,
        queue,
        priority,
        preemptionPolicy,
        constraints,
        preferences,
        spread,
        tolerations,
        activeDeadlineSeconds,
        volumes);
  }
}
