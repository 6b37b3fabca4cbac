package dev.meso.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangesTest {

  @Test
  void portsComeInOrder() {
    PortRanges ports = PortRanges.parse("33000-33001, 31000,31002-31003");

    assertThat(ports).containsExactly(31000, 31002, 31003, 33000, 33001);
    assertThat(ports.size()).isEqualTo(5);
    for (int port : new int[] {31000, 31002, 31003, 33000, 33001}) {
      assertThat(ports.contains(port)).isTrue();
    }
    for (int port : new int[] {-1, 0, 30999, 31001, 31004, 32999, 33002, 65536}) {
      assertThat(ports.contains(port)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "31000-31009,31005-31020|31000-31020",
        "31010,31009|31009-31010",
        "1-65535|1-65535",
        "5,5,5|5",
        "1-10,2-3|1-10"
      })
  void overlapsAreMerged(String text, String canonical) {
    assertThat(PortRanges.parse(text)).hasToString(canonical);
    assertThat(PortRanges.parse(canonical)).isEqualTo(PortRanges.parse(text));
  }

  @Test
  void noTextIsNoPort() {
    assertThat(PortRanges.parse(" ")).isEqualTo(PortRanges.NONE).isEmpty();
    assertThat(PortRanges.NONE).hasToString("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "1-", "-1", "1-2-3", "0", "65536", "9-1", "1,,2", ",", "99999", "1:2", "١"})
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> PortRanges.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected port");
  }

  @Test
  void refusesTooManyRanges() {
    assertThatThrownBy(() -> PortRanges.parse("1,".repeat(300) + "1"))
        .hasMessageContaining("at most 256");
  }
}
