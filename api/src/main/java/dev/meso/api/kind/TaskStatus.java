package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.meta.Condition;
import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task is observed to be. Written by the leader alone.
 *
 * @param phase where the task is in its life
 * @param attempt number of the current attempt, from 1; 0 before the first assignment
 * @param agent name of the agent that the attempt is assigned to; absent while pending
 * @param host address of that agent
 * @param ports host ports of the attempt, by the name of the port
 * @param templateRevision the revision of its owner's template that the attempt was made from
 * @param ordinal place of the task among its owner's tasks, from 0
 * @param restarts how often the agent restarted a container of this attempt in place
 * @param failures number of attempts that failed in a row; the pause before the next one grows with
 *     it
 * @param retryAt the task is not placed again before this time
 * @param exitCode exit code of the container that decided the end
 * @param signal number of the signal that ended that container, if one did
 * @param reason a CamelCase word for programs: why it is in this phase
 * @param message a sentence for people: why it is in this phase
 * @param startedAt when the attempt began to run
 * @param finishedAt when the attempt ended
 * @param conditions what is known of the task: {@code Faulted}
 * @param history the last phases of the task, newest last, at most {@value Limits#HISTORY_MAX}
 * @param nominatedAgent name of the agent that is being cleared for the task: others end there to
 *     make room for it
 */
public record TaskStatus(
    TaskPhase phase,
    long attempt,
    @Nullable String agent,
    @Nullable String host,
    SortedMap<String, Integer> ports,
    @Nullable String templateRevision,
    @Nullable Integer ordinal,
    @Nullable Integer restarts,
    @Nullable Integer failures,
    @Nullable Instant retryAt,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    List<Condition> conditions,
    List<PhaseChange> history,
    @Nullable String nominatedAgent) {

  public TaskStatus {
    ports = FixedMap.copyOf(ports);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    history = history == null ? List.of() : List.copyOf(history);
  }
}
