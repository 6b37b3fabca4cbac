package example;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.concurrent.CountDownLatch;

/** Writes beside each App how many of its tasks run, as an annotation. */
public final class AnnotateApps {
  static final String ANNOTATION = "example.com/running";

  @ControllerConfiguration
  static final class Annotate implements Reconciler<App> {
    @Override
    public UpdateControl<App> reconcile(App app, Context<App> context) {
      Object ready = app.get("status", "readyReplicas");
      String wanted = (ready == null ? 0 : ready) + "/" + app.get("spec", "replicas");
      String present = app.getMetadata().getAnnotations().get(ANNOTATION);
      if (!wanted.equals(present)) {
        context
            .getClient()
            .genericKubernetesResources("meso.dev/v1", "App")
            .inNamespace(app.getMetadata().getNamespace())
            .withName(app.getMetadata().getName())
            .edit(AnnotateApps.annotated(wanted));
        System.out.println(app.getMetadata().getName() + " runs " + wanted);
      }
      return UpdateControl.noUpdate();
    }
  }

  private static java.util.function.UnaryOperator<GenericKubernetesResource> annotated(
      String value) {
    return app -> {
      app.getMetadata().getAnnotations().put(ANNOTATION, value);
      return app;
    };
  }

  public static void main(String[] args) throws InterruptedException {
    // The server and who we are to it: $KUBECONFIG, as for every program of Kubernetes.
    KubernetesClient client = new KubernetesClientBuilder().build();
    Operator operator = new Operator(overrider -> overrider.withKubernetesClient(client));
    operator.register(new Annotate());
    operator.start();
    System.out.println("Watching the Apps of " + client.getMasterUrl());
    new CountDownLatch(1).await();
  }
}
