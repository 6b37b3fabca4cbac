package dev.meso.controller.core.state;

import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Registration;
import dev.meso.api.record.Report;
import dev.meso.controller.core.placement.AgentUse;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every record of one agent. */
public final class AgentRow {
  private final String name;
  @Nullable Cell spec;
  @Nullable Cell status;
  @Nullable Cell registration;
  @Nullable Cell alive;
  final NavigableMap<AttemptId, Cell> assignments = new TreeMap<>();
  final NavigableMap<AttemptId, Cell> reports = new TreeMap<>();

  /** Soft: since when its alive key is missing; lost with the process, then the clock restarts. */
  Duration absentSince = Duration.ZERO;

  /**
   * Soft: dynamic ports are searched from here; lost with the process, then ports return sooner.
   */
  int portCursor;

  private @Nullable AgentUse use;

  AgentRow(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public @Nullable Cell specCell() {
    return spec;
  }

  public @Nullable Cell statusCell() {
    return status;
  }

  public @Nullable Cell registrationCell() {
    return registration;
  }

  public @Nullable Cell aliveCell() {
    return alive;
  }

  public NavigableMap<AttemptId, Cell> assignments() {
    return Collections.unmodifiableNavigableMap(assignments);
  }

  public NavigableMap<AttemptId, Cell> reports() {
    return Collections.unmodifiableNavigableMap(reports);
  }

  /** Since when its alive key is missing, if it is: monotonic time of this process. */
  public Duration absentSince() {
    return absentSince;
  }

  public int portCursor() {
    return portCursor;
  }

  public @Nullable Registration registration() {
    return registration != null && registration.effective() instanceof Registration found
        ? found
        : null;
  }

  /** Whether its alive key exists; what it says does not matter. */
  public boolean alive() {
    return alive != null && alive.present();
  }

  public @Nullable Alive aliveRecord() {
    return alive != null && alive.effective() instanceof Alive found ? found : null;
  }

  public @Nullable Agent specAgent() {
    return spec != null && spec.effective() instanceof Agent agent ? agent : null;
  }

  /** What admins set; nothing when there is no readable spec. */
  public AgentSpec agentSpec() {
    Agent agent = specAgent();
    return agent == null || agent.spec() == null ? AgentSpec.NONE : agent.spec();
  }

  public @Nullable Agent statusAgent() {
    return status != null && status.effective() instanceof Agent agent ? agent : null;
  }

  /** The phase that is written in its status. */
  public @Nullable String writtenPhase() {
    Agent agent = statusAgent();
    AgentStatus written = agent == null ? null : agent.status();
    return written == null ? null : written.phase();
  }

  /** Whether an admin asked to forget it. */
  public boolean deleting() {
    Agent agent = specAgent();
    return agent != null && agent.metadata().deleting();
  }

  /**
   * Whether what ran on it will not come back, by an admin's word; that word on a living agent
   * makes it give up what it runs.
   */
  public boolean gone() {
    return Boolean.TRUE.equals(agentSpec().gone()) || (deleting() && !alive());
  }

  /** Why a record about the machine cannot be read, if one cannot. */
  public @Nullable String unreadable() {
    if (registration != null && registration.error() != null) {
      return registration.error();
    }
    if (spec != null && spec.error() != null) {
      return spec.error();
    }
    return status != null ? status.error() : null;
  }

  /** What is taken of it. */
  public AgentUse use() {
    AgentUse known = use;
    if (known == null) {
      known = count();
      use = known;
    }
    return known;
  }

  void forgetUse() {
    use = null;
  }

  private AgentUse count() {
    AgentUse sum = AgentUse.NONE;
    for (Map.Entry<AttemptId, Cell> entry : assignments.entrySet()) {
      Cell cell = entry.getValue();
      // A deletion in flight frees nothing yet, and a write in flight takes already.
      Object charged = cell.committed() != null ? cell.committed() : cell.effective();
      if (charged instanceof Assignment assignment) {
        sum =
            sum.plus(
                Charge.resources(assignment), Charge.ports(assignment), Charge.group(assignment));
      } else if (lives(reports.get(entry.getKey()))) {
        sum = sum.withUnaccounted("assignment " + entry.getKey() + " cannot be read");
      }
    }
    for (Map.Entry<AttemptId, Cell> entry : reports.entrySet()) {
      if (assignments.containsKey(entry.getKey())) {
        continue;
      }
      if (lives(entry.getValue())) {
        sum = sum.withUnaccounted("attempt " + entry.getKey() + " lives without an assignment");
      }
    }
    return sum;
  }

  /**
   * Whether the agent says that an attempt lives. What it does not say, it does not run: records
   * that nobody can read take nothing away from others.
   */
  private static boolean lives(@Nullable Cell report) {
    return report != null && report.effective() instanceof Report said && !said.phase().terminal();
  }

  boolean empty() {
    return spec == null
        && status == null
        && registration == null
        && alive == null
        && assignments.isEmpty()
        && reports.isEmpty();
  }
}
