package dev.meso.controller.core.state;

import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentReservation;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.record.Alive;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Registration;
import dev.meso.api.record.Report;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Dimensions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
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

  /** What is taken of it; absent until something is known of it. */
  @Nullable AgentRoom room;

  /** What it adds to the whole of all agents, by column. */
  long[] counted = new long[Dimensions.KNOWN];

  /** What of its reservations is counted for queues, by queue. */
  SortedMap<String, long[]> reserved = Collections.emptySortedMap();

  /** Attempts whose use is not known, and what is the matter with them. */
  final NavigableMap<AttemptId, String> unaccounted = new TreeMap<>();

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

  /** What an assignment takes of it, if it takes anything. */
  public @Nullable Charge charge(AttemptId attempt) {
    Cell cell = assignments.get(attempt);
    return cell == null ? null : cell.charge();
  }

  /** What all assignments take of it. */
  List<Charge> charges() {
    List<Charge> charges = new ArrayList<>();
    for (Cell cell : assignments.values()) {
      Charge charge = cell.charge();
      if (charge != null) {
        charges.add(charge);
      }
    }
    return charges;
  }

  public NavigableMap<AttemptId, Cell> reports() {
    return Collections.unmodifiableNavigableMap(reports);
  }

  /** Since when its alive key is missing, if it is: monotonic time of this process. */
  public Duration absentSince() {
    return absentSince;
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

  /** What placement knows of it besides what is taken. */
  AgentFacts facts(Dimensions dimensions) {
    Registration said = registration();
    String notReady = notReady(said);
    Resources capacity = Resources.NONE;
    PortRanges ranges = PortRanges.NONE;
    if (said != null) {
      try {
        capacity = Resources.of(said.capacity());
        ranges = PortRanges.parse(said.portRanges());
      } catch (RuntimeException e) {
        notReady = "registered with amounts that cannot be read: " + e.getMessage();
      }
    }
    String unreadable = unreadable();
    if (unreadable != null) {
      notReady = "described by a record that cannot be read: " + unreadable;
    }
    return new AgentFacts(
        name,
        said == null ? "" : String.valueOf(said.host()),
        notReady,
        !Boolean.TRUE.equals(agentSpec().unschedulable()),
        attributes(),
        agentSpec().taints(),
        agentSpec().maintenance(),
        reserved(dimensions),
        capacity,
        ranges);
  }

  private List<AgentFacts.Reserved> reserved(Dimensions dimensions) {
    List<AgentFacts.Reserved> all = new ArrayList<>();
    for (AgentReservation one : agentSpec().reservations()) {
      long[] amounts = dimensions.vector(Resources.of(one.resources()));
      all.add(new AgentFacts.Reserved(one.queue(), amounts));
    }
    return all;
  }

  /** Detected attributes and what admins say; the admins' word wins. */
  public SortedMap<String, String> attributes() {
    TreeMap<String, String> all = new TreeMap<>();
    Registration said = registration();
    if (said != null) {
      all.putAll(said.attributes());
    }
    all.putAll(agentSpec().attributes());
    return Collections.unmodifiableSortedMap(all);
  }

  /** Whether the registration is that of the agent which lives, not of one that had its name. */
  public boolean registered() {
    Registration said = registration();
    Alive living = aliveRecord();
    return said != null
        && (living == null || living.uid() == null || living.uid().equals(said.uid()));
  }

  /** Whether it lives, has registered and is not declared gone. */
  boolean steady() {
    return alive() && registered() && !gone();
  }

  private @Nullable String notReady(@Nullable Registration said) {
    if (gone()) {
      return "declared gone";
    }
    if (!alive()) {
      return "not renewing its lease";
    }
    return said != null && registered() ? null : "not registered";
  }

  /** Works out anew whether the use of an attempt is known. */
  void account(AttemptId attempt) {
    Cell assignment = assignments.get(attempt);
    Cell report = reports.get(attempt);
    if ((assignment != null && assignment.charge() != null) || !lives(report)) {
      unaccounted.remove(attempt);
    } else if (assignment != null) {
      unaccounted.put(attempt, "assignment " + attempt + " cannot be read");
    } else {
      unaccounted.put(attempt, "attempt " + attempt + " lives without an assignment");
    }
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
