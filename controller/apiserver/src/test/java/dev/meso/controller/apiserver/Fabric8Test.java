package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What programs written with Fabric8's client do, with that client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Fabric8Test {
  private static final ResourceDefinitionContext APP =
      new ResourceDefinitionContext.Builder()
          .withGroup("meso.dev")
          .withVersion("v1")
          .withKind("App")
          .withPlural("apps")
          .withNamespaced(true)
          .build();

  private TestServer server;
  private KubernetesClient client;

  @BeforeAll
  void start() {
    server = TestServer.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.port)
                    .withNamespace("default")
                    .withWatchReconnectInterval(100)
                    .build())
            .build();
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      apps() {
    return client.genericKubernetesResources(APP);
  }

  private GenericKubernetesResource made(String name, int replicas) {
    return apps()
        .inNamespace("default")
        .resource(
            new GenericKubernetesResourceBuilder()
                .withApiVersion("meso.dev/v1")
                .withKind("App")
                .withNewMetadata()
                .withName(name)
                .addToLabels("by", "fabric8")
                .endMetadata()
                .addToAdditionalProperties(
                    "spec",
                    Map.of(
                        "replicas",
                        replicas,
                        "template",
                        Map.of(
                            "spec",
                            Map.of(
                                "containers",
                                List.of(
                                    Map.of("name", "main", "command", List.of("sleep", "9")))))))
                .build())
        .create();
  }

  @Test
  void objectsAreMadeReadChangedAndDeleted() {
    GenericKubernetesResource made = made("crud", 1);
    assertThat(made.getMetadata().getUid()).hasSize(36);
    var one = apps().inNamespace("default").withName("crud");
    assertThat(one.get().<Integer>get("spec", "replicas")).isEqualTo(1);
    GenericKubernetesResource edited =
        one.edit(
            app -> {
              app.getMetadata().getLabels().put("edited", "yes");
              return app;
            });
    assertThat(edited.getMetadata().getLabels()).containsEntry("edited", "yes");
    assertThat(
            apps().inNamespace("default").withLabel("edited", "yes").list().getItems().stream()
                .map(app -> app.getMetadata().getName()))
        .containsExactly("crud");
    // Made from an old state: refused.
    assertThatThrownBy(
            () -> apps().inNamespace("default").resource(made).lockResourceVersion().update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(one.delete()).isNotEmpty();
    assertThat(one.get().getMetadata().getDeletionTimestamp()).isNotEmpty();
    server.commit(server.remove(server.spec(Kind.APP, "default", "crud")));
    TestServer.until("gone", () -> one.get() == null);
  }

  @Test
  void anAppIsScaled() {
    GenericKubernetesResource _ = made("scaled", 1);
    var one = apps().inNamespace("default").withName("scaled");
    GenericKubernetesResource scaled = one.scale(3);
    assertThat(scaled.<Integer>get("spec", "replicas")).isEqualTo(3);
    assertThat(one.scale().getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void aListComesInPages() {
    for (int i = 0; i < 5; i++) {
      server.post(APPS, app("page-" + i, 1, ",\"labels\":{\"paged\":\"yes\"}"));
    }
    var selected = apps().inNamespace("default").withLabel("paged", "yes");
    GenericKubernetesResourceList first =
        selected.list(new ListOptionsBuilder().withLimit(2L).build());
    assertThat(first.getItems()).hasSize(2);
    GenericKubernetesResourceList rest =
        selected.list(
            new ListOptionsBuilder().withContinue(first.getMetadata().getContinue()).build());
    assertThat(rest.getItems()).hasSize(3);
  }

  @Test
  void anInformerSeesEverythingOnce() throws InterruptedException {
    GenericKubernetesResource _ = made("before", 1);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (SharedIndexInformer<GenericKubernetesResource> _ =
        apps()
            .inNamespace("default")
            .withLabel("by", "fabric8")
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(GenericKubernetesResource app) {
                    seen.add("add " + app.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(
                      GenericKubernetesResource before, GenericKubernetesResource after) {
                    seen.add("update " + after.getMetadata().getName());
                  }

                  @Override
                  public void onDelete(GenericKubernetesResource app, boolean unknown) {
                    seen.add("delete " + app.getMetadata().getName());
                  }
                })) {
      await(seen, "add before");
      GenericKubernetesResource _ = made("informed", 1);
      await(seen, "add informed");
      server.patch(APPS + "/informed", "{\"spec\":{\"replicas\":2}}");
      await(seen, "update informed");
      server.commit(server.remove(server.spec(Kind.APP, "default", "informed")));
      await(seen, "delete informed");
    }
  }

  @Test
  void aWatchHearsEvents() throws InterruptedException {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var _ =
        apps()
            .inNamespace("default")
            .withName("watched")
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource app) {
                    seen.add(action + " " + app.getMetadata().getName());
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    seen.add("closed " + cause.getMessage());
                  }
                })) {
      GenericKubernetesResource _ = made("watched", 1);
      await(seen, "ADDED watched");
    }
  }

  @Test
  void typesOfKubernetesAreUnderstood() {
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName("typed").endMetadata().build())
        .create();
    assertThat(client.namespaces().withName("typed").get().getStatus().getPhase())
        .isEqualTo("Active");
    String uid = server.post(APPS, app("typed", 1)).at("metadata.uid");
    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "typed-0"),
            Owned.task("typed-0", "typed", uid, 1, "a1")));
    var pods = client.pods().inNamespace("default");
    TestServer.until("shown", () -> pods.withName("typed-0").get() != null);
    Pod pod = pods.withName("typed-0").get();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
    assertThat(pod.getSpec().getNodeName()).isEqualTo("a1");
    assertThat(pods.withField("spec.nodeName", "a1").list().getItems()).hasSize(1);
    assertThat(client.v1().events().inAnyNamespace().list().getItems()).isNotEmpty();
    assertThat(client.namespaces().withName("typed").delete()).isNotEmpty();
  }

  private static void await(BlockingQueue<String> seen, String wanted) throws InterruptedException {
    long end = System.nanoTime() + TestServer.DEADLINE.toNanos();
    String last = "nothing";
    while (System.nanoTime() < end) {
      String next = seen.poll(100, TimeUnit.MILLISECONDS);
      if (wanted.equals(next)) {
        return;
      }
      last = next == null ? last : next;
    }
    throw new AssertionError("Expected " + wanted + ", saw at last " + last);
  }

  @Test
  void deletesACollection() {
    for (String name : List.of("many-a", "many-b")) {
      var _ =
          apps()
              .inNamespace("default")
              .resource(
                  new GenericKubernetesResourceBuilder(made(name, 1))
                      .editMetadata()
                      .withResourceVersion(null)
                      .addToLabels("these", "go")
                      .endMetadata()
                      .build())
              .update();
    }
    var _ = apps().inNamespace("default").withLabel("these", "go").delete();
    assertThat(apps().inNamespace("default").withLabel("these", "go").list().getItems())
        .hasSize(2)
        .allMatch(app -> app.getMetadata().getDeletionTimestamp() != null);
    assertThat(apps().inNamespace("default").withoutLabel("these").list().getItems())
        .allMatch(app -> app.getMetadata().getDeletionTimestamp() == null);
  }
}
