package dev.meso.api.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S, 1m30s",
    "1m30s, PT1M30S, 1m30s",
    "1h, PT1H, 1h",
    "0s, PT0S, 0s",
    "1500ms, PT1.5S, 1s500ms",
    "2d, PT48H, 48h",
    "1d1h1m1s1ms, PT25H1M1.001S, 25h1m1s1ms",
    "3m, PT3M, 3m",
    "3ms, PT0.003S, 3ms"
  })
  void readsAndWrites(String text, Duration duration, String canonical) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.format(duration)).isEqualTo(canonical);
    assertThat(Durations.parse(canonical)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "-1s",
        "1.5s",
        "1 s",
        "1s1m",
        "1s1s",
        "PT1M",
        "1w",
        "s",
        "1S",
        "9999999999s",
        "٣s"
      })
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a duration such as");
  }

  @Test
  void boundsAreKept() {
    assertThatThrownBy(() -> Durations.parse("3651d")).hasMessageContaining("at most 3650d");
    assertThat(Durations.format(Durations.MAX)).isEqualTo("87600h");
    assertThatThrownBy(() -> Durations.format(Duration.ofSeconds(-1)))
        .hasMessageContaining("not below zero");
    assertThat(Durations.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
  }
}
