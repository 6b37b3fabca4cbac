package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks a history against what Meso promises: every revision of the keys, and every process that
 * really ran. The cost of a step is that of what it changes. It never writes, and knows nothing but
 * what it is told.
 *
 * <p>Single-threaded. Steps come in the order of their revisions; what happened on machines comes
 * in the order of time between them.
 */
public final class Checker {
  private final Rules rules;
  private final World world;
  private final Findings findings = new Findings();
  private final Processes processes = new Processes();
  private final TransitionTable transitions = new TransitionTable();
  private final StopBranches stops = new StopBranches();
  private final LostProven lostProven;
  private final ProcessTruth processTruth;
  private final Quiet quiet = new Quiet();
  private final List<Invariant> invariants;
  private final SortedMap<String, Long> writers = new TreeMap<>();
  private long revisions;
  private long processEvents;

  /** One that has seen nothing yet. */
  public Checker(Rules rules) {
    this.rules = rules;
    this.world = new World(rules.root());
    this.lostProven = new LostProven(rules);
    this.processTruth = new ProcessTruth(rules, processes);
    this.invariants =
        List.of(
            new RevisionSanity(),
            new WriterOfPrefix(),
            new FencedLeader(),
            new WriteGuarded(),
            new Session(),
            new NoOvercommit(rules),
            new QueueLimit(),
            new ReservationKept(),
            new VolumeHome(rules),
            new VolumeAlone(processes),
            new GangTogether(),
            new PreemptionPurpose(),
            new OneLiveAttempt(processes),
            new AttemptsGrow(),
            new WantedWork(),
            new StatusOfSpec(),
            new StatusTruth(),
            transitions,
            new NothingLost(),
            new StopProtocol(),
            new ReportFinal(),
            lostProven,
            new ReplacementBrake(rules),
            processTruth,
            stops,
            quiet);
  }

  /** Takes the next revision. */
  public void observe(Step step) {
    revisions++;
    findings.at(step.at(), step.revision());
    Writer writer = Writer.of(step.author());
    writers.merge(writer.role().name().toLowerCase(java.util.Locale.ROOT), 1L, Long::sum);
    List<Delta> deltas = world.apply(step.changes(), step.at());
    Moment moment = new Moment(step, writer, deltas, world);
    for (Invariant invariant : invariants) {
      invariant.check(moment, findings);
    }
  }

  /** Takes what happened on a machine. */
  public void process(ProcessEvent event) {
    processEvents++;
    findings.at(event.at(), findings.revision());
    for (Invariant invariant : invariants) {
      invariant.check(event, world, findings);
    }
    processes.apply(event);
  }

  /** The store could not be reached by anybody, and can be again since now. */
  public void storeBack(Duration at) {
    lostProven.storeBack(at);
  }

  /** What was found until now, the first {@value Findings#VIOLATIONS_MAX} of it. */
  public List<Violation> violations() {
    return List.copyOf(findings.violations());
  }

  /**
   * What is not yet as it was wished for, when input and faults have stopped and there was time to
   * converge. Empty when desired and actual state are the same.
   *
   * @param at now
   * @param agents every agent that there was, and whether it lives
   */
  public List<Violation> settled(Duration at, List<AgentFact> agents) {
    Findings unsettled = new Findings();
    unsettled.at(at, findings.revision());
    processTruth.end(world, unsettled);
    new Settled(rules, world, processes, at, agents, unsettled).check();
    return List.copyOf(unsettled.violations());
  }

  /**
   * Writes behind a time since which nothing should have been written but leases, barriers and
   * events: the last {@value Quiet#REMEMBERED_MAX} at most.
   */
  public List<Violation> quietSince(Duration since) {
    return quiet.since(since);
  }

  /** What the history contained. */
  public Coverage coverage() {
    return new Coverage(
        revisions,
        processEvents,
        transitions.taken(),
        writers,
        stops.taken(),
        findings.evaluated());
  }
}
