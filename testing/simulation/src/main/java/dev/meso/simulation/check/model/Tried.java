package dev.meso.simulation.check.model;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was seen of one attempt of one task, from its assignment to its last report. */
public final class Tried {
  private final String uid;
  private final TaskName task;
  private final long attempt;
  private final Set<Phase> said = EnumSet.noneOf(Phase.class);
  private @Nullable String agent;
  private Value.@Nullable Assignment assignment;
  private boolean assigned;
  private Value.@Nullable Report report;
  private @Nullable Duration liveSaid;
  private @Nullable String liveOn;
  private Value.@Nullable Report terminal;
  private @Nullable Duration terminalSaid;
  private boolean disowned;
  private boolean givenUp;
  private boolean declaredGone;

  Tried(String uid, TaskName task, long attempt) {
    this.uid = uid;
    this.task = task;
    this.attempt = attempt;
  }

  public String uid() {
    return uid;
  }

  public TaskName task() {
    return task;
  }

  public long attempt() {
    return attempt;
  }

  /** Where it was assigned; absent if it never was. */
  public @Nullable String agent() {
    return agent;
  }

  /** The assignment as it was last; absent if there never was one. */
  public Value.@Nullable Assignment assignment() {
    return assignment;
  }

  /** Whether the assignment key stands. */
  public boolean assigned() {
    return assigned;
  }

  /** Whether a report of it ever said this phase. */
  public boolean said(Phase phase) {
    return said.contains(phase);
  }

  /** The report that stands; absent if none does. */
  public Value.@Nullable Report report() {
    return report;
  }

  /** When it was first reported alive; absent if it never was. */
  public @Nullable Duration liveSaid() {
    return liveSaid;
  }

  /** The first terminal report, for good; absent if there was none yet. */
  public Value.@Nullable Report terminal() {
    return terminal;
  }

  public @Nullable Duration terminalSaid() {
    return terminalSaid;
  }

  /**
   * Whether its end is that a machine which took over its agent's name knows nothing of it: how it
   * ended will never be known, and the machine before may run it still.
   */
  public boolean disowned() {
    return disowned;
  }

  /** Whether the last that the leader wrote of it is that it cannot be reached, or is lost. */
  public boolean givenUp() {
    return givenUp;
  }

  /** Whether an admin's word that its agent is gone stood when it was given up. */
  public boolean declaredGone() {
    return declaredGone;
  }

  /** Whether it may run: it should, or its agent says that it does. */
  public boolean live() {
    boolean should = assigned && assignment != null && !assignment.stopping() && terminal == null;
    return should || (report != null && !report.phase().terminal());
  }

  void assigned(String onAgent, Value.Assignment value) {
    agent = agent == null ? onAgent : agent;
    assignment = value;
    assigned = true;
  }

  void unassigned() {
    assigned = false;
  }

  void reported(Value.Report value, String machine, Duration at) {
    report = value;
    said.add(value.phase());
    if (!value.phase().terminal()) {
      liveSaid = liveSaid == null ? at : liveSaid;
      liveOn = liveOn == null ? machine : liveOn;
    } else if (terminal == null) {
      disowned = value.phase() == Phase.LOST && liveOn != null && !liveOn.equals(machine);
      terminal = value;
      terminalSaid = at;
    }
  }

  void unreported() {
    report = null;
  }

  void giveUp(boolean gone) {
    givenUp = true;
    declaredGone |= gone;
  }

  void takeBack() {
    givenUp = false;
  }

  @Override
  public String toString() {
    return task + "#" + attempt + " (uid " + uid + (agent == null ? "" : ", on " + agent) + ")";
  }
}
