package dev.meso.controller.apiserver.read;

import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.http.Sink;
import dev.meso.controller.apiserver.object.Listing;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers GET of one object and of a list, from memory. Blocks while it waits for freshness. */
public final class Reads {
  private final ObjectView view;
  private final Freshness freshness;

  public Reads(ObjectView view, Freshness freshness) {
    this.view = view;
    this.freshness = freshness;
  }

  /** One object. */
  public StoredObject get(ObjectRef ref, Params query) throws InterruptedException {
    freshness.ensure(query.text("resourceVersion"));
    return view.get(ref).orElseThrow(() -> ApiError.notFound(ref.kind(), ref.name()));
  }

  /**
   * A list. Pages beyond the first show the newest state under the first page's resourceVersion: a
   * watch from there repeats what changed in between, so a reader that watches misses nothing.
   */
  public Reply list(Kind kind, @Nullable String namespace, Params query)
      throws InterruptedException {
    Selection selection = Selection.of(kind, namespace, query);
    Optional<ContinueToken> token = query.text("continue").map(ContinueToken::parse);
    long limit = query.number("limit").orElse(0);
    Optional<String> wanted = query.text("resourceVersion");
    // A page from another controller must not be older than the page before it.
    freshness.ensure(token.map(t -> Long.toString(t.revision())).or(() -> wanted));
    Listing listing = view.list(kind, namespace);
    exact(kind, query, wanted, listing);
    List<StoredObject> matching =
        listing.objects().stream()
            .filter(selection::matches)
            .filter(o -> token.isEmpty() || token.get().before(o.ref()))
            .toList();
    boolean more = limit > 0 && matching.size() > limit;
    List<StoredObject> page = more ? matching.subList(0, (int) limit) : matching;
    long revision = token.map(ContinueToken::revision).orElse(listing.revision());
    String head =
        head(
            kind,
            revision,
            more ? ContinueToken.after(revision, page.getLast().ref()).text() : null,
            matching.size() - page.size());
    return new Reply.Streamed(Reply.JSON, sink -> write(sink, head, page));
  }

  private static void exact(Kind kind, Params query, Optional<String> wanted, Listing listing) {
    String match = query.text("resourceVersionMatch").orElse("NotOlderThan");
    switch (match) {
      case "NotOlderThan" -> {}
      case "Exact" -> {
        if (wanted.isPresent() && Freshness.revision(wanted.get()) != listing.revision()) {
          throw ApiError.of(
                  Reason.EXPIRED,
                  "resourceVersion "
                      + wanted.get()
                      + " is not the newest, "
                      + listing.revision()
                      + ", and older states are not kept: list without resourceVersionMatch")
              .about(kind, null);
        }
      }
      default ->
          throw ApiError.badRequest(
              "resourceVersionMatch: expected NotOlderThan or Exact, found '" + match + "'");
    }
  }

  private static String head(Kind kind, long revision, @Nullable String token, long remaining) {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    head.put("kind", kind.kindName() + "List");
    head.put("apiVersion", kind.apiVersion());
    ObjectNode metadata = head.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(revision));
    if (token != null) {
      metadata.put("continue", token);
      metadata.put("remainingItemCount", remaining);
    }
    String text = head.toString();
    return text.substring(0, text.length() - 1) + ",\"items\":[";
  }

  private static void write(Sink sink, String head, List<StoredObject> page)
      throws InterruptedException, Sink.ClientGone {
    StringBuilder out = new StringBuilder(head);
    String comma = "";
    for (StoredObject object : page) {
      out.append(comma).append(object.json());
      comma = ",";
      if (out.length() >= Sink.CHUNK_BYTES) {
        sink.write(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
      }
    }
    sink.write(out.append("]}\n").toString().getBytes(StandardCharsets.UTF_8));
  }
}
