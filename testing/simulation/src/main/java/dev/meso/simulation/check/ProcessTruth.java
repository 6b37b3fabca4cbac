package dev.meso.simulation.check;

import dev.meso.simulation.check.ProcessEvent.Run;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What really ran: a container of an attempt runs once at a time, and its runs only grow; nothing
 * is started for an attempt that was never assigned to that agent, nor behind the report of its
 * end; and when that report is there, nothing of the attempt runs any more. Except that a machine
 * which took over the name of a lost one says Lost of what that one ran: it may run there still. An
 * attempt of which the agent says that it runs was started there.
 *
 * <p>Where changes may be seen late, a process may be seen before its assignment is; then that is
 * looked at in the end.
 */
final class ProcessTruth implements Invariant {
  static final String HELD = "held-waits";

  private record Container(String uid, long attempt, String name) {}

  private record Attempt(String agent, String uid, long attempt) {}

  private final Rules rules;
  private final Processes processes;
  private final Map<Container, Integer> lastRun = new LinkedHashMap<>();
  private final Set<Attempt> begun = new LinkedHashSet<>();
  private final List<ProcessEvent.Started> unassigned = new ArrayList<>();

  ProcessTruth(Rules rules, Processes processes) {
    this.rules = rules;
    this.processes = processes;
  }

  @Override
  public String name() {
    return "process-truth";
  }

  @Override
  public void check(ProcessEvent event, World world, Findings findings) {
    switch (event) {
      case ProcessEvent.Started started -> started(started, world, findings);
      case ProcessEvent.Seen(Duration at, String agent, Run run) ->
          notOver(at, agent, run, world, findings);
      case ProcessEvent.Ended _, ProcessEvent.Rebooted _, ProcessEvent.Gone _ -> {}
    }
  }

  private void started(ProcessEvent.Started started, World world, Findings findings) {
    Run run = started.of();
    Container container = new Container(run.uid(), run.attempt(), run.container());
    Integer last = lastRun.put(container, run.run());
    begun.add(new Attempt(started.agent(), run.uid(), run.attempt()));
    findings.require(
        last == null || last < run.run(),
        name(),
        () -> run + " was started on " + started.agent() + " after run " + last);
    for (Processes.Live live : processes.of(run.uid(), run.attempt(), null)) {
      findings.require(
          !rules.endsKnown() || !live.run().container().equals(run.container()),
          name(),
          () ->
              run
                  + " was started on "
                  + started.agent()
                  + " while "
                  + live.run()
                  + " runs on "
                  + live.agent());
    }
    Tried tried = world.tried(run.uid(), run.attempt());
    Value.Assignment order = tried == null ? null : tried.assignment();
    findings.require(
        order == null || !order.held() || !rules.endsKnown(),
        HELD,
        () -> run + " was started on " + started.agent() + " while its assignment is held");
    notOver(started.at(), started.agent(), run, world, findings);
    if (assigned(started, world)) {
      return;
    }
    if (rules.endsKnown()) {
      findings.require(false, name(), () -> neverAssigned(started));
    } else {
      unassigned.add(started);
    }
  }

  /** What could not be decided when it was seen. */
  void end(World world, Findings findings) {
    for (ProcessEvent.Started started : unassigned) {
      findings.require(assigned(started, world), name(), () -> neverAssigned(started));
    }
    unassigned.clear();
  }

  private static boolean assigned(ProcessEvent.Started started, World world) {
    Tried tried = world.tried(started.of().uid(), started.of().attempt());
    return tried != null && started.agent().equals(tried.agent());
  }

  private static String neverAssigned(ProcessEvent.Started started) {
    return started.of() + " was started on " + started.agent() + ", where it was never assigned";
  }

  private void notOver(Duration at, String agent, Run run, World world, Findings findings) {
    Tried tried = world.tried(run.uid(), run.attempt());
    Duration over = tried == null || tried.disowned() ? null : tried.terminalSaid();
    findings.require(
        over == null || at.compareTo(over) < 0,
        name(),
        () -> run + " runs on " + agent + " at " + at + ", its end was reported at " + over);
  }

  @Override
  public void check(Moment moment, Findings findings) {
    if (!rules.endsKnown()) {
      return;
    }
    for (Delta delta : moment.deltas()) {
      if (delta.place() instanceof Place.Report(String agent, var path)
          && delta.after() != null
          && delta.after().value() instanceof Value.Report said) {
        findings.require(
            !processes.known()
                || said.phase() != Phase.RUNNING
                || begun.contains(new Attempt(agent, said.uid(), path.attempt())),
            name(),
            () -> delta.key() + " says Running, but nothing of it was ever started");
        if (!said.phase().terminal() || disowned(said, moment.world())) {
          continue;
        }
        List<Processes.Live> live = processes.of(said.uid(), path.attempt(), agent);
        findings.require(
            live.isEmpty(),
            name(),
            () ->
                delta.key()
                    + " says "
                    + said.phase().label()
                    + " while "
                    + live.getFirst().run()
                    + " runs");
      }
    }
  }

  private static boolean disowned(Value.Report said, World world) {
    Tried tried = world.tried(said.uid(), said.attempt());
    return tried != null && tried.disowned();
  }
}
