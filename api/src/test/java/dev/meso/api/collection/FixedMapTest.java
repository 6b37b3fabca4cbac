package dev.meso.api.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FixedMapTest {
  private static final int ROUNDS = 500;

  /** The oracle is the map that it stands for. */
  @Test
  void answersAsATreeDoes() {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      TreeMap<String, Integer> tree = new TreeMap<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        tree.put("k" + random.nextInt(9), random.nextInt());
      }
      FixedMap<Integer> map = FixedMap.copyOf(new HashMap<>(tree));
      same(map, tree);
      assertThat(map).hasSameHashCodeAs(tree).hasToString(tree.toString());
      String from = "k" + random.nextInt(9);
      String to = from + random.nextInt(2);
      same(map.headMap(from), tree.headMap(from));
      same(map.tailMap(from), tree.tailMap(from));
      same(map.subMap(from, to), tree.subMap(from, to));
      for (int i = 0; i < 9; i++) {
        assertThat(map.get("k" + i)).isEqualTo(tree.get("k" + i));
        assertThat(map.containsKey("k" + i)).isEqualTo(tree.containsKey("k" + i));
      }
    }
  }

  private static void same(SortedMap<String, Integer> map, SortedMap<String, Integer> tree) {
    assertThat(map).isEqualTo(tree).containsExactlyEntriesOf(tree);
    assertThat(tree).isEqualTo(map);
    if (!tree.isEmpty()) {
      assertThat(map.firstKey()).isEqualTo(tree.firstKey());
      assertThat(map.lastKey()).isEqualTo(tree.lastKey());
    }
  }

  @Test
  void aCopyOfOneIsThatOne() {
    FixedMap<Integer> map = FixedMap.copyOf(Map.of("a", 1));
    assertThat(FixedMap.<Integer>copyOf(map)).isSameAs(map);
    assertThat(FixedMap.copyOf(null)).isSameAs(FixedMap.copyOf(new TreeMap<>()));
  }

  @Test
  void ordersByKeyWhateverTheOrderOfTheOther() {
    TreeMap<String, Integer> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(Map.of("a", 1, "b", 2));
    assertThat(FixedMap.<Integer>copyOf(backwards).get("a")).isEqualTo(1);
    assertThat(FixedMap.<Integer>copyOf(backwards).firstKey()).isEqualTo("a");
  }

  @Test
  void isNotChanged() {
    TreeMap<String, Integer> source = new TreeMap<>(Map.of("a", 1));
    FixedMap<Integer> map = FixedMap.copyOf(source);
    source.put("b", 2);
    assertThat(map).hasSize(1);
    assertThatThrownBy(() -> map.put("c", 3)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(3))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void saysWhatItHasNot() {
    FixedMap<Integer> none = FixedMap.empty();
    assertThatThrownBy(none::firstKey).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> none.subMap("b", "a")).isInstanceOf(IllegalArgumentException.class);
    assertThat(none.get(null)).isNull();
    assertThatThrownBy(() -> FixedMap.copyOf(new HashMap<>(Collections.singletonMap(null, 1))))
        .isInstanceOf(NullPointerException.class);
  }
}
