package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether every agent that lives is Ready, and no other; and whether, on those that live, what is
 * assigned, what is reported and what runs are the same.
 */
final class SettledAgents {
  static final String AGENT = "settled-agent";
  static final String ORPHAN = "settled-orphan";
  static final String PROCESS = "settled-process";

  private final Rules rules;
  private final World world;
  private final Processes processes;
  private final List<AgentFact> agents;
  private final Set<String> living;
  private final Away away;
  private final Findings findings;

  SettledAgents(
      Rules rules,
      World world,
      Processes processes,
      List<AgentFact> agents,
      Set<String> living,
      Away away,
      Findings findings) {
    this.rules = rules;
    this.world = world;
    this.processes = processes;
    this.agents = agents;
    this.living = living;
    this.away = away;
    this.findings = findings;
  }

  void check() {
    for (AgentFact fact : agents) {
      AgentSight agent = world.agent(fact.agent());
      boolean ready = agent.phase().equals("Ready");
      boolean expected = fact.lives() && !agent.gone();
      findings.require(
          ready == expected && (!fact.lives() || (agent.alive() && agent.registration() != null)),
          AGENT,
          () ->
              "agent "
                  + fact.agent()
                  + (fact.lives() ? " lives" : " does not live")
                  + (agent.gone() ? " and was declared gone" : "")
                  + ", its status says '"
                  + agent.phase()
                  + "', its alive key is "
                  + (agent.alive() ? "there" : "absent"));
    }
    for (AgentSight agent : world.agents()) {
      if (living.contains(agent.name())) {
        assignments(agent);
        reports(agent);
        running(agent);
      } else {
        leftAway(agent);
      }
    }
  }

  private void assignments(AgentSight agent) {
    for (Map.Entry<AttemptPath, Held> entry : agent.assignments().entrySet()) {
      if (entry.getValue().value() instanceof Value.Assignment made) {
        findings.require(
            away.current(entry) && !made.stopping(),
            ORPHAN,
            () ->
                entry.getValue().key()
                    + (made.stopping() ? " is to stop and is still there" : " is nobody's"));
      }
    }
  }

  private void reports(AgentSight agent) {
    for (Map.Entry<AttemptPath, Held> entry : agent.reports().entrySet()) {
      Held beside = agent.assignments().get(entry.getKey());
      boolean answers =
          beside != null
              && beside.value() instanceof Value.Assignment made
              && entry.getValue().value() instanceof Value.Report said
              && made.uid().equals(said.uid())
              && !said.phase().terminal();
      findings.require(
          answers, ORPHAN, () -> entry.getValue().key() + " answers no assignment that stands");
    }
  }

  private void running(AgentSight agent) {
    if (!rules.endsKnown()) {
      return;
    }
    for (Processes.Live live : processes.on(agent.name())) {
      Tried tried = world.tried(live.run().uid(), live.run().attempt());
      Value.Assignment assignment = tried == null ? null : tried.assignment();
      findings.require(
          tried != null
              && tried.assigned()
              && agent.name().equals(tried.agent())
              && assignment != null
              && !assignment.stopping()
              && tried.report() != null
              && !tried.report().phase().terminal(),
          PROCESS,
          () -> live.run() + " runs on " + agent.name() + ", which should not run it");
    }
  }

  /** Of an agent that is away all is given up, save what may be unreachable for now. */
  private void leftAway(AgentSight agent) {
    for (Map.Entry<AttemptPath, Held> entry : agent.assignments().entrySet()) {
      if (entry.getValue().value() instanceof Value.Assignment made) {
        Value.TaskStatus status = world.task(entry.getKey().task()).status(made.uid());
        boolean current = away.current(entry);
        boolean may = current && status != null && away.mayBeUnreachable(status, made);
        findings.require(
            may || (made.stopping() && !current),
            ORPHAN,
            () -> entry.getValue().key() + " is left as it was, its agent is away");
      }
    }
  }
}
