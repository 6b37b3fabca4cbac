package dev.meso.simulation.bugs;

import dev.meso.simulation.world.Wiring;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bugs that the search must find. */
public final class KnownBugs {
  /** Stands for all that must be as it was asked for at the end. */
  private static final String SETTLED = "settled";

  private static final Set<String> SETTLED_ALL =
      Set.of(
          "settled-app",
          "settled-job",
          "settled-task",
          "settled-deleted",
          "settled-orphan",
          "settled-volume",
          "settled-process",
          "settled-agent");

  private KnownBugs() {}

  /** All of them. */
  public static final List<Bug> ALL =
      Stream.of(fencing(), writes(), senses(), room(), tenancy(), volumes(), caches(), agents())
          .flatMap(List::stream)
          .toList();

  /** The bug of this name. */
  public static Optional<Bug> named(String name) {
    return ALL.stream().filter(bug -> bug.name().equals(name)).findFirst();
  }

  /** Leaders that do not know their place. */
  private static List<Bug> fencing() {
    return List.of(
        bug(
            "fence-left-out",
            "a leader's transactions do not compare the leader key",
            1,
            FencingBugs::leftOut,
            "fenced-leader"),
        bug(
            "fence-of-the-moment",
            "a leader trusts that it leads, whatever its lease says, and fences with "
                + "whatever leader key is there",
            4,
            FencingBugs::ofTheMoment,
            "fenced-leader"));
  }

  /** Leaders that write what they should not. */
  private static List<Bug> writes() {
    return List.of(
        bug(
            "stop-and-start-split",
            "statuses and assignments of one decision go in two unordered transactions",
            1,
            LeaderWriteBugs::splitStopAndStart,
            "wanted-work",
            "outcome-recorded",
            "one-live-attempt",
            "nothing-lost"),
        bug(
            "room-freed-at-stop",
            "an assignment that should be stopped is deleted at once",
            1,
            LeaderWriteBugs::deletedInsteadOfStopped,
            "stop-protocol"),
        bug(
            "picked-but-not-stopped",
            "a task that has to go is marked as Stopping, and its agent is not told",
            1,
            LeaderWriteBugs::pickedButNotStopped,
            "one-live-attempt",
            "nothing-lost",
            SETTLED),
        bug(
            "spec-not-compared",
            "a status is written without comparing the object that it is about",
            1,
            LeaderWriteBugs::specNotCompared,
            "status-of-spec"),
        bug(
            "blind-writes",
            "assignments and statuses are overwritten, whatever they are by now",
            1,
            LeaderWriteBugs::blindWrites,
            "status-of-spec",
            "wanted-work"),
        bug(
            "status-of-another-uid",
            "an object made anew under its name gets the status of the uid before it",
            1,
            LeaderWriteBugs::statusOfAnotherUid,
            "status-of-spec"),
        bug(
            "history-lost",
            "only the last phase of a task is remembered",
            1,
            LeaderWriteBugs::historyLost,
            "transition-table"),
        bug(
            "deletion-not-awaited",
            "an App or Job is removed as soon as it is deleted, its finalizer ignored",
            1,
            () -> Around.loop(ImpatientLeader::new),
            "nothing-lost"));
  }

  /** Leaders that do not hear well. */
  private static List<Bug> senses() {
    return List.of(
        bug(
            "list-ignored",
            "a watch is trusted: what a list after a gap shows is not looked at",
            5,
            LeaderSenseBugs::listIgnored,
            SETTLED,
            "quiet-cluster"),
        bug(
            "wake-up-lost",
            "every fifth change of a spec wakes nobody",
            1,
            LeaderSenseBugs::wakeUpLost,
            SETTLED),
        bug(
            "mass-loss-believed",
            "however many agents vanish at once, they are replaced: mass expiry is taken "
                + "for mass loss",
            8,
            LeaderSenseBugs::massLossBelieved,
            "replacement-brake"),
        bug(
            "lost-too-soon",
            "an agent is lost a second after its alive key is",
            1,
            LeaderSenseBugs::lostTooSoon,
            "lost-proven",
            "replacement-brake"),
        bug(
            "attempt-ignored",
            "a report counts for whatever attempt of the task there is",
            1,
            LeaderSenseBugs::attemptIgnored,
            "status-truth",
            "stop-protocol",
            "outcome-recorded"),
        bug(
            "failure-taken-for-done",
            "a transaction that failed, or of which nobody knows, counts as carried out",
            21,
            LeaderSenseBugs::failureTakenForDone,
            "status-truth",
            "no-overcommit",
            "port-owned-once",
            "wanted-work",
            "component-fault",
            "one-live-attempt",
            SETTLED),
        bug(
            "late-writes",
            "a transaction whose outcome is unknown is made again in the next term, "
                + "whatever became of its keys",
            3,
            () -> Around.loop(LateWrites::new),
            "attempts-grow",
            "status-truth",
            "transition-table",
            "wanted-work",
            "status-of-spec",
            "one-live-attempt",
            "no-overcommit",
            "port-owned-once",
            "assignment-write-once"),
        bug(
            "attempts-begin-anew",
            "a follower does not count the attempts of tasks that rest, and comes to lead so",
            3,
            LeaderSenseBugs::attemptsBeginAnew,
            "attempts-grow"));
  }

  /** Placers that count wrongly. */
  private static List<Bug> room() {
    return List.of(
        bug(
            "released-twice",
            "what became free is taken off an agent's use twice",
            2,
            PlacingBugs::releasedTwice,
            "no-overcommit"),
        bug(
            "ports-given-twice",
            "the ports that are taken are not looked at",
            1,
            PlacingBugs::portsGivenTwice,
            "port-owned-once"),
        bug(
            "round-forgotten",
            "a placement does not count for those that follow in the same decision",
            1,
            PlacingBugs::roundForgotten,
            "no-overcommit",
            "port-owned-once"),
        bug(
            "room-freed-early",
            "the resources of an attempt are free from the moment at which it is asked to "
                + "stop",
            3,
            () -> new StoppingIsFree(false),
            "no-overcommit"),
        bug(
            "port-freed-early",
            "the ports of an attempt are free from the moment at which it is asked to stop",
            2,
            () -> new StoppingIsFree(true),
            "port-owned-once"));
  }

  /** Caches that take for fresh what is not. */
  private static List<Bug> caches() {
    return List.of(
        bug(
            "progress-is-freshness",
            "a progress notification proves that everything up to it was heard",
            2,
            CacheBugs::progressIsFreshness,
            "fresh-read",
            "component-fault"),
        bug(
            "barrier-at-once",
            "a barrier counts as seen when it is sent",
            1,
            CacheBugs::barrierAtOnce,
            "fresh-read"),
        bug(
            "watch-from-now",
            "a watch begins at the present, not where the list or the last watch ended",
            1,
            CacheBugs::watchFromNow,
            "fresh-read",
            SETTLED),
        bug(
            "compaction-ignored",
            "a watch whose history was compacted goes on from the present, without a list",
            1,
            CacheBugs::compactionIgnored,
            "fresh-read",
            SETTLED));
  }

  /** Agents that forget, hear badly, or say what is not so. */
  private static List<Bug> agents() {
    return List.of(
        bug(
            "report-without-session",
            "reports do not compare the session's alive key",
            1,
            AgentWriteBugs::reportWithoutSession,
            "write-guarded",
            "session"),
        bug(
            "end-forgotten",
            "the report of an end is removed at once, before anybody has seen it",
            1,
            AgentWriteBugs::endForgotten,
            "report-kept",
            "report-final"),
        bug(
            "uid-ignored",
            "a task made anew under its name is reported under the uid before it",
            1,
            AgentWriteBugs::uidIgnored,
            "session",
            "report-final",
            "process-truth",
            SETTLED),
        bug(
            "registers-with-heartbeat",
            "the registration is written with every heartbeat: a storm in a quiet cluster",
            1,
            AgentWriteBugs::registersWithEveryHeartbeat,
            "quiet-cluster"),
        bug(
            "recovery-forgotten",
            "an agent that starts knows nothing of what runs",
            1,
            AgentSenseBugs::recoveryForgotten,
            "process-truth",
            "component-fault"),
        bug(
            "reports-forgotten",
            "an agent that starts knows nothing of what it had reported",
            1,
            AgentSenseBugs::reportsForgotten,
            "process-truth",
            "report-final",
            SETTLED),
        bug(
            "running-too-soon",
            "a container counts as started as soon as the driver is asked for it",
            1,
            AgentSenseBugs::runningTooSoon,
            "process-truth",
            "status-truth"),
        bug(
            "stop-ignored",
            "an attempt that should stop runs on",
            1,
            AgentSenseBugs::stopIgnored,
            SETTLED),
        bug(
            "unassigned-runs-on",
            "what is not assigned any more runs on",
            1,
            AgentSenseBugs::unassignedRunsOn,
            "process-truth",
            SETTLED),
        bug(
            "exit-unheard",
            "the end of every fifth container goes unheard",
            1,
            AgentSenseBugs::exitUnheard,
            "process-truth",
            SETTLED),
        bug(
            "failed-report-dropped",
            "a report whose write failed counts as written",
            11,
            AgentSenseBugs::failedReportDropped,
            "process-truth",
            SETTLED));
  }

  /** Queues, preemption and gangs. */
  private static List<Bug> tenancy() {
    return List.of(
        bug(
            "queue-limit-ignored",
            "the limits of queues are not looked at",
            1,
            TenancyBugs::limitIgnored,
            "queue-limit"),
        bug(
            "equals-ended",
            "of two tenants of the same priority one ends the other's tasks",
            9,
            TenancyBugs::equalsEnded,
            "preemption-rank"),
        bug(
            "gang-released-early",
            "members of a gang are not held",
            3,
            TenancyBugs::notHeld,
            "gang-together"),
        bug(
            "nominee-unwritten",
            "others end, and it is not written down for whom",
            3,
            TenancyBugs::nomineeUnwritten,
            "preemption-purpose"),
        bug(
            "gang-never-released",
            "members of a gang are held for ever",
            3,
            TenancyBugs::neverReleased,
            SETTLED),
        bug(
            "held-started",
            "an agent starts members of a gang while they are held",
            3,
            AgentSenseBugs::heldStarted,
            "held-waits"),
        bug(
            "budget-ignored",
            "of an App more are ended for others than may be away",
            3,
            TenancyBugs::budgetIgnored,
            "disruption-budget"),
        bug(
            "queue-not-compared",
            "a task is placed under terms that its queue may not have any more",
            3,
            TenancyBugs::queueNotCompared,
            "queue-limit"),
        bug(
            "reservation-unseen",
            "what agents keep for queues is given to others",
            3,
            TenancyBugs::reservationUnseen,
            "reservation-kept"));
  }

  /** Volumes. */
  private static List<Bug> volumes() {
    return List.of(
        bug(
            "volume-shared-by-all",
            "a volume for one attempt at a time is given to many",
            1,
            VolumeBugs::sharedByAll,
            "volume-alone"),
        bug(
            "volume-always-recreated",
            "a volume is given up with its agent though it should wait for it",
            5,
            VolumeBugs::alwaysRecreated,
            "volume-moves"),
        bug(
            "volume-queue-ignored",
            "a task of one queue uses a volume of another one",
            13,
            VolumeBugs::queueIgnored,
            "volume-home",
            "volume-moves"),
        bug(
            "volume-size-forgotten",
            "what is set aside for a volume is not counted",
            1,
            VolumeBugs::sizeForgotten,
            "no-overcommit",
            "queue-limit",
            "volume-moves"),
        bug(
            "volume-not-compared",
            "a task is placed with a volume that may be deleted by now",
            1,
            VolumeBugs::notCompared,
            "volume-home",
            "nothing-lost"));
  }

  private static Bug bug(
      String name, String sentence, long seed, Supplier<Wiring> wiring, String... caughtBy) {
    Set<String> names =
        Stream.of(caughtBy)
            .flatMap(it -> it.equals(SETTLED) ? SETTLED_ALL.stream() : Stream.of(it))
            .collect(Collectors.toUnmodifiableSet());
    return new Bug(name, sentence, names, seed, wiring);
  }
}
