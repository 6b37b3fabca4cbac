package dev.meso.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "500m, 0.5",
    "2, 2",
    "+2, 2",
    "-1, -1",
    "1., 1",
    ".5, 0.5",
    "007, 7",
    "1.5G, 1500000000",
    "1k, 1000",
    "1M, 1000000",
    "1T, 1000000000000",
    "1P, 1000000000000000",
    "1E, 1000000000000000000",
    "1Ki, 1024",
    "128Mi, 134217728",
    "1Gi, 1073741824",
    "1Ti, 1099511627776",
    "1Pi, 1125899906842624",
    "7Ei, 8070450532247928832",
    "0.5Ki, 512",
    "1e3, 1000",
    "1E3, 1000",
    "1E-3, 0.001",
    "1e+2, 100",
    "5n, 0.000000005",
    "5u, 0.000005",
    "1e-20, 0.000000001",
    "-1e-20, -0.000000001",
    "9223372036854775807, 9223372036854775807"
  })
  void readsTheGrammarOfKubernetes(String text, String canonical) {
    Quantity quantity = Quantity.parse(text);

    assertThat(quantity.canonical()).isEqualTo(canonical);
    assertThat(quantity.toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "m", "Mi", ".", "-", "1 Gi", " 1", "1 ", "1mi", "1K", "1KI", "1g", "1kb", "1e",
        "1ee3", "1e3m", "1.2.3", "--1", "0x10", "1_000", "1,5", "NaN", "inf", "١", "1e9999", "1Ei5"
      })
  void refusesWhatIsNoQuantity(String text) {
    assertThatThrownBy(() -> Quantity.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a quantity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8Ei", "9223372036854775808", "-8.1Ei", "1e19", "1e999", "10E"})
  void refusesWhatIsTooLarge(String text) {
    assertThatThrownBy(() -> Quantity.parse(text)).hasMessageContaining("2^63-1");
  }

  @Test
  void refusesLongTextWithoutReadingIt() {
    assertThatThrownBy(() -> Quantity.parse("1".repeat(65))).hasMessageContaining("64 characters");
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "0.0001, 1", "1.0001, 1001", "-0.5, -500", "-0.0001, 0", "100u, 1"})
  void thousandthsAreRoundedUp(String text, long millis) {
    assertThat(Quantity.parse(text).toMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0.1, 1", "1500m, 2", "1Ki, 1024"})
  void bytesAreRoundedUp(String text, long bytes) {
    assertThat(Quantity.parse(text).toBytes()).isEqualTo(bytes);
  }

  @Test
  void thousandthsThatDoNotFitAreAnError() {
    assertThatThrownBy(() -> Quantity.parse("7Ei").toMillis())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("thousandths");
  }

  @Test
  void canonicalFormsAreShortAndReadBack() {
    assertThat(Quantity.ofMillis(1500)).hasToString("1500m").isEqualTo(Quantity.parse("1.5"));
    assertThat(Quantity.ofMillis(2000)).hasToString("2");
    assertThat(Quantity.ofMillis(-500)).hasToString("-500m");
    assertThat(Quantity.ofBytes(128L << 20)).hasToString("128Mi");
    assertThat(Quantity.ofBytes(1500)).hasToString("1500");
    assertThat(Quantity.ofBytes(0)).hasToString("0");
    assertThat(Quantity.ofBytes(1L << 62)).hasToString("4Ei");
    for (long amount : new long[] {0, 1, -1, 999, 1000, 1024, 1 << 20, 123456789, Long.MAX_VALUE}) {
      assertThat(Quantity.parse(Quantity.ofBytes(amount).toString()).toBytes()).isEqualTo(amount);
      assertThat(Quantity.parse(Quantity.ofMillis(amount).toString()).toMillis()).isEqualTo(amount);
    }
  }

  @Test
  void equalAmountsAreEqualHoweverWritten() {
    assertThat(Quantity.parse("1Gi"))
        .isEqualTo(Quantity.parse("1024Mi"))
        .hasSameHashCodeAs(Quantity.parse("1073741824"))
        .isEqualByComparingTo(Quantity.parse("1048576Ki"));
    assertThat(Quantity.parse("1G")).isNotEqualTo(Quantity.parse("1Gi"));
    assertThat(Quantity.parse("0")).hasSameHashCodeAs(Quantity.parse("0.000"));
  }

  @Test
  void resourcesSurviveQuantities() {
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    amounts.put("cpu", Quantity.parse("1.5"));
    amounts.put("memory", Quantity.parse("1Gi"));
    amounts.put("disk", Quantity.parse("10G"));
    amounts.put("gpu", Quantity.parse("2"));
    amounts.put("example.com/fpga", Quantity.parse("0.25"));

    Resources resources = Resources.of(amounts);

    assertThat(resources.cpuMillis()).isEqualTo(1500);
    assertThat(resources.memoryBytes()).isEqualTo(1L << 30);
    assertThat(resources.diskBytes()).isEqualTo(10_000_000_000L);
    assertThat(resources.gpus()).isEqualTo(2);
    assertThat(resources.scalars()).containsExactly(java.util.Map.entry("example.com/fpga", 250L));
    assertThat(resources.toQuantities()).isEqualTo(amounts);
    assertThat(Resources.of(resources.toQuantities())).isEqualTo(resources);
    assertThat(Resources.NONE.toQuantities()).isEmpty();
  }
}
