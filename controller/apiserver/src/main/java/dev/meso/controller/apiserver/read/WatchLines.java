package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.ObjectEvent;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.StatusBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a watch, one JSON object each. */
final class WatchLines {
  static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  private final Selection selection;
  private final Rendering rendering;

  WatchLines(Selection selection, Rendering rendering) {
    this.selection = selection;
    this.rendering = rendering;
  }

  /**
   * Appends what an event means for this selection: an object that comes into it was added, one
   * that leaves it was deleted, and another uid under the same name is another object.
   *
   * @return lines appended
   */
  int append(StringBuilder out, ObjectEvent event) {
    StoredObject before = selection.matches(event.before()) ? event.before() : null;
    StoredObject after = selection.matches(event.after()) ? event.after() : null;
    if (before == null) {
      return after == null ? 0 : line(out, "ADDED", rendering.after(event));
    }
    if (after == null) {
      return line(out, "DELETED", rendering.object(before.at(event.revision())));
    }
    if (before.uid().equals(after.uid())) {
      return line(out, "MODIFIED", rendering.after(event));
    }
    return line(out, "DELETED", rendering.object(before.at(event.revision())))
        + line(out, "ADDED", rendering.after(event));
  }

  void added(StringBuilder out, StoredObject object) {
    line(out, "ADDED", rendering.object(object));
  }

  void bookmark(StringBuilder out, long revision, boolean initialEventsEnd) {
    Resource resource = selection.resource();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", resource.kindName());
    object.put("apiVersion", resource.apiVersion());
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(revision));
    if (initialEventsEnd) {
      metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
    }
    line(out, "BOOKMARK", object.toString());
  }

  void error(StringBuilder out, ApiError error) {
    line(out, "ERROR", StatusBody.failure(error));
  }

  private static int line(StringBuilder out, String type, @Nullable String object) {
    out.append("{\"type\":\"").append(type).append("\",\"object\":").append(object).append("}\n");
    return 1;
  }
}
