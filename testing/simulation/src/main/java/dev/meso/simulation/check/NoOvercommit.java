package dev.meso.simulation.check;

import dev.meso.simulation.check.Charges.Charge;
import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * "No leader transaction raises the use of an agent, queue, port or volume beyond what the records
 * it was guarded on allow; excess caused by others (a lowered limit, a shrunken agent) is reported
 * and drained." Looked at when an assignment is added: what the step raised must fit into the
 * registration as it is at that revision, beside what is set aside for volumes. An excess that was
 * there before, in a resource that the step does not raise, is nobody's fault here.
 *
 * <p>A port belongs to one attempt of an agent ({@code port-owned-once}), and lies in the agent's
 * ranges unless the task insists on it ({@code port-in-range}). Room or a port that is given away
 * while the report of its former owner says that it lives is {@code room-after-report}.
 */
final class NoOvercommit implements Invariant {
  static final String PORT = "port-owned-once";
  static final String RANGE = "port-in-range";
  static final String AFTER_REPORT = "room-after-report";

  private final Rules rules;

  NoOvercommit(Rules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "no-overcommit";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    Map<String, List<Delta>> added = new LinkedHashMap<>();
    for (Delta delta : moment.deltas()) {
      if (delta.created() && delta.place() instanceof Place.Assignment(String agent, _)) {
        added.computeIfAbsent(agent, _ -> new ArrayList<>()).add(delta);
      }
    }
    added.forEach((agent, deltas) -> check(moment, agent, deltas, findings));
  }

  private void check(Moment moment, String name, List<Delta> added, Findings findings) {
    AgentSight agent = moment.world().agent(name);
    Value.Registration registration = agent.registration();
    findings.require(
        registration != null,
        name(),
        () -> added.getFirst().key() + " was assigned to an agent that is not registered");
    if (registration == null) {
      return;
    }
    List<Charge> charges = Charges.of(agent, moment.world(), moment.at(), rules.leaderLag());
    Amounts used = Volumes.on(moment.world(), name, _ -> true);
    boolean unassigned = false;
    for (Charge charge : charges) {
      used = used.plus(charge.amounts());
      unassigned |= !charge.assigned();
    }
    Amounts raised = raised(moment, name, added);
    for (Map.Entry<String, Long> each : raised.of().entrySet()) {
      String what = each.getKey();
      long use = used.get(what);
      long capacity = registration.capacity().get(what);
      findings.require(
          each.getValue() <= 0 || use <= capacity,
          unassigned ? AFTER_REPORT : name(),
          () ->
              added.getFirst().key()
                  + " raised the use of "
                  + what
                  + " on "
                  + name
                  + " by "
                  + each.getValue()
                  + " to "
                  + use
                  + ", it has "
                  + capacity
                  + " at revision "
                  + moment.step().revision());
    }
    ports(agent, registration, charges, added, findings);
  }

  /** What a step added to an agent, less what it took away. */
  private static Amounts raised(Moment moment, String agent, List<Delta> added) {
    Amounts raised = Amounts.NONE;
    for (Delta delta : added) {
      Value.Assignment made = assignment(delta.after());
      raised = made == null ? raised : raised.plus(made.resources());
    }
    for (Delta delta : moment.deltas()) {
      Volumes.Bound bound = Volumes.binding(moment, delta).orElse(null);
      if (bound != null && bound.agent().equals(agent)) {
        raised = raised.plus(bound.amounts());
      }
      if (delta.deleted()
          && delta.place() instanceof Place.Assignment(String of, _)
          && of.equals(agent)) {
        Value.Assignment gone = assignment(delta.before());
        raised = gone == null ? raised : raised.minus(gone.resources());
      }
    }
    return raised;
  }

  private static void ports(
      AgentSight agent,
      Value.Registration registration,
      List<Charge> charges,
      List<Delta> added,
      Findings findings) {
    Set<Object> fresh = new LinkedHashSet<>();
    for (Delta delta : added) {
      Value.Assignment made = assignment(delta.after());
      if (made == null || !(delta.place() instanceof Place.Assignment(_, var path))) {
        continue;
      }
      fresh.add(path);
      made.ports()
          .forEach(
              (portName, port) ->
                  findings.require(
                      made.fixedPorts().contains(portName) || registration.ports().contains(port),
                      RANGE,
                      () ->
                          delta.key()
                              + " got port "
                              + port
                              + " ("
                              + portName
                              + "), the agent offers "
                              + registration.ports()));
    }
    Map<Integer, Charge> owners = new LinkedHashMap<>();
    for (Charge charge : charges) {
      for (int port : charge.ports().values()) {
        Charge other = owners.put(port, charge);
        boolean ours = fresh.contains(charge.path());
        if (other == null && !ours) {
          continue;
        }
        boolean clash =
            other != null && (ours || fresh.contains(other.path())) && !other.equals(charge);
        findings.require(
            !clash,
            other == null || (other.assigned() && charge.assigned()) ? PORT : AFTER_REPORT,
            () ->
                "port "
                    + port
                    + " of "
                    + agent.name()
                    + " belongs to "
                    + charge.path()
                    + " and to "
                    + (other == null ? "nobody" : other.path()));
      }
    }
  }

  private static Value.@Nullable Assignment assignment(
      dev.meso.simulation.check.model.@Nullable Held held) {
    return held == null ? null : held.assignment();
  }
}
