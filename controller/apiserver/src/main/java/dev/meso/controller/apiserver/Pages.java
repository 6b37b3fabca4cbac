package dev.meso.controller.apiserver;

import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Endpoint;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pages that belong to no object: health, version, metrics. */
final class Pages {

  /** What Kubernetes clients take the server for; they check no more than the minor version. */
  static final String KUBERNETES = "1.33.0";

  private final Map<String, Endpoint.Handler> pages = new TreeMap<>();

  /**
   * The pages.
   *
   * @param version of this program
   * @param ready checks by name; each must be true for the server to be ready
   */
  Pages(String version, Metrics metrics, Map<String, BooleanSupplier> ready) {
    pages.put("healthz", r -> health("healthz", r, Map.of("ping", () -> true)));
    pages.put("livez", r -> health("livez", r, Map.of("ping", () -> true)));
    pages.put("readyz", r -> health("readyz", r, ready));
    pages.put("version", _ -> Reply.json(200, version(version)));
    pages.put(
        "metrics",
        _ -> new Reply.Whole(200, Metrics.CONTENT_TYPE, metrics.text(), List.of(), List.of()));
  }

  Optional<Endpoint.Handler> find(String name) {
    return Optional.ofNullable(pages.get(name));
  }

  private static Reply health(
      String name, ApiRequest request, Map<String, BooleanSupplier> checks) {
    List<String> lines = new ArrayList<>();
    boolean all = true;
    for (Map.Entry<String, BooleanSupplier> check : new TreeMap<>(checks).entrySet()) {
      boolean good = check.getValue().getAsBoolean();
      all &= good;
      lines.add((good ? "[+]" : "[-]") + check.getKey() + (good ? " ok" : " failed"));
    }
    if (all && !request.query().flag("verbose")) {
      return Reply.text(200, "ok");
    }
    lines.add(name + " check " + (all ? "passed" : "failed"));
    return Reply.text(all ? 200 : 503, String.join("\n", lines) + "\n");
  }

  private static String version(String version) {
    String[] parts = KUBERNETES.split("\\.", -1);
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("major", parts[0]);
    info.put("minor", parts[1]);
    info.put("gitVersion", "v" + KUBERNETES + "+meso." + version);
    info.put("version", version);
    info.put("gitCommit", "");
    info.put("gitTreeState", "");
    info.put("buildDate", "");
    info.put("goVersion", "");
    info.put("compiler", "javac " + Runtime.version().feature());
    info.put(
        "platform",
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT)
            + "/"
            + System.getProperty("os.arch", ""));
    return info.toString();
  }
}
