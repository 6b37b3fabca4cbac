package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.ObjectEvent;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.StatusBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a watch, one JSON object each. */
interface WatchLines {
  String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  /**
   * Appends what an event means for this watch.
   *
   * @return lines appended
   */
  int append(StringBuilder out, ObjectEvent event);

  /**
   * Appends what a watch that begins without a past shows of an object.
   *
   * @return lines appended
   */
  int added(StringBuilder out, StoredObject object);

  /** Of what is watched. */
  String kindName();

  /** Of what is watched. */
  String apiVersion();

  /** Appends that everything up to a revision has been told. */
  default void bookmark(StringBuilder out, long revision, boolean initialEventsEnd) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", kindName());
    object.put("apiVersion", apiVersion());
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(revision));
    if (initialEventsEnd) {
      metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
    }
    int _ = line(out, "BOOKMARK", object.toString());
  }

  /** Appends a failure, behind which nothing comes. */
  static void error(StringBuilder out, ApiError error) {
    int _ = line(out, "ERROR", StatusBody.failure(error));
  }

  /** Appends one line. */
  static int line(StringBuilder out, String type, @Nullable String object) {
    out.append("{\"type\":\"").append(type).append("\",\"object\":").append(object).append("}\n");
    return 1;
  }
}
