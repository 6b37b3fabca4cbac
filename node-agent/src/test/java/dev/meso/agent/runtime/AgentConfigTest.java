package dev.meso.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.resource.Quantity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigTest {

  @Test
  void listsOfResourcesAndAttributesAreRead() {
    assertThat(Lists.resources("cpu=4, memory=8Gi,custom.io/x=3"))
        .containsEntry("cpu", Quantity.parse("4"))
        .containsEntry("memory", Quantity.parse("8Gi"))
        .containsEntry("custom.io/x", Quantity.parse("3"));
    assertThat(Lists.attributes("rack=r1,disk=ssd")).containsEntry("disk", "ssd").hasSize(2);
    assertThat(Lists.attributes("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu=", "=4", "cpu=4,,", "cpu=4,cpu=5", "cpu=many"})
  void wrongListsAreRefusedNamingThePart(String text) {
    assertThatThrownBy(() -> Lists.resources(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Resources");
  }

  @Test
  void namesAreChecked() {
    assertThatThrownBy(() -> AgentConfig.of("A/B", "http://x", Path.of("d"), Path.of("t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'A/B'");
  }
}
