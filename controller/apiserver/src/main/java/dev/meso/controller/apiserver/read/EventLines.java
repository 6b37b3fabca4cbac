package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.ObjectEvent;
import dev.meso.controller.apiserver.object.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of a watch on core/v1 Events: what an object has to tell after a change and had not
 * before, what it tells otherwise, and what it has forgotten. An Event that only moved to another
 * resourceVersion with its object is no news.
 */
final class EventLines implements WatchLines {
  private final Function<StoredObject, List<ObjectNode>> chosen;
  private final Function<ObjectNode, String> form;

  /**
   * Lines.
   *
   * @param chosen the events of an object that the client wants
   * @param form how it wants to read one
   */
  EventLines(Function<StoredObject, List<ObjectNode>> chosen, Function<ObjectNode, String> form) {
    this.chosen = chosen;
    this.form = form;
  }

  @Override
  public int append(StringBuilder out, ObjectEvent event) {
    Map<String, ObjectNode> before = byName(event.before());
    Map<String, ObjectNode> after = byName(event.after());
    int lines = 0;
    for (Map.Entry<String, ObjectNode> old : before.entrySet()) {
      if (!after.containsKey(old.getKey())) {
        lines += line(out, "DELETED", old.getValue(), event.revision());
      }
    }
    for (Map.Entry<String, ObjectNode> now : after.entrySet()) {
      ObjectNode old = before.get(now.getKey());
      if (old == null) {
        lines += line(out, "ADDED", now.getValue(), event.revision());
      } else if (!moved(old, event.revision()).equals(moved(now.getValue(), event.revision()))) {
        lines += line(out, "MODIFIED", now.getValue(), event.revision());
      }
    }
    return lines;
  }

  @Override
  public int added(StringBuilder out, StoredObject object) {
    List<ObjectNode> events = chosen.apply(object);
    events.forEach(event -> WatchLines.line(out, "ADDED", form.apply(event)));
    return events.size();
  }

  @Override
  public String kindName() {
    return "Event";
  }

  @Override
  public String apiVersion() {
    return "v1";
  }

  private int line(StringBuilder out, String type, ObjectNode event, long revision) {
    return WatchLines.line(out, type, form.apply(moved(event, revision)));
  }

  private static ObjectNode moved(ObjectNode event, long revision) {
    if (event.get("metadata") instanceof ObjectNode metadata) {
      metadata.put("resourceVersion", Long.toString(revision));
    }
    return event;
  }

  private Map<String, ObjectNode> byName(@Nullable StoredObject object) {
    Map<String, ObjectNode> events = new LinkedHashMap<>();
    if (object != null) {
      // A uid keeps apart what two objects under one name told at the same moment.
      chosen
          .apply(object)
          .forEach(e -> events.put(object.uid() + e.at("/metadata/name").asString(), e));
    }
    return events;
  }
}
