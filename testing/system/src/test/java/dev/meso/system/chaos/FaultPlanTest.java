package dev.meso.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final Map<FaultKind.Lane, List<String>> NODES =
      Map.of(
          FaultKind.Lane.CONTROLLERS, List.of("controller-1", "controller-2"),
          FaultKind.Lane.AGENTS, List.of("agent-1", "agent-2", "agent-3"),
          FaultKind.Lane.ETCD, List.of("etcd-1", "etcd-2", "etcd-3"));

  @Test
  void oneSeedIsOnePlanAndAnotherSeedIsAnother() {
    assertThat(plan(7)).isEqualTo(plan(7)).isNotEqualTo(plan(8));
  }

  @Test
  void faultsOfALaneComeOneAfterTheOtherAndAreOverInTime() {
    for (long seed = 0; seed < 50; seed++) {
      for (List<Fault> faults : plan(seed).lanes().values()) {
        assertThat(faults).isNotEmpty();
        for (int i = 1; i < faults.size(); i++) {
          assertThat(faults.get(i).at()).isGreaterThan(faults.get(i - 1).end());
        }
        assertThat(faults.getLast().end()).isLessThanOrEqualTo(LENGTH);
      }
    }
  }

  @Test
  void tenMinutesHaveEveryKindButThoseThatAreSkipped() {
    Set<FaultKind> skipped = EnumSet.of(FaultKind.AGENT_DISK_FULL);
    FaultPlan plan = FaultPlan.draw(1, LENGTH, NODES, skipped);
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    plan.lanes().values().forEach(faults -> faults.forEach(fault -> kinds.add(fault.kind())));
    assertThat(kinds).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(skipped)));
  }

  @Test
  void mostOfTheTimeAMajorityOfEtcdIsWell() {
    for (long seed = 0; seed < 50; seed++) {
      Duration out = Duration.ZERO;
      for (Fault fault : plan(seed).lanes().getOrDefault(FaultKind.Lane.ETCD, List.of())) {
        if (fault.targets().size() > 1) {
          out = out.plus(fault.lasts());
        }
      }
      assertThat(out).isLessThan(LENGTH.dividedBy(2));
    }
  }

  private static FaultPlan plan(long seed) {
    return FaultPlan.draw(seed, LENGTH, NODES, Set.of());
  }
}
