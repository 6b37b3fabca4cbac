package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.ObjectEvent;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Column;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.resource.Shapes;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes objects of a resource in one form. Immutable. */
final class Rendering {
  private static final String META = "meta.k8s.io/v1";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Resource resource;
  private final Form form;
  private final InstantSource clock;

  Rendering(Resource resource, Form form, InstantSource clock) {
    this.resource = resource;
    this.form = form;
    this.clock = clock;
  }

  String contentType() {
    return switch (form.shape()) {
      case OBJECT -> "application/json";
      case METADATA -> "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
      case TABLE -> "application/json;as=Table;g=meta.k8s.io;v=v1";
    };
  }

  /** One object, as an answer or in an event of a watch. */
  String object(StoredObject object) {
    return switch (form.shape()) {
      case OBJECT -> resource.json(object);
      case METADATA -> Shapes.partial(resource, object);
      case TABLE -> {
        ObjectNode metadata = NODES.objectNode();
        metadata.put("resourceVersion", Long.toString(object.revision()));
        yield head(metadata) + item(object) + tail();
      }
    };
  }

  /** The object after an event; encoded once for all who read it as it is. */
  String after(ObjectEvent event) {
    if (form.shape() == Form.Shape.OBJECT && resource.projected()) {
      return event.afterText(resource::json);
    }
    StoredObject after = event.after();
    if (after == null) {
      throw new IllegalStateException("the object is gone at revision " + event.revision());
    }
    return object(after);
  }

  /** What stands before the items of a list. */
  String head(ObjectNode metadata) {
    ObjectNode head = NODES.objectNode();
    head.put(
        "kind",
        switch (form.shape()) {
          case OBJECT -> resource.kindName() + "List";
          case METADATA -> "PartialObjectMetadataList";
          case TABLE -> "Table";
        });
    head.put("apiVersion", form.shape() == Form.Shape.OBJECT ? resource.apiVersion() : META);
    head.set("metadata", metadata);
    boolean table = form.shape() == Form.Shape.TABLE;
    if (table) {
      ArrayNode columns = head.putArray("columnDefinitions");
      for (Column column : resource.columns()) {
        columns
            .addObject()
            .put("name", column.name())
            .put("type", column.type())
            .put("format", column.format())
            .put("description", column.description())
            .put("priority", column.wide() ? 1 : 0);
      }
    }
    String text = head.toString();
    return text.substring(0, text.length() - 1) + (table ? ",\"rows\":[" : ",\"items\":[");
  }

  /** One item of a list. */
  String item(StoredObject object) {
    return form.shape() == Form.Shape.TABLE ? row(object) : object(object);
  }

  /** What stands behind the items of a list. */
  String tail() {
    return "]}";
  }

  private String row(StoredObject object) {
    ArrayNode cells = NODES.arrayNode();
    Instant now = clock.instant();
    for (Column column : resource.columns()) {
      switch (column.cell().apply(object, now)) {
        case Long number -> cells.add(number);
        case Object text -> cells.add(text.toString());
      }
    }
    @Nullable String carried =
        switch (form.objects()) {
          case NONE -> null;
          case METADATA -> Shapes.partial(resource, object);
          case OBJECT -> resource.json(object);
        };
    return "{\"cells\":" + cells + ",\"object\":" + carried + "}";
  }
}
