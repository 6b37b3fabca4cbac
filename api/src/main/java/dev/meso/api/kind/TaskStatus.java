package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task is observed to be. Written by the leader alone.
 *
 * @param phase where it is in its life
 * @param attempt counts its tries from 1; only grows; 0 before the first assignment
 * @param agent where the attempt is assigned; absent while pending
 * @param host the agent's address
 * @param ports host ports of the attempt by name
 * @param templateRevision the revision of its owner's template that the attempt was made from
 * @param ordinal its place among its owner's tasks, from 0
 * @param restarts how often the agent restarted a container of this attempt in place
 * @param failures attempts that failed in a row; back-off grows with it
 * @param retryAt not placed before this time
 * @param exitCode of the container that decided the end
 * @param signal that ended it, if one did
 * @param reason a CamelCase word for programs: why it is in this phase
 * @param message a sentence for people: why it is in this phase
 * @param startedAt when the attempt began to run
 * @param finishedAt when the attempt ended
 * @param conditions {@code Faulted}
 * @param history its last phases, newest last, at most {@value Limits#HISTORY_MAX}
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
    List<PhaseChange> history) {

  public TaskStatus {
    ports =
        ports == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    history = history == null ? List.of() : List.copyOf(history);
  }
}
