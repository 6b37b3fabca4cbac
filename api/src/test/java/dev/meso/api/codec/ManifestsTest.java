package dev.meso.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TemplateRevision;
import dev.meso.api.resource.Resources;
import dev.meso.api.validation.Defaults;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final String APP =
      """
      # a comment
      ---
      apiVersion: meso.dev/v1
      kind: App
      metadata:
        name: web
        labels: {app: web}
      spec:
        replicas: 3
        template:
          spec:
            containers:
            - name: main
              command: [sh, -c, "exec serve"]
              env:
              - name: EMPTY
                value: ""
              ports:
              - name: http
              resources:
                limits: {cpu: 1.5, memory: 128Mi}
            replaceAfter: 1m30s
      status:
        whatever: 1
      ---
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: team-a}
      spec: {}
      """;

  @Test
  void readsYamlWithSeveralDocuments() {
    List<ApiObject> objects = Manifests.read(APP, "web.yaml");

    assertThat(objects).hasSize(2);
    App app = (App) objects.getFirst();
    assertThat(app.requireSpec().replicas()).isEqualTo(3);
    assertThat(TaskResources.requested(app.requireSpec().template().spec()))
        .isEqualTo(Resources.of(1500, 128L << 20));
    assertThat(Kind.of(objects.get(1))).isEqualTo(Kind.NAMESPACE);
  }

  @Test
  void whatWasReadSurvivesJsonAndDefaultsAreIdempotent() {
    App app = (App) Defaults.apply(Manifests.read(APP, "web.yaml").getFirst());

    String json = Json.write(app);

    assertThat(json).contains("\"replaceAfter\":\"1m30s\"").doesNotContain("null");
    assertThat(Json.read(App.class, json)).isEqualTo(app);
    assertThat(Manifests.readObject(Kind.APP, json)).isEqualTo(app);
    assertThat(Defaults.apply(app)).isEqualTo(app);
    assertThat(TemplateRevision.of(app.requireSpec().template())).matches("[0-9a-f]{10}");
  }

  @Test
  void aListGivesItsItemsAndManyJsonValuesAreMany() {
    String namespace =
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}";
    String list =
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
            + namespace.formatted("a")
            + ","
            + namespace.formatted("b")
            + "]}\n"
            + namespace.formatted("c");

    assertThat(Manifests.read(list, "x.json"))
        .extracting(object -> object.metadata().name())
        .containsExactly("a", "b", "c");
    assertThat(Manifests.read(list.replace("\"List\"", "\"NamespaceList\""), "x.json")).hasSize(3);
    assertThat(Manifests.read("# nothing\n---\n---\n", "x.yaml")).isEmpty();
    assertThat(Manifests.read("", "x.yaml")).isEmpty();
  }

  @Test
  void oneObjectMayLeaveOutWhatItsPlaceSays() {
    String json = "{\"metadata\":{\"name\":\"a\",\"creationTimestamp\":null},\"status\":{\"x\":1}}";

    assertThat(Manifests.readObject(Kind.NAMESPACE, json).apiVersion()).isEqualTo("v1");
    assertThat(errors(Kind.NAMESPACE, json.replace("{\"meta", "{\"kind\":\"App\",\"meta")))
        .containsExactly("kind: expected Namespace, found the text 'App'");
    assertThat(errors(Kind.NAMESPACE, json + json))
        .containsExactly("expected one JSON object, found more");
    assertThat(errors(Kind.NAMESPACE, ""))
        .containsExactly("expected one JSON object, found nothing");
    assertThat(errors(Kind.NAMESPACE, "[]")).hasSize(1);
    assertThat(errors(Kind.NAMESPACE, "{")).hasSize(1);
    assertThat(errors(Kind.NAMESPACE, " ".repeat(600_000))).hasSize(1);
  }

  @Test
  void errorsComeInTheOrderOfTheTextAndAreBounded() {
    String text =
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: 1
          laebls: x
        more: y
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {lable: z, name: a}
        """;

    assertThatThrownBy(() -> Manifests.read(text, "a.yaml"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            """
            a.yaml, document 1, line 4: metadata.name: expected text, found the number 1; quote it: "1"
            a.yaml, document 1, line 5: metadata.laebls: unknown field of ObjectMeta; did you mean 'labels'?
            a.yaml, document 1, line 6: more: unknown field of Namespace; expected one of apiVersion, kind, metadata, spec, status
            a.yaml, document 2, line 10: metadata.lable: unknown field of ObjectMeta; did you mean 'labels'?\
            """);
    StringBuilder many =
        new StringBuilder("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
    for (int i = 0; i < 60; i++) {
      many.append("field").append(i).append(": 1\n");
    }
    assertThatThrownBy(() -> Manifests.read(many.toString(), "a.yaml"))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidInput.class))
        .satisfies(
            e -> {
              assertThat(e.errors()).hasSize(InvalidInput.ERRORS_MAX + 1);
              assertThat(e.errors().getLast().message()).isEqualTo("10 more errors are not shown");
            });
  }

  @Test
  void textThatOlderYamlTookForBooleansIsText() {
    String text =
        """
        apiVersion: meso.dev/v1
        kind: Task
        metadata: {name: a}
        spec: {containers: [{name: main, command: [yes, on, 0o, 1_000, !!str 8080, 'true']}]}
        """;

    Task task = (Task) Manifests.read(text, "a.yaml").getFirst();

    assertThat(task.requireSpec().containers().getFirst().command())
        .containsExactly("yes", "on", "0o", "1_000", "8080", "true");
  }

  private static List<String> errors(Kind kind, String json) {
    try {
      Manifests.readObject(kind, json);
      return List.of();
    } catch (InvalidInput e) {
      return e.errors().stream()
          .map(error -> new FieldError(error.path(), error.message()).toString())
          .toList();
    }
  }
}
