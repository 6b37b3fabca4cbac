package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.http.Sink;
import dev.meso.controller.apiserver.object.Listing;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.PastStates;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers GET of one object and of a list, from memory; pages and lists of an older revision from
 * the store. Blocks while it waits for freshness.
 */
public final class Reads {
  private final ObjectView view;
  private final PastStates past;
  private final Freshness freshness;
  private final InstantSource clock;

  public Reads(ObjectView view, PastStates past, Freshness freshness, InstantSource clock) {
    this.view = view;
    this.past = past;
    this.freshness = freshness;
    this.clock = clock;
  }

  /** One object. */
  public StoredObject get(ObjectRef ref, Params query) throws InterruptedException {
    freshness.ensure(query.text("resourceVersion"));
    return view.get(ref).orElseThrow(() -> ApiError.notFound(ref.kind(), ref.name()));
  }

  /** One object in the shape of a resource and in the form that the client asked for. */
  public Reply get(Resource resource, ObjectRef ref, ApiRequest request)
      throws InterruptedException {
    freshness.ensure(request.query().text("resourceVersion"));
    StoredObject object = view.get(ref).orElseThrow(() -> missing(resource, ref));
    Rendering rendering = new Rendering(resource, Form.of(request), clock);
    return new Reply.Whole(
        200, rendering.contentType(), rendering.object(object), List.of(), List.of());
  }

  /** The failure of a read of something that is not there. */
  public static ApiError missing(Resource resource, ObjectRef ref) {
    return resource.projected()
        ? ApiError.of(Reason.NOT_FOUND, resource.qualified() + " \"" + ref.name() + "\" not found")
        : ApiError.notFound(ref.kind(), ref.name());
  }

  /**
   * Some objects in their order, as a list or a deletion chooses them.
   *
   * @param metadata of the list that they make
   */
  public record Page(List<StoredObject> objects, ObjectNode metadata) {

    /** The same page of these objects instead. */
    public Page of(List<StoredObject> others) {
      return new Page(others, metadata);
    }
  }

  /** A list. Every page shows the revision of the first. */
  public Reply list(Resource resource, @Nullable String namespace, ApiRequest request)
      throws InterruptedException {
    return answer(resource, page(resource, namespace, request.query()), request);
  }

  /** What a list with these parameters shows. */
  public Page page(Resource resource, @Nullable String namespace, Params query)
      throws InterruptedException {
    Selection selection = Selection.of(resource, namespace, query);
    Optional<ContinueToken> token = query.text("continue").map(ContinueToken::parse);
    long limit = query.number("limit").orElse(0);
    Listing listing = listing(resource, namespace, query, token);
    List<StoredObject> matching =
        listing.objects().stream()
            .filter(selection::matches)
            .filter(o -> token.isEmpty() || token.get().before(o.ref()))
            .toList();
    boolean more = limit > 0 && matching.size() > limit;
    List<StoredObject> page = more ? matching.subList(0, (int) limit) : matching;
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("resourceVersion", Long.toString(listing.revision()));
    if (more) {
      metadata.put(
          "continue", ContinueToken.after(listing.revision(), page.getLast().ref()).text());
      if (selection.everything()) {
        metadata.put("remainingItemCount", (long) matching.size() - page.size());
      }
    }
    return new Page(page, metadata);
  }

  /** Objects as a list, in the form that the client asked for. */
  public Reply answer(Resource resource, Page page, ApiRequest request) {
    Rendering rendering = new Rendering(resource, Form.of(request), clock);
    return new Reply.Streamed(
        rendering.contentType(),
        sink -> write(sink, rendering, rendering.head(page.metadata()), page.objects()));
  }

  private Listing listing(
      Resource resource, @Nullable String namespace, Params query, Optional<ContinueToken> token)
      throws InterruptedException {
    Optional<String> wanted = query.text("resourceVersion");
    // A page from another controller must not be older than the page before it.
    freshness.ensure(token.map(t -> Long.toString(t.revision())).or(() -> wanted));
    if (token.isPresent()) {
      return at(resource, namespace, token.get().revision(), token);
    }
    String match = query.text("resourceVersionMatch").orElse("NotOlderThan");
    return switch (match) {
      case "NotOlderThan" -> view.list(resource.source(), namespace);
      case "Exact" ->
          at(
              resource,
              namespace,
              Freshness.revision(
                  wanted.orElseThrow(
                      () ->
                          ApiError.badRequest(
                              "resourceVersionMatch: Exact needs a resourceVersion"))),
              token);
      default ->
          throw ApiError.badRequest(
              "resourceVersionMatch: expected NotOlderThan or Exact, found '" + match + "'");
    };
  }

  /** The list as it was at a revision, which the view has reached. */
  private Listing at(
      Resource resource, @Nullable String namespace, long revision, Optional<ContinueToken> token)
      throws InterruptedException {
    Optional<Listing> present = view.listUnchangedSince(resource.source(), namespace, revision);
    if (present.isPresent()) {
      return present.get();
    }
    try {
      return past.at(revision).list(resource.source(), namespace);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.COMPACTED) {
        throw ApiError.of(
                Reason.UNAVAILABLE,
                "The store does not answer for revision " + revision + "; try again")
            .retryAfter(Duration.ofSeconds(1));
      }
      ApiError expired =
          ApiError.of(
              Reason.EXPIRED,
              "The state of resourceVersion "
                  + revision
                  + " is not kept any more: list anew"
                  + (token.isPresent()
                      ? ", or go on from the newest state with metadata.continue"
                      : ""));
      throw token
          .map(t -> expired.continueWith(t.withRevision(view.revision()).text()))
          .orElse(expired)
          .about(resource.source(), null);
    }
  }

  private static void write(Sink sink, Rendering rendering, String head, List<StoredObject> page)
      throws InterruptedException, Sink.ClientGone {
    StringBuilder out = new StringBuilder(head);
    String comma = "";
    for (StoredObject object : page) {
      out.append(comma).append(rendering.item(object));
      comma = ",";
      if (out.length() >= Sink.CHUNK_BYTES) {
        sink.write(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
      }
    }
    sink.write(
        out.append(rendering.tail()).append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }
}
