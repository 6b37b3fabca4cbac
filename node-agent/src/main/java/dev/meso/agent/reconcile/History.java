package dev.meso.agent.reconcile;

import dev.meso.api.kind.Limits;
import dev.meso.api.record.Report.Transition;
import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last changes of phase of an attempt, at most {@value Limits#TRANSITIONS_MAX}, newest last.
 *
 * @param transitions with sequences that grow by one
 */
record History(List<Transition> transitions) {
  static final History EMPTY = new History(List.of());

  History {
    int surplus = transitions.size() - Limits.TRANSITIONS_MAX;
    transitions =
        List.copyOf(surplus > 0 ? transitions.subList(surplus, transitions.size()) : transitions);
  }

  /** With one more change, unless the phase is that of the last one. */
  History reached(TaskPhase phase, Instant at, @Nullable String reason, Supplier<String> uuids) {
    if (phase == lastPhase()) {
      return this;
    }
    List<Transition> more = new ArrayList<>(transitions);
    more.add(new Transition(lastSequence() + 1, uuids.get(), phase, at, reason));
    return new History(more);
  }

  /**
   * This history behind an earlier one, that of a report which an earlier process of this agent
   * wrote: sequences go on where the report's ended.
   */
  History behind(History earlier) {
    if (earlier.transitions.isEmpty() || continues(earlier)) {
      return this;
    }
    List<Transition> joined = new ArrayList<>(earlier.transitions);
    TaskPhase last = earlier.lastPhase();
    long sequence = earlier.lastSequence();
    for (Transition mine : transitions) {
      // What was recovered counts as Starting before it is looked at, which is no change.
      boolean artefact = mine.sequence() == 1 && mine.phase() == TaskPhase.STARTING;
      if (artefact || mine.phase() == last) {
        continue;
      }
      sequence++;
      joined.add(new Transition(sequence, mine.uuid(), mine.phase(), mine.at(), mine.reason()));
      last = mine.phase();
    }
    return new History(joined);
  }

  @Nullable TaskPhase lastPhase() {
    return transitions.isEmpty() ? null : transitions.getLast().phase();
  }

  private long lastSequence() {
    return transitions.isEmpty() ? 0 : transitions.getLast().sequence();
  }

  /** Whether this one holds the last change of {@code earlier} already. */
  private boolean continues(History earlier) {
    if (!transitions.isEmpty() && transitions.getFirst().sequence() > 1) {
      return true;
    }
    String uuid = earlier.transitions.getLast().uuid();
    return transitions.stream().anyMatch(mine -> mine.uuid().equals(uuid));
  }
}
