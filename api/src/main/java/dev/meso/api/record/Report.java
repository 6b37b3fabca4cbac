package dev.meso.api.record;

import dev.meso.api.kind.Limits;
import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says about one attempt: the latest state whole, so that a reader needs no earlier
 * report. Written by that agent alone.
 *
 * @param namespace the task's namespace
 * @param task the task's name
 * @param taskUid of the assignment that it answers
 * @param attempt of the assignment that it answers
 * @param phase one of those that an agent may say: Starting, Running, Succeeded, Failed, Killed,
 *     Lost
 * @param restarts how often a container was restarted in place
 * @param exitCode of the container that decided the end
 * @param signal that ended that container, if one did
 * @param reason a CamelCase word
 * @param message a sentence
 * @param startedAt when the attempt's containers first ran
 * @param finishedAt when it ended
 * @param containers one entry for every container
 * @param transitions its last changes of phase, newest last, at most {@value
 *     Limits#TRANSITIONS_MAX}
 */
public record Report(
    String namespace,
    String task,
    String taskUid,
    long attempt,
    TaskPhase phase,
    int restarts,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    List<ContainerReport> containers,
    List<Transition> transitions) {

  public Report {
    containers = containers == null ? List.of() : List.copyOf(containers);
    transitions = transitions == null ? List.of() : List.copyOf(transitions);
  }

  public AttemptId id() {
    return new AttemptId(namespace, task, attempt);
  }

  /**
   * One container of the attempt.
   *
   * @param state {@code Waiting}, {@code Running} or {@code Ended}
   * @param pid of its main process while it runs
   */
  public record ContainerReport(
      String name,
      String state,
      @Nullable Long pid,
      int restarts,
      @Nullable Integer exitCode,
      @Nullable Integer signal,
      @Nullable String reason) {

    public static final String WAITING = "Waiting";
    public static final String RUNNING = "Running";
    public static final String ENDED = "Ended";
  }

  /**
   * One change of phase.
   *
   * @param sequence grows by one with every change of this attempt, from 1
   * @param uuid unique, so that a consumer can tell a repeated message
   */
  public record Transition(
      long sequence, String uuid, TaskPhase phase, Instant at, @Nullable String reason) {}
}
