package dev.meso.api.record;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.resource.Quantity;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an agent needs to run one attempt. Written by the leader; once written only
 * {@code desired} changes, from run to stop, and {@code held}, from true to absent; never back.
 *
 * @param namespace the task's namespace
 * @param task the task's name
 * @param taskUid tells the task from others of its name
 * @param attempt from 1
 * @param desired {@code run} or {@code stop}
 * @param gracePeriodSeconds overrides the spec's grace period when {@code desired} is {@code stop}
 * @param owner who made the task, for instance {@code App/web}; absent for a stand-alone task
 * @param templateRevision of the owner's template that {@code spec} was made from
 * @param spec what to run, defaults filled in
 * @param labels the task's labels
 * @param ports the host port for every named port of the spec
 * @param resources what was set aside, summed over the containers
 * @param assignedAt when the leader decided it
 * @param held true while the attempt must not be started yet: a member of a gang waits until all
 *     have their agents; absent otherwise. It changes once, from true to absent
 * @param volumes the Volume behind every one of the spec's {@code volumes}, by its name there
 */
public record Assignment(
    String namespace,
    String task,
    String taskUid,
    long attempt,
    String desired,
    @Nullable Long gracePeriodSeconds,
    @Nullable String owner,
    @Nullable String templateRevision,
    TaskSpec spec,
    SortedMap<String, String> labels,
    SortedMap<String, Integer> ports,
    SortedMap<String, Quantity> resources,
    Instant assignedAt,
    @Nullable Boolean held,
    SortedMap<String, AssignedVolume> volumes) {

  public static final String RUN = "run";
  public static final String STOP = "stop";

  public Assignment {
    labels = FixedMap.copyOf(labels);
    ports = FixedMap.copyOf(ports);
    resources = FixedMap.copyOf(resources);
    volumes = FixedMap.copyOf(volumes);
  }

  /** An assignment that uses no volume. */
  public Assignment(
      String namespace,
      String task,
      String taskUid,
      long attempt,
      String desired,
      @Nullable Long gracePeriodSeconds,
      @Nullable String owner,
      @Nullable String templateRevision,
      TaskSpec spec,
      SortedMap<String, String> labels,
      SortedMap<String, Integer> ports,
      SortedMap<String, Quantity> resources,
      Instant assignedAt,
      @Nullable Boolean held) {
    this(
        namespace,
        task,
        taskUid,
        attempt,
        desired,
        gracePeriodSeconds,
        owner,
        templateRevision,
        spec,
        labels,
        ports,
        resources,
        assignedAt,
        held,
        FixedMap.empty());
  }

  public AttemptId id() {
    return new AttemptId(namespace, task, attempt);
  }

  /** Whether the attempt should end. */
  public boolean stopping() {
    return desired.equals(STOP);
  }

  /** The same assignment, to be stopped. */
  public Assignment toStop(@Nullable Long graceSeconds) {
    return new Assignment(
        namespace,
        task,
        taskUid,
        attempt,
        STOP,
        graceSeconds,
        owner,
        templateRevision,
        spec,
        labels,
        ports,
        resources,
        assignedAt,
        held,
        volumes);
  }

  /** Whether the attempt must not be started yet. */
  public boolean mustWait() {
    return Boolean.TRUE.equals(held);
  }

  /** The same assignment, free to be started. */
  public Assignment released() {
    return new Assignment(
        namespace,
        task,
        taskUid,
        attempt,
        desired,
        gracePeriodSeconds,
        owner,
        templateRevision,
        spec,
        labels,
        ports,
        resources,
        assignedAt,
        null,
        volumes);
  }
}
