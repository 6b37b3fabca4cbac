package dev.meso.api.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.resource.Quantity;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TemplateRevisionTest {

  private static TaskTemplate template(String command, String memory, Duration replaceAfter) {
    ResourceRequirements resources =
        new ResourceRequirements(
            Collections.emptySortedMap(), new TreeMap<>(Map.of("memory", Quantity.parse(memory))));
    Container container =
        new Container("main", List.of(command), List.of(), null, List.of(), List.of(), resources);
    return new TaskTemplate(
        new ObjectMeta.Builder().labels(Map.of("a", "b")).build(),
        new TaskSpec(
            List.of(container), Collections.emptySortedMap(), null, 3, null, null, replaceAfter));
  }

  @Test
  void theRevisionOfATemplateNeverChanges() {
    // Computed once. A change here would replace every running task at an upgrade.
    assertThat(TemplateRevision.of(template("serve \"x\"\n\u00e4", "1Gi", Duration.ofSeconds(5))))
        .isEqualTo("1072776863");
  }

  @Test
  void theCanonicalTextIsSortedJsonWithoutWhatIsAbsent() {
    assertThat(CanonicalText.of(template("serve \"x\"\n", "1Gi", Duration.ofSeconds(5))))
        .isEqualTo(
            """
            {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"command":["serve \\"x\\"\\u000a"],\
            "name":"main","resources":{"limits":{"memory":"1073741824"}}}],\
            "maxRestarts":3,"replaceAfter":"PT5S"}}\
            """);
  }

  @Test
  void equalAmountsGiveEqualRevisions() {
    assertThat(TemplateRevision.of(template("a", "1Gi", Duration.ZERO)))
        .isEqualTo(TemplateRevision.of(template("a", "1024Mi", Duration.ZERO)))
        .isNotEqualTo(TemplateRevision.of(template("b", "1Gi", Duration.ZERO)))
        .isNotEqualTo(TemplateRevision.of(template("a", "2Gi", Duration.ZERO)))
        .isNotEqualTo(TemplateRevision.of(template("a", "1Gi", Duration.ofSeconds(1))));
  }

  @Test
  void portVariablesOfDifferentNamesDiffer() {
    assertThat(new ContainerPort("a-b", null).variable()).isEqualTo("PORT_A_B");
    assertThat(new ContainerPort("http2", null).variable()).isEqualTo("PORT_HTTP2");
  }
}
