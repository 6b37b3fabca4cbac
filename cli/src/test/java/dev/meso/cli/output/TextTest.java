package dev.meso.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.meso.api.time.Ages;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0s", "PT0S, 0s", "PT59.9S, 59s", "PT60S, 1m", "PT3M20S, 3m", "PT59M59S, 59m",
    "PT1H, 1h", "PT2H5M, 2h5m", "PT10H5M, 10h", "PT23H59M, 23h", "PT24H, 1d", "P2DT4H30M, 2d4h",
    "P10DT5H, 10d", "P47D, 47d"
  })
  void agesHaveAtMostTwoUnits(Duration age, String text) {
    assertThat(Ages.of(age)).isEqualTo(text);
  }

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table(List.of("A", "LONG", "C"));
    assertThat(table.render(List.of(List.of("wide", "x", ""), List.of("", "é", "end"))))
        .containsExactly("A      LONG   C", "wide   x      -", "-      é      end");
    assertThat(table.row(List.of("wider", "x", "y"))).isEqualTo("wider   x      y");
    assertThat(table.row(List.of("a", "x", "y"))).isEqualTo("a       x      y");
  }

  @Test
  void aRowOfAnotherLengthIsABug() {
    Table table = new Table(List.of("A"));
    assertThatIllegalArgumentException().isThrownBy(() -> table.row(List.of("a", "b")));
  }
}
