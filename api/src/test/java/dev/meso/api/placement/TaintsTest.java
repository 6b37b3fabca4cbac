package dev.meso.api.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Taint;
import dev.meso.api.kind.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaintsTest {
  private static final Taint BIG = new Taint("gpu", "big", Taint.NO_SCHEDULE);
  private static final Taint SOFT = new Taint("old", null, Taint.PREFER_NO_SCHEDULE);

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "gpu, Equal, big, none, true",
        "gpu, none, big, none, true",
        "gpu, Equal, small, none, false",
        "gpu, Equal, none, none, false",
        "gpu, Exists, none, none, true",
        "gpu, Exists, none, NoSchedule, true",
        "gpu, Exists, none, PreferNoSchedule, false",
        "cpu, Exists, none, none, false",
        "none, Exists, none, none, true",
        "'', Exists, none, '', true",
        "none, Exists, none, NoExecute, false",
      })
  void aTolerationIsAsInKubernetes(
      String key, String operator, String value, String effect, boolean tolerates) {
    Toleration toleration = new Toleration(key, operator, value, effect);
    assertThat(toleration.tolerates(BIG)).isEqualTo(tolerates);
    assertThat(Taints.forbidding(List.of(BIG), List.of(toleration)).isEmpty()).isEqualTo(tolerates);
  }

  @Test
  void anAbsentValueIsTheEmptyOne() {
    Toleration none = new Toleration("old", "Equal", null, null);
    assertThat(none.tolerates(SOFT)).isTrue();
    assertThat(none.tolerates(new Taint("old", "", Taint.NO_SCHEDULE))).isTrue();
    assertThat(new Toleration("old", "Equal", "", null).tolerates(SOFT)).isTrue();
  }

  @Test
  void aPreferenceForbidsNothingAndIsCounted() {
    assertThat(Taints.forbidding(List.of(SOFT), List.of())).isEmpty();
    assertThat(Taints.disliked(List.of(SOFT, BIG), List.of())).isEqualTo(1);
    assertThat(Taints.disliked(List.of(SOFT), List.of(new Toleration("old", "Exists", null, null))))
        .isZero();
  }

  @Test
  void aVetoNamesTheTaint() {
    assertThat(Taints.veto(List.of(SOFT, BIG), List.of()))
        .contains("has the taint gpu=big:NoSchedule, which is not tolerated");
    assertThat(SOFT).hasToString("old:PreferNoSchedule");
  }

  @Test
  void anotherTolerationNeverForbidsAndAnotherTaintNeverAllows() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      List<Taint> taints = new ArrayList<>();
      List<Toleration> tolerations = new ArrayList<>();
      for (int n = random.nextInt(3); n > 0; n--) {
        taints.add(taint(random));
        tolerations.add(toleration(random));
      }
      boolean allowed = Taints.forbidding(taints, tolerations).isEmpty();
      int disliked = Taints.disliked(taints, tolerations);
      List<Toleration> more = new ArrayList<>(tolerations);
      more.add(toleration(random));
      List<Taint> worse = new ArrayList<>(taints);
      worse.add(taint(random));

      assertThat(Taints.forbidding(taints, more).isEmpty() || !allowed)
          .as("seed %s", seed)
          .isTrue();
      assertThat(Taints.disliked(taints, more)).isLessThanOrEqualTo(disliked);
      assertThat(allowed || Taints.forbidding(worse, tolerations).isPresent()).isTrue();
      assertThat(Taints.disliked(worse, tolerations)).isGreaterThanOrEqualTo(disliked);
    }
  }

  private static Taint taint(Random random) {
    return new Taint(
        one(random, "a", "b"),
        one(random, "x", "y"),
        one(random, Taint.NO_SCHEDULE, Taint.PREFER_NO_SCHEDULE));
  }

  private static Toleration toleration(Random random) {
    return random.nextBoolean()
        ? new Toleration(one(random, "a", "b"), "Equal", one(random, "x", "y"), null)
        : new Toleration(one(random, "a", ""), "Exists", null, one(random, Taint.NO_SCHEDULE, ""));
  }

  private static String one(Random random, String first, String second) {
    return random.nextBoolean() ? first : second;
  }
}
