package dev.meso.api.kind;

import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a task's history.
 *
 * @param at when the task came into the phase
 * @param attempt number of the attempt
 * @param phase the phase that it came into
 * @param agent name of the agent that the attempt was assigned to, if any
 * @param reason a CamelCase word for programs: why it came into the phase
 */
public record PhaseChange(
    Instant at, long attempt, TaskPhase phase, @Nullable String agent, @Nullable String reason) {}
