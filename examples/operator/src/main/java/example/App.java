package example;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Meso App, as far as this operator looks at it. */
@Group("meso.dev")
@Version("v1")
@Plural("apps")
public class App extends GenericKubernetesResource implements Namespaced {
  public App() {
    setApiVersion("meso.dev/v1");
    setKind("App");
  }
}
