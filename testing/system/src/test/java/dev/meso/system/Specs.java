package dev.meso.system;

/** Objects that tests create, as a user would write them. */
final class Specs {
  private Specs() {}

  /** An App whose tasks run a shell script. */
  static String app(String name, int replicas, String script) {
    return app(name, replicas, script, "");
  }

  /** An App; {@code more} is put into the task's spec, beginning with a comma. */
  static String app(String name, int replicas, String script, String more) {
    return "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"App\",\"metadata\":{\"name\":\""
        + name
        + "\"},\"spec\":{\"replicas\":"
        + replicas
        + ",\"template\":{\"spec\":"
        + taskSpec(script, more)
        + "}}}";
  }

  /** A stand-alone Task that runs a shell script once. */
  static String task(String name, String script) {
    return "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Task\",\"metadata\":{\"name\":\""
        + name
        + "\"},\"spec\":"
        + taskSpec(script, "")
        + "}";
  }

  private static String taskSpec(String script, String more) {
    return "{\"containers\":[{\"name\":\"main\",\"command\":[\"sh\",\"-c\",\""
        + script.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"],\"ports\":[{\"name\":\"http\"}],\"resources\":{\"requests\":{\"cpu\":\"10m\","
        + "\"memory\":\"8Mi\"}}}]"
        + more
        + "}";
  }
}
