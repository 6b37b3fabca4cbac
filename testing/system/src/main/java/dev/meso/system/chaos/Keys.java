package dev.meso.system.chaos;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads keys and values as docs/etcd-keys.md describes them, with nothing of Meso's own code. */
final class Keys {
  static final String SPECS = ChaosCluster.ROOT + "spec/";
  static final String STATUS = ChaosCluster.ROOT + "status/";
  static final String ASSIGNMENTS = ChaosCluster.ROOT + "assignments/";
  static final String REPORTS = ChaosCluster.ROOT + "reports/";
  static final String NAMESPACE = "default";

  /** Parts of {@code /meso/assignments/<agent>/<namespace>/<task>/<attempt>}. */
  static final int AGENT = 3;

  private Keys() {}

  static List<String> parts(String key) {
    return List.of(key.split("/", -1));
  }

  /** The value; a missing node when it is no JSON. */
  static JsonNode json(String value) {
    try {
      return JsonMapper.shared().readTree(value);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** Where the leader puts what it observes of an object. */
  static String status(String plural, String name) {
    return STATUS + plural + "/" + NAMESPACE + "/" + name;
  }

  /** Where API servers put what a user wants. */
  static String spec(String plural, String name) {
    return SPECS + plural + "/" + NAMESPACE + "/" + name;
  }
}
