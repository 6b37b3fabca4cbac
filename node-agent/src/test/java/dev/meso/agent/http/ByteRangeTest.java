package dev.meso.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10",
    "bytes=90-, 90, 10",
    "bytes=90-500, 90, 10",
    "bytes=-5, 95, 5",
    "bytes=-500, 0, 100",
    "bytes=99-99, 99, 1"
  })
  void aPartIsCutToTheFile(String header, long first, long length) throws Exception {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange(first, length, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes=-", "lines=1-2", "bytes=1-2,4-5"})
  void anotherFormMeansTheWholeFile(String header) throws Exception {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange(0, 100, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=5-4", "bytes=-0"})
  void aPartThatIsNotThereIsRefused(String header) {
    assertThatThrownBy(() -> ByteRange.of(header, 100))
        .isInstanceOfSatisfying(HttpProblem.class, e -> assertThat(e.status()).isEqualTo(416));
  }

  @Test
  void anEmptyFileIsWhole() throws Exception {
    assertThat(ByteRange.of(null, 0)).isEqualTo(new ByteRange(0, 0, false));
  }
}
