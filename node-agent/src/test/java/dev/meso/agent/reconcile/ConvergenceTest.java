package dev.meso.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.ContainerId;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.SeededFaults;
import dev.meso.store.memory.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random assignments, stops, deletions under the same name, exits, kills of the agent and outages
 * of the store: once they end, exactly what is assigned to run runs, once, and the reports say so.
 */
class ConvergenceTest {
  private static final String[] POLICIES = {"Always", "OnFailure", "Never"};

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomHistoriesConvergeToWhatIsAssigned(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SeededFaults faults = new SeededFaults(seed, SeededFaults.Rates.NONE);
    World world = new World(VirtualScheduler.shuffled(seed), onlyForAgents(seed, faults));
    world.startAgent();
    world.openSession();
    Map<AttemptId, Assignment> assigned = new TreeMap<>();
    int uid = 0;
    for (int step = 0; step < 60; step++) {
      String task = "t" + random.nextInt(4);
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          Assignment next =
              World.task(
                  task,
                  "uid-" + uid++,
                  World.spec(
                      POLICIES[random.nextInt(3)],
                      random.nextInt(3),
                      random.nextBoolean() ? new String[] {"a"} : new String[] {"a", "b"}));
          assigned.put(next.id(), next);
          world.assign(next);
        }
        case 3 -> {
          List<AttemptId> ids = List.copyOf(assigned.keySet());
          if (!ids.isEmpty()) {
            AttemptId id = ids.get(random.nextInt(ids.size()));
            Assignment stopped =
                Objects.requireNonNull(assigned.get(id)).toStop((long) random.nextInt(4));
            assigned.put(id, stopped);
            world.assign(stopped);
          }
        }
        case 4 -> {
          AttemptId id = new AttemptId("default", task, 1);
          assigned.remove(id);
          world.unassign(id);
        }
        case 5, 6 ->
            world.processes.exit(task, random.nextBoolean() ? "a" : "b", random.nextInt(3));
        case 7 -> {
          world.killAgent();
          world.advance(Duration.ofMillis(random.nextInt(3000)));
          world.startAgent();
          if (random.nextBoolean()) {
            world.openSession();
          }
        }
        case 8 -> {
          world.tell(new ReconcileMessage.SessionLost());
          if (random.nextBoolean()) {
            world.openSession();
          }
        }
        case 9 -> world.memory.disturb(new Disturbance.LoseWatches("agent"));
        case 10 -> {
          world.memory.disturb(new Disturbance.CutOff("agent"));
          world.advance(Duration.ofMillis(random.nextInt(15_000)));
          if (random.nextBoolean()) {
            world.memory.disturb(new Disturbance.CompactUnderWatches());
          }
          world.memory.disturb(new Disturbance.Reconnect("agent"));
        }
        default -> {
          if (random.nextBoolean()) {
            world.processes.ignoringTerm.add("b");
          } else {
            world.processes.ignoringTerm.clear();
          }
        }
      }
      world.advance(Duration.ofMillis(random.nextInt(2000)));
    }
    faultsEnd = true;
    world.openSession();
    world.advance(Duration.ofMinutes(3));

    assertThat(new TreeSet<>(world.processes.starts)).hasSameSizeAs(world.processes.starts);
    List<ContainerId> expected = new ArrayList<>();
    for (Assignment assignment : assigned.values()) {
      Report report = world.reportOf(assignment);
      assertThat(report.taskUid()).isEqualTo(assignment.taskUid());
      assertThat(report.phase().terminal() || !assignment.stopping()).isTrue();
      if (!report.phase().terminal()) {
        assertThat(report.phase().label()).isEqualTo("Running");
        report.containers().stream()
            .filter(it -> it.state().equals(Report.ContainerReport.RUNNING))
            .forEach(
                it ->
                    expected.add(UniqueAttempt.of(assignment).container(it.name(), it.restarts())));
        assertThat(expected).isNotEmpty();
      }
      for (int i = 1; i < report.transitions().size(); i++) {
        assertThat(report.transitions().get(i).sequence())
            .isEqualTo(report.transitions().get(i - 1).sequence() + 1);
      }
    }
    assertThat(world.processes.running.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    for (int i = 0; i < 4; i++) {
      AttemptId id = new AttemptId("default", "t" + i, 1);
      assertThat(world.report(id).isPresent()).isEqualTo(assigned.containsKey(id));
    }
  }

  private boolean faultsEnd;

  /** Faults hit the agent's calls; the test's own are carried. */
  private dev.meso.store.memory.Faults onlyForAgents(long seed, SeededFaults none) {
    SeededFaults rough = new SeededFaults(seed, SeededFaults.Rates.ROUGH);
    return new dev.meso.store.memory.Faults() {
      @Override
      public CallFate of(Call call) {
        return call.author().equals("agent") && !faultsEnd ? rough.of(call) : none.of(call);
      }

      @Override
      public DeliveryFate of(Delivery delivery) {
        return faultsEnd ? none.of(delivery) : rough.of(delivery);
      }
    };
  }
}
