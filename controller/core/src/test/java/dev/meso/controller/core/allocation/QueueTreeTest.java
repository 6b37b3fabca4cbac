package dev.meso.controller.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meso.controller.core.InvariantViolated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares, turns and limits of queues. Amounts are cpu and memory, of 1000 each unless said. */
class QueueTreeTest {
  private static final long[] ALL = {1000, 1000, 0, 0};

  private final QueueTree tree = new QueueTree();

  QueueTreeTest() {
    tree.total(ALL);
  }

  @Test
  void fillingSharesByWeight() {
    queue("a", 1);
    queue("b", 3);
    Map<String, Integer> won = fill(Map.of("a", of(10, 0), "b", of(10, 0)), 80);
    assertThat(won).containsEntry("a", 20).containsEntry("b", 60);
  }

  @Test
  void whoNeedsAnotherResourceIsServedByHisDominantOne() {
    queue("cpu", 1);
    queue("memory", 1);
    // DRF's own example: tasks of <1, 4> and <3, 1> of 9 and 18: three and two tasks.
    tree.total(new long[] {9, 18, 0, 0});
    Map<String, Integer> won = fill(Map.of("cpu", of(1, 4), "memory", of(3, 1)), 5);
    assertThat(won).containsEntry("cpu", 3).containsEntry("memory", 2);
  }

  @Test
  void aGroupIsServedByWhatItsPoorestChildHas() {
    // The worked example of QueueTree: b counts as 10 of each, not as the 30 that b.x has.
    queue("a", 1);
    queue("b.x", 1);
    queue("b.y", 1);
    tree.total(new long[] {100, 100, 0, 0});
    charge("a", of(40, 0), 1);
    charge("b.x", of(30, 0), 1);
    charge("b.y", of(0, 10), 1);
    List.of("a", "b.x", "b.y").forEach(name -> tree.wants(tree.find(name), of(1, 1)));
    assertThat(standing("b").share()).isCloseTo(0.1, within(1e-6));
    assertThat(tree.pick()).isEqualTo(tree.find("b.y"));
  }

  @Test
  void aSiblingOfOneThatHoldsAllOfAResourceIsNotStarved() {
    // Bhattacharya et al., SoCC'13: g.hog has all memory and wants more, of which there is none;
    // g.small needs cpu alone and competes with other for it.
    queue("g.hog", 1);
    queue("g.small", 1);
    queue("other", 1);
    charge("g.hog", of(0, 1000), 1);
    tree.waits(tree.find("g.hog"));
    Map<String, Integer> won = fill(Map.of("g.small", of(10, 0), "other", of(10, 0)), 100);
    assertThat(won).containsEntry("g.small", 50).containsEntry("other", 50);
  }

  @Test
  void whatIsIdleCountsAsItIs() {
    queue("g.idle", 1);
    queue("g.busy", 1);
    queue("other", 1);
    charge("g.idle", of(500, 0), 1);
    Map<String, Integer> won = fill(Map.of("g.busy", of(10, 0), "other", of(10, 0)), 50);
    assertThat(won).containsEntry("other", 50);
  }

  @Test
  void whoIsBelowItsGuaranteeComesFirstAndInParts() {
    tree.configure("a", new QueueTerms(1, of(100, 0), new long[0], QueueTerms.NO_LIMIT));
    tree.configure("b", new QueueTerms(1, of(300, 0), new long[0], QueueTerms.NO_LIMIT));
    queue("rich", 1_000_000);
    Map<String, long[]> asks = Map.of("a", of(10, 0), "b", of(10, 0), "rich", of(10, 0));
    assertThat(fill(asks, 40))
        .containsEntry("a", 10)
        .containsEntry("b", 30)
        .doesNotContainKey("rich");
    assertThat(fill(asks, 10)).containsEntry("rich", 10);
  }

  @Test
  void aGuaranteeOfOneResourceIsNoRightToAnother() {
    // All memory that is guaranteed to a is unused, and a asks for cpu alone.
    tree.configure("a", new QueueTerms(1, of(0, 500), new long[0], QueueTerms.NO_LIMIT));
    queue("b", 1);
    Map<String, Integer> won = fill(Map.of("a", of(10, 0), "b", of(10, 0)), 100);
    assertThat(won).containsEntry("a", 50).containsEntry("b", 50);
    assertThat(fill(Map.of("a", of(0, 10), "b", of(0, 10)), 20)).containsOnlyKeys("a");
  }

  @Test
  void aGuaranteeBelowMakesAGuaranteeAbove() {
    tree.configure("eng.web", new QueueTerms(1, of(100, 0), new long[0], QueueTerms.NO_LIMIT));
    queue("sales", 1);
    queue("eng", 1);
    charge("eng.web", of(50, 0), 1);
    tree.wants(tree.find("eng.web"), of(1, 1));
    tree.wants(tree.find("sales"), of(1, 1));
    assertThat(tree.pick()).isEqualTo(tree.find("eng.web"));
    assertThat(standing("eng").guaranteeRatio()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void noQueueOnTheWayGoesBeyondItsLimit() {
    tree.configure("eng", new QueueTerms(1, new long[0], limit(100), 3));
    tree.configure("eng.web", new QueueTerms(1, new long[0], limit(80), QueueTerms.NO_LIMIT));
    queue("eng.db", 1);
    charge("eng.web", of(70, 0), 1);
    int web = tree.find("eng.web");
    assertThat(tree.admits(web, of(10, 999), 1)).isNull();
    assertThat(tree.admits(web, of(11, 0), 1)).isEqualTo(new Denial("eng.web", 0, 80, 70, 11));
    int db = tree.find("eng.db");
    assertThat(tree.admits(db, of(31, 0), 1)).isEqualTo(new Denial("eng", 0, 100, 70, 31));
    charge("eng.db", of(1, 0), 2);
    assertThat(tree.admits(db, of(0, 0), 1)).isEqualTo(new Denial("eng", Denial.TASKS, 3, 3, 1));
  }

  @Test
  void aQueueWithinItsGuaranteeReclaimsWhatOthersHaveBeyondTheirs() {
    tree.configure("a", new QueueTerms(1, of(300, 0), new long[0], QueueTerms.NO_LIMIT));
    tree.configure("b", new QueueTerms(1, of(300, 0), new long[0], QueueTerms.NO_LIMIT));
    charge("a", of(200, 0), 1);
    charge("b", of(310, 0), 1);
    int a = tree.find("a");
    int b = tree.find("b");
    assertThat(tree.reclaims(a, of(100, 0), b, of(10, 0))).isTrue();
    assertThat(tree.reclaims(a, of(101, 0), b, of(10, 0))).as("beyond its own").isFalse();
    assertThat(tree.reclaims(a, of(100, 0), b, of(11, 0))).as("below the other's").isFalse();
    assertThat(tree.reclaims(b, of(1, 0), a, of(1, 0))).as("b has its guarantee").isFalse();
    assertThat(tree.reclaims(a, of(1, 0), a, of(1, 0))).as("from itself").isFalse();
  }

  @Test
  void whatWasNotChargedCannotBeGivenBack() {
    queue("a", 1);
    charge("a", of(5, 0), 1);
    assertThatThrownBy(() -> charge("a", of(-6, 0), -1)).isInstanceOf(InvariantViolated.class);
  }

  @Test
  void aQueueThatIsForgottenStaysWhileTasksAreCharged() {
    queue("a.b", 1);
    charge("a.b", of(5, 0), 1);
    tree.remove("a.b");
    assertThat(tree.find("a.b")).isEqualTo(-1);
    assertThat(standing("a.b").tasks()).isEqualTo(1);
    tree.charge(tree.leaf("a.b"), of(-5, 0), -1);
    tree.remove("a.b");
    assertThat(tree.names()).doesNotContain("a.b", "a");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theWayToAStateLeavesNoTrace(long seed) {
    Random random = new Random(seed);
    String[] names = {"a", "b", "c", "a.x", "a.y", "b.x", "b.x.p", "b.x.q", "c.z"};
    QueueTree other = new QueueTree();
    other.total(new long[] {1, 1, 1, 1});
    for (String name : names) {
      terms(name, random.nextInt(4) + 1, random.nextInt(3) * 100);
    }
    TreeMap<String, long[]> has = new TreeMap<>();
    TreeMap<String, Integer> wishes = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      String name = names[random.nextInt(names.length)];
      long[] more = {random.nextInt(50), random.nextInt(50), 0, 0};
      if (random.nextInt(3) == 0) {
        int wish = random.nextInt(3);
        wish(tree, name, wish);
        wishes.put(name, wish);
      } else if (random.nextInt(4) == 0 && has.containsKey(name)) {
        tree.charge(tree.leaf(name), QueueTree.negative(has.remove(name)), 0);
      } else {
        tree.charge(tree.leaf(name), more, 0);
        has.merge(name, more, QueueTreeTest::plus);
      }
      if (random.nextInt(5) == 0) {
        String before = dump(tree, names);
        int mark = tree.mark();
        for (int k = 0; k < 20; k++) {
          tree.charge(tree.leaf(names[random.nextInt(names.length)]), more, 0);
          wish(tree, names[random.nextInt(names.length)], random.nextInt(3));
        }
        tree.rollback(mark);
        assertThat(dump(tree, names)).as("seed %d, step %d", seed, i).isEqualTo(before);
      }
    }
    List<String> reversed = new ArrayList<>(List.of(names)).reversed();
    for (String name : reversed) {
      wish(other, name, wishes.getOrDefault(name, 0));
      long[] amounts = has.get(name);
      if (amounts != null) {
        other.charge(other.leaf(name), amounts, 0);
      }
    }
    Random again = new Random(seed);
    for (String name : names) {
      QueueTerms terms = terms(again.nextInt(4) + 1, again.nextInt(3) * 100);
      other.configure(name, terms);
    }
    other.total(ALL);
    assertThat(dump(other, names)).isEqualTo(dump(tree, names));
  }

  private Map<String, Integer> fill(Map<String, long[]> asks, int tasks) {
    asks.forEach((name, amounts) -> tree.wants(tree.find(name), amounts));
    Map<String, Integer> won = new TreeMap<>();
    for (int i = 0; i < tasks; i++) {
      int leaf = tree.pick();
      for (Map.Entry<String, long[]> ask : asks.entrySet()) {
        if (tree.find(ask.getKey()) == leaf) {
          tree.charge(leaf, ask.getValue(), 1);
          won.merge(ask.getKey(), 1, Integer::sum);
        }
      }
    }
    return won;
  }

  private void queue(String name, int weight) {
    tree.configure(name, new QueueTerms(weight, new long[0], new long[0], QueueTerms.NO_LIMIT));
  }

  private void terms(String name, int weight, int guarantee) {
    tree.configure(name, terms(weight, guarantee));
  }

  private static QueueTerms terms(int weight, int guarantee) {
    return new QueueTerms(weight, of(guarantee, 0), new long[0], QueueTerms.NO_LIMIT);
  }

  private static void wish(QueueTree tree, String name, int wish) {
    int leaf = tree.leaf(name);
    switch (wish) {
      case 0 -> tree.rests(leaf);
      case 1 -> tree.wants(leaf, of(1, name.length() % 2));
      default -> tree.waits(leaf);
    }
  }

  private void charge(String name, long[] amounts, int tasks) {
    tree.charge(tree.leaf(name), amounts, tasks);
  }

  private Standing standing(String name) {
    return Objects.requireNonNull(tree.standing(name));
  }

  private static String dump(QueueTree tree, String[] names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      Standing standing = Objects.requireNonNull(tree.standing(name));
      text.append(name).append(' ').append(Arrays.toString(standing.used())).append(' ');
      text.append(standing.weightedShare()).append(' ').append(standing.guaranteeRatio());
      text.append(' ').append(standing.wants()).append('\n');
    }
    int leaf = tree.pick();
    for (String name : names) {
      text.append(leaf >= 0 && tree.leaf(name) == leaf ? "next " + name : "");
    }
    return text.toString();
  }

  private static long[] of(long cpu, long memory) {
    return new long[] {cpu, memory, 0, 0};
  }

  private static long[] limit(long cpu) {
    return new long[] {cpu, QueueTerms.NO_LIMIT, QueueTerms.NO_LIMIT, QueueTerms.NO_LIMIT};
  }

  private static long[] plus(long[] one, long[] other) {
    long[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }
}
