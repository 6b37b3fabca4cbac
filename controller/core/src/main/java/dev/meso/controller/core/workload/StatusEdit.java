package dev.meso.controller.core.workload;

import dev.meso.api.kind.Limits;
import dev.meso.api.kind.PhaseChange;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.Condition;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.task.TaskTransitions;
import dev.meso.controller.core.InvariantViolated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Edits a task's status; each change of phase must be in the table, and enters the history. */
final class StatusEdit {
  private final String what;
  private TaskPhase phase;
  private long attempt;
  private @Nullable String agent;
  private @Nullable String host;
  private SortedMap<String, Integer> ports;
  private @Nullable String templateRevision;
  private @Nullable Integer ordinal;
  private @Nullable Integer restarts;
  private @Nullable Integer failures;
  private @Nullable Instant retryAt;
  private @Nullable Integer exitCode;
  private @Nullable Integer signal;
  private @Nullable String reason;
  private @Nullable String message;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private List<Condition> conditions;
  private final List<PhaseChange> history;
  private @Nullable String nominatedAgent;

  /** Starts from a status; {@code what} names the task in errors. */
  StatusEdit(String what, TaskStatus from) {
    this.what = what;
    phase = from.phase();
    attempt = from.attempt();
    agent = from.agent();
    host = from.host();
    ports = from.ports();
    templateRevision = from.templateRevision();
    ordinal = from.ordinal();
    restarts = from.restarts();
    failures = from.failures();
    retryAt = from.retryAt();
    exitCode = from.exitCode();
    signal = from.signal();
    reason = from.reason();
    message = from.message();
    startedAt = from.startedAt();
    finishedAt = from.finishedAt();
    conditions = from.conditions();
    history = new ArrayList<>(from.history());
    nominatedAgent = from.nominatedAgent();
  }

  /** The status of a task that was just made. */
  static TaskStatus fresh(@Nullable String revision, @Nullable Integer ordinal, Instant at) {
    return new TaskStatus(
        TaskPhase.PENDING,
        0,
        null,
        null,
        Collections.emptySortedMap(),
        revision,
        ordinal,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(new PhaseChange(at, 0, TaskPhase.PENDING, null, null)),
        null);
  }

  TaskPhase phase() {
    return phase;
  }

  int failures() {
    return failures == null ? 0 : failures;
  }

  /** Comes into a phase, for a reason; staying in it only changes the reason. */
  StatusEdit phase(
      TaskPhase to, Instant at, @Nullable String newReason, @Nullable String newMessage) {
    if (!TaskTransitions.allowed(phase, to)) {
      throw new InvariantViolated(
          "Task " + what + ": phase " + to.label() + " cannot follow " + phase.label());
    }
    if (to != TaskPhase.PENDING) {
      nominatedAgent = null;
    }
    if (phase != to) {
      phase = to;
      history.add(new PhaseChange(at, attempt, to, agent, newReason));
      while (history.size() > Limits.HISTORY_MAX) {
        history.removeFirst();
      }
    }
    reason = newReason;
    message = newMessage;
    return this;
  }

  /** The next attempt has a place. */
  StatusEdit place(
      long number,
      String onAgent,
      String onHost,
      SortedMap<String, Integer> hostPorts,
      Instant at) {
    if (number <= attempt) {
      throw new InvariantViolated(
          "Task " + what + ": attempt " + number + " would follow " + attempt);
    }
    attempt = number;
    agent = onAgent;
    host = onHost;
    ports = hostPorts;
    restarts = null;
    retryAt = null;
    exitCode = null;
    signal = null;
    startedAt = null;
    finishedAt = null;
    return phase(TaskPhase.ASSIGNED, at, null, null);
  }

  /** The attempt is over and forgotten, another may be placed. */
  StatusEdit pending(Instant at, @Nullable String newReason, @Nullable String newMessage) {
    agent = null;
    host = null;
    ports = Collections.emptySortedMap();
    nominatedAgent = null;
    return phase(TaskPhase.PENDING, at, newReason, newMessage);
  }

  /** Takes over what the report says besides its phase. */
  StatusEdit facts(Report report) {
    restarts = report.restarts() == 0 ? null : Integer.valueOf(report.restarts());
    startedAt = report.startedAt();
    return this;
  }

  StatusEdit end(@Nullable Integer code, @Nullable Integer withSignal, Instant at) {
    exitCode = code;
    signal = withSignal;
    finishedAt = at;
    return this;
  }

  StatusEdit template(@Nullable String revision) {
    templateRevision = revision;
    return this;
  }

  StatusEdit failures(int count) {
    failures = count == 0 ? null : Integer.valueOf(count);
    return this;
  }

  StatusEdit retryAt(@Nullable Instant at) {
    retryAt = at;
    return this;
  }

  /** The agent that is being cleared for the next attempt. */
  StatusEdit nominated(@Nullable String agentName) {
    nominatedAgent = agentName;
    return this;
  }

  StatusEdit conditions(List<Condition> all) {
    conditions = all;
    return this;
  }

  TaskStatus build() {
    return new TaskStatus(
        phase,
        attempt,
        agent,
        host,
        ports,
        templateRevision,
        ordinal,
        restarts,
        failures,
        retryAt,
        exitCode,
        signal,
        reason,
        message,
        startedAt,
        finishedAt,
        conditions,
        history,
        nominatedAgent);
  }
}
