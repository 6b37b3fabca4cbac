package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Running;
import dev.meso.agent.reconcile.ContainerState.Ended;
import dev.meso.agent.reconcile.ContainerState.Launching;
import dev.meso.agent.reconcile.ContainerState.Stage;
import dev.meso.agent.reconcile.ContainerState.Up;
import dev.meso.agent.reconcile.ContainerState.Waiting;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.record.Report.ContainerReport;
import dev.meso.api.time.Now;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as the agent sees it: what is asked, and what is observed. Immutable; {@link
 * AttemptReconciler} says what follows from it.
 *
 * @param ref which one
 * @param assignment the last one that was heard; absent for an attempt that was found running and
 *     is known from nowhere else
 * @param assigned whether the assignment stands
 * @param containers in the order of the spec
 * @param stop the decision that it ends, once made
 * @param verdict how it ended, once it has
 * @param startedAt when its first container ran
 */
public record Attempt(
    UniqueAttempt ref,
    @Nullable Assignment assignment,
    boolean assigned,
    List<ContainerState> containers,
    @Nullable StopOrder stop,
    @Nullable Verdict verdict,
    History history,
    @Nullable Instant startedAt) {

  /** What the spec's default is, for attempts whose spec is not known. */
  static final Duration GRACE_DEFAULT = Duration.ofSeconds(10);

  private static final TaskSpec SPEC_UNKNOWN =
      new TaskSpec(
          List.of(), Collections.emptySortedMap(), TaskSpec.RESTART_NEVER, null, null, null, null);

  public Attempt {
    containers = List.copyOf(containers);
  }

  /** An attempt of which nothing is known but its name. */
  static Attempt unknown(UniqueAttempt ref) {
    return new Attempt(ref, null, false, List.of(), null, null, History.EMPTY, null);
  }

  /** With an assignment that stands. Containers that are not known yet wait to be started. */
  Attempt assigned(Assignment given) {
    List<ContainerState> all = new ArrayList<>();
    for (Container container : given.spec().containers()) {
      all.add(
          container(container.name()).orElseGet(() -> ContainerState.waiting(container.name())));
    }
    for (ContainerState state : containers) {
      if (all.stream().noneMatch(known -> known.name().equals(state.name()))) {
        all.add(state);
      }
    }
    return new Attempt(ref, given, true, all, stop, verdict, history, startedAt);
  }

  /** With an assignment that stands and cannot be understood; what runs is left alone. */
  Attempt assignedUnreadably() {
    return new Attempt(ref, assignment, true, containers, stop, verdict, history, startedAt);
  }

  /** With its assignment gone. */
  Attempt unassigned() {
    return new Attempt(ref, assignment, false, containers, stop, verdict, history, startedAt);
  }

  /**
   * With what an earlier process of this agent reported. A terminal report is final. A container
   * that was reported as started, and of which the driver knows nothing, is not started anew,
   * because its first run may have had effects: it ended as reported, or else is lost. Nor is one
   * restarted in place that was reported as waiting for that.
   */
  Attempt adopting(Report earlier, Now now) {
    Attempt result = withHistory(history.behind(new History(earlier.transitions())));
    if (startedAt == null && earlier.startedAt() != null) {
      result = result.withStartedAt(earlier.startedAt());
    }
    if (earlier.phase().terminal()) {
      return result.withVerdict(Verdict.of(earlier, now.wall()));
    }
    for (ContainerReport reported : earlier.containers()) {
      if (!reported.state().equals(ContainerReport.WAITING) || reported.restarts() > 0) {
        result =
            result.with(
                reported.name(),
                stage -> stage instanceof Waiting ? missing(reported, now) : stage);
      }
    }
    return result;
  }

  private Stage missing(ContainerReport reported, Now now) {
    ContainerId id = ref.container(reported.name(), reported.restarts());
    if (reported.state().equals(ContainerReport.ENDED)) {
      Exit exited =
          new Exit(
              id,
              optional(reported.exitCode()),
              optional(reported.signal()),
              reported.reason() != null ? reported.reason() : Reasons.STATE_LOST,
              "",
              now.wall());
      boolean ran = exited.exitCode().isPresent() || exited.signal().isPresent();
      Ended ended = new Ended(exited, now.monotonic(), ran);
      // The next run may have begun meanwhile, on the machine that knows of it.
      if (!(RestartPolicy.after(spec(), ended) instanceof RestartPolicy.Next.Restart)) {
        return new Ended(exited, now.monotonic(), exited.well());
      }
    }
    String text = "was started, but the agent's state directory knows nothing of it any more";
    Exit lost = Exit.unseen(id, Reasons.STATE_LOST, text, now.wall());
    return new Ended(lost, now.monotonic(), false);
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** With a container that was found running when the agent started. */
  Attempt found(Running running) {
    return withContainer(running.id().container(), Up.of(running)).startedAt(running.startedAt());
  }

  /** With a container that was found ended when the agent started. */
  Attempt found(Exit exited, Now now) {
    return withContainer(exited.id().container(), new Ended(exited, now.monotonic(), true));
  }

  /** With the driver's answer that a container runs; an answer to an older run changes nothing. */
  Attempt started(Running running) {
    int run = running.id().run();
    return with(
            running.id().container(),
            stage -> stage instanceof Launching(int asked) && asked == run ? Up.of(running) : stage)
        .startedAt(running.startedAt());
  }

  /** With the end of a container's current run; ends of other runs change nothing. */
  Attempt exited(Exit exited, boolean started, Now now) {
    int run = exited.id().run();
    return with(
        exited.id().container(),
        stage ->
            switch (stage) {
              case Launching(int asked) when asked == run ->
                  new Ended(exited, now.monotonic(), started);
              case Up up when up.running().id().run() == run ->
                  new Ended(exited, now.monotonic(), true);
              case Waiting _, Launching _, Up _, Ended _ -> stage;
            });
  }

  Optional<ContainerState> container(String name) {
    return containers.stream().filter(state -> state.name().equals(name)).findFirst();
  }

  /** Whether any container has, or may soon have, a process. */
  public boolean alive() {
    return containers.stream().anyMatch(ContainerState::alive);
  }

  /** Whether some container was not started, as far as is known. */
  boolean waits() {
    return containers.stream().anyMatch(state -> state.stage() instanceof Waiting);
  }

  /** Whether nothing of this container runs or will run. */
  public boolean isOver(String name) {
    Stage stage = container(name).map(ContainerState::stage).orElseGet(Waiting::new);
    return switch (stage) {
      case Launching _, Up _ -> false;
      case Waiting _ -> verdict != null;
      case Ended ended ->
          verdict != null
              || stop != null
              || !(RestartPolicy.after(spec(), ended) instanceof RestartPolicy.Next.Restart);
    };
  }

  /** How often containers were started again in place, summed. */
  public int restarts() {
    return containers.stream().mapToInt(ContainerState::restarts).sum();
  }

  /** The spec; one that restarts nothing when it is not known. */
  TaskSpec spec() {
    return assignment == null ? SPEC_UNKNOWN : assignment.spec();
  }

  /** How long it may take from SIGTERM to SIGKILL. */
  Duration grace() {
    if (assignment == null) {
      return GRACE_DEFAULT;
    }
    Long asked = assignment.stopping() ? assignment.gracePeriodSeconds() : null;
    Integer inSpec = assignment.spec().terminationGracePeriodSeconds();
    if (asked != null) {
      return Duration.ofSeconds(asked);
    }
    return inSpec == null ? GRACE_DEFAULT : Duration.ofSeconds(inSpec);
  }

  Attempt with(String container, UnaryOperator<Stage> change) {
    List<ContainerState> changed = new ArrayList<>(containers);
    changed.replaceAll(
        state -> state.name().equals(container) ? state.with(change.apply(state.stage())) : state);
    return new Attempt(ref, assignment, assigned, changed, stop, verdict, history, startedAt);
  }

  Attempt withStop(StopOrder order) {
    return new Attempt(ref, assignment, assigned, containers, order, verdict, history, startedAt);
  }

  Attempt withVerdict(Verdict end) {
    return new Attempt(ref, assignment, assigned, containers, stop, end, history, startedAt);
  }

  Attempt withHistory(History other) {
    return new Attempt(ref, assignment, assigned, containers, stop, verdict, other, startedAt);
  }

  private Attempt withStartedAt(Instant at) {
    return new Attempt(ref, assignment, assigned, containers, stop, verdict, history, at);
  }

  private Attempt startedAt(Instant at) {
    return startedAt != null && !at.isBefore(startedAt) ? this : withStartedAt(at);
  }

  private Attempt withContainer(String name, Stage stage) {
    if (container(name).isPresent()) {
      return with(name, _ -> stage);
    }
    List<ContainerState> more = new ArrayList<>(containers);
    more.add(new ContainerState(name, stage));
    return new Attempt(ref, assignment, assigned, more, stop, verdict, history, startedAt);
  }
}
