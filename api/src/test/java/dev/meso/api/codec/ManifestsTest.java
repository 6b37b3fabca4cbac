package dev.meso.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TemplateRevision;
import dev.meso.api.resource.Resources;
import dev.meso.api.validation.Defaults;
import java.util.List;
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
}
