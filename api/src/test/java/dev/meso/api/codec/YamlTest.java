package dev.meso.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.ApiObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTest {
  private static final String APP =
      """
      apiVersion: meso.dev/v1
      kind: App
      metadata:
        name: web
        labels:
          app.kubernetes.io/name: web
          "no": "yes"
      spec:
        replicas: 3
        template:
          spec:
            containers:
            - name: main
              command:
              - sh
              - -c
              - "echo \\"a: b\\"\\nexec serve"
              env:
              - name: PORT
                value: "8080"
              - name: EMPTY
                value: ""
            - name: side
              command:
              - "true"
            replaceAfter: "30s"
      """;

  @Test
  void writesBlocksThatReadBack() {
    ApiObject app = Manifests.read(APP, "test").getFirst();

    String text = Yaml.write((Record) app);

    assertThat(text).isEqualTo(APP.replace("- -c", "- \"-c\""));
    assertThat(Manifests.read(text, "test")).containsExactly(app);
  }

  @Test
  void whateverTextIsWrittenReadsBackAsText() {
    Map<String, String> annotations = new LinkedHashMap<>();
    List<String> texts =
        List.of(
            "",
            " ",
            "a ",
            "yes",
            "No",
            "null",
            "~",
            "1",
            "1e3",
            "0x1",
            ".inf",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%",
            "@",
            "`",
            "'",
            "\"",
            "{",
            "[",
            "?",
            ",",
            "=",
            "<<",
            "---",
            "...",
            "a\nb\n",
            "\t",
            "\u0085",
            "\u2028",
            "\u00e4",
            "\ud83d\ude00",
            "2026-01-01",
            "12:30",
            "a\\b",
            "\u0001",
            "\u007f",
            "\ufeff");
    for (String text : texts) {
      annotations.put("a" + annotations.size(), text);
    }
    ApiObject namespace =
        Manifests.read("{apiVersion: v1, kind: Namespace, metadata: {name: a}, spec: {}}", "test")
            .getFirst();
    ApiObject annotated =
        namespace.withMetadata(namespace.metadata().toBuilder().annotations(annotations).build());

    String text = Yaml.write((Record) annotated);

    assertThat(Manifests.read(text, "test")).containsExactly(annotated);
    assertThat(text).endsWith("spec: {}\n");
  }

  @Test
  void listsOfListsAndEmptyOnesAreWritten() {
    String json = "{\"a\":[[1,[2]],[],{},{\"b\":[{\"c\":null}]}]}";

    String text = Yaml.write(Json.readTree(json));

    assertThat(text)
        .isEqualTo(
            """
            a:
            -
              - 1
              -
                - 2
            - []
            - {}
            - b:
              - c: null
            """);
  }
}
