package dev.meso.controller.apiserver.read;

import dev.meso.api.kind.Kind;
import dev.meso.api.time.Ages;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.object.Listing;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers lists of core/v1 Events, the newest last, {@value #EVENTS_MAX} at most, and watches on
 * them. They follow from the objects' status, so there is nothing to write. The resourceVersion of
 * a list, and of each line of a watch, is one of the store, behind which a watch can go on.
 */
public final class Events {
  /** Events of one answer: the newest. */
  private static final int EVENTS_MAX = 10_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> COLUMNS =
      List.of("Last Seen", "Type", "Reason", "Object", "Message");
  private static final Set<String> FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "involvedObject.kind",
          "involvedObject.name",
          "involvedObject.namespace",
          "involvedObject.uid",
          "involvedObject.apiVersion",
          "reason",
          "type");

  private final ObjectView view;
  private final Freshness freshness;
  private final Watches watches;
  private final InstantSource clock;

  public Events(ObjectView view, Freshness freshness, Watches watches, InstantSource clock) {
    this.view = view;
    this.watches = watches;
    this.freshness = freshness;
    this.clock = clock;
  }

  /** The events of a namespace, or of all. */
  public Reply list(@Nullable String namespace, ApiRequest request) throws InterruptedException {
    freshness.ensure(request.query().text("resourceVersion"));
    Function<StoredObject, List<ObjectNode>> chosen = chosen(namespace, request);
    Listing listing = view.openAll().listing();
    List<ObjectNode> events = new ArrayList<>();
    listing.objects().forEach(object -> events.addAll(chosen.apply(object)));
    events.sort(Comparator.comparing(event -> event.path("lastTimestamp").asString("")));
    List<ObjectNode> newest =
        events.subList(Math.max(0, events.size() - EVENTS_MAX), events.size());
    boolean table = Form.of(request).shape() == Form.Shape.TABLE;
    ObjectNode list = NODES.objectNode();
    list.put("kind", table ? "Table" : "EventList");
    list.put("apiVersion", table ? "meta.k8s.io/v1" : "v1");
    list.putObject("metadata").put("resourceVersion", Long.toString(listing.revision()));
    if (table) {
      table(list, newest);
    } else {
      list.putArray("items").addAll(newest);
    }
    return new Reply.Whole(200, contentType(table), list.toString(), List.of(), List.of());
  }

  /** A watch on the events of a namespace, or of all. */
  public Reply watch(@Nullable String namespace, ApiRequest request) throws InterruptedException {
    boolean table = Form.of(request).shape() == Form.Shape.TABLE;
    WatchLines lines =
        new EventLines(chosen(namespace, request), table ? this::tableOf : JsonNode::toString);
    return watches.watch(contentType(table), lines, request);
  }

  private static String contentType(boolean table) {
    return table ? "application/json;as=Table;g=meta.k8s.io;v=v1" : Reply.JSON;
  }

  private String tableOf(ObjectNode event) {
    ObjectNode one = NODES.objectNode();
    one.put("kind", "Table");
    one.put("apiVersion", "meta.k8s.io/v1");
    one.putObject("metadata").set("resourceVersion", event.at("/metadata/resourceVersion"));
    table(one, List.of(event));
    return one.toString();
  }

  /** The events of an object that a request is about. */
  private static Function<StoredObject, List<ObjectNode>> chosen(
      @Nullable String namespace, ApiRequest request) {
    List<Wanted> wanted = wanted(request.query().text("fieldSelector").orElse(""));
    boolean pods =
        wanted.stream()
            .anyMatch(
                w ->
                    w.path().equals("/involvedObject/kind")
                        && w.equal()
                        && w.value().equals("Pod"));
    return object -> {
      // Events about things without a namespace stand in namespace default.
      String home = object.ref().namespace() == null ? "default" : object.ref().namespace();
      boolean here = namespace == null || namespace.equals(home);
      return here && (!pods || object.ref().kind() == Kind.TASK)
          ? Happenings.of(object, pods).stream()
              .filter(event -> wanted.stream().allMatch(w -> w.holds(event)))
              .toList()
          : List.of();
    };
  }

  private void table(ObjectNode list, List<ObjectNode> events) {
    ArrayNode columns = list.putArray("columnDefinitions");
    for (String name : COLUMNS) {
      columns
          .addObject()
          .put("name", name)
          .put("type", "string")
          .put("format", "")
          .put("description", "")
          .put("priority", 0);
    }
    Instant now = clock.instant();
    ArrayNode rows = list.putArray("rows");
    for (ObjectNode event : events) {
      ObjectNode row = rows.addObject();
      JsonNode about = event.path("involvedObject");
      row.putArray("cells")
          .add(Ages.between(Instant.parse(event.path("lastTimestamp").asString()), now))
          .add(event.path("type").asString())
          .add(event.path("reason").asString())
          .add(
              about.path("kind").asString().toLowerCase(java.util.Locale.ROOT)
                  + "/"
                  + about.path("name").asString())
          .add(event.path("message").asString());
      row.set("object", event);
    }
  }

  private record Wanted(String path, boolean equal, String value) {
    boolean holds(ObjectNode event) {
      return event.at(path).asString("").equals(value) == equal;
    }
  }

  private static List<Wanted> wanted(String selector) {
    List<Wanted> wanted = new ArrayList<>();
    for (String term : selector.isBlank() ? new String[0] : selector.split(",", -1)) {
      FieldSelector.Term read = FieldSelector.Term.parse(term);
      if (!FIELDS.contains(read.name())) {
        throw ApiError.badRequest(
            "fieldSelector: events can be chosen by "
                + String.join(", ", new java.util.TreeSet<>(FIELDS))
                + ", found '"
                + read.name()
                + "'");
      }
      wanted.add(new Wanted("/" + read.name().replace('.', '/'), read.equal(), read.value()));
    }
    return wanted;
  }
}
