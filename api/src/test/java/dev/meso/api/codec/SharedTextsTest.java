package dev.meso.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.record.Registration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedTextsTest {
  private static final String AGENT =
      """
      {"agent":"a1","uid":"u1","host":"h1","url":"http://a1","version":"0.1.0",
       "capacity":{"cpu":"4"},"portRanges":"","attributes":{"zone":"z1"}}\
      """;

  @Test
  void equalTextsOfTwoRecordsAreOneObject() {
    Registration one = Json.read(Registration.class, AGENT);
    Registration other = Json.read(Registration.class, AGENT.replace("a1", "a2"));

    assertThat(other.host()).isSameAs(one.host());
    assertThat(other.attributes().get("zone")).isSameAs(one.attributes().get("zone"));
    assertThat(one.agent()).isEqualTo("a1");
    assertThat(other.agent()).isEqualTo("a2");
  }

  @Test
  void longTextsAreLeftAsTheyAre() {
    SharedTexts texts = new SharedTexts();
    String most = "x".repeat(SharedTexts.LENGTH_MAX);

    assertThat(texts.share(most)).isSameAs(texts.share("x".repeat(SharedTexts.LENGTH_MAX)));
    texts.share(most + "x");
    String again = "x".repeat(SharedTexts.LENGTH_MAX + 1);
    assertThat(texts.share(again)).isSameAs(again);
  }

  @Test
  void whoeverIsDisplacedFromItsSlotIsStillReadRight() {
    SharedTexts texts = new SharedTexts();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 3 * SharedTexts.SLOTS; i++) {
      all.add(texts.share("text-" + i));
    }
    Set<String> distinct = new LinkedHashSet<>(all);

    assertThat(distinct).hasSize(3 * SharedTexts.SLOTS);
    assertThat(texts.share("text-7")).isEqualTo("text-7");
  }
}
