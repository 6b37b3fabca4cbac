package dev.meso.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.port.Entry;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EntryTreeTest {

  @Test
  void equalsASortedMapAfterAnyChangesAndStaysFlat() {
    Random random = new Random(42);
    TreeMap<String, Entry> expected = new TreeMap<>();
    EntryTree tree = EntryTree.empty();
    for (int i = 1; i <= 20_000; i++) {
      String key = "/" + (char) ('a' + random.nextInt(3)) + "/" + random.nextInt(800);
      if (random.nextInt(5) < 3) {
        Entry entry = new Entry(key, "v" + i, i, i, 0);
        expected.put(key, entry);
        tree = tree.with(entry);
      } else {
        expected.remove(key);
        tree = tree.without(key);
      }
      if (i % 500 == 0) {
        assertThat(tree.withPrefix("")).containsExactlyElementsOf(expected.values());
        assertThat(tree.withPrefix("/b/"))
            .containsExactlyElementsOf(expected.subMap("/b/", "/b0").values());
        assertThat(tree.get(key).isPresent()).isEqualTo(expected.containsKey(key));
        // AVL: 1.44 log2(n + 2).
        assertThat((double) EntryTree.heightOf(tree))
            .isLessThanOrEqualTo(1.45 * Math.log(expected.size() + 2) / Math.log(2));
      }
    }
  }

  @Test
  void changeLeavesTheOldTreeAsItWas() {
    EntryTree old = EntryTree.of(List.of(entry("/b"), entry("/a"), entry("/c")));
    EntryTree changed = old.without("/b").with(entry("/d"));
    assertThat(old.withPrefix("").stream().map(Entry::key)).containsExactly("/a", "/b", "/c");
    assertThat(changed.withPrefix("").stream().map(Entry::key)).containsExactly("/a", "/c", "/d");
  }

  private static Entry entry(String key) {
    return new Entry(key, "", 1, 1, 0);
  }
}
