package dev.meso.controller.apiserver.discovery;

import dev.meso.api.schema.Descriptions;
import dev.meso.api.schema.Schemas;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Endpoint;
import dev.meso.controller.apiserver.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers to {@code GET} of everything that says what is served: {@code /api}, {@code /apis} and
 * below, and {@code /openapi}. Every page is made when it is asked for the first time and kept.
 * Thread-safe.
 */
public final class DiscoveryPages {

  /** The media type of the old document, as Go can read it: without an {@code @}. */
  static final String OPENAPI_V2 = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private static final String IMMUTABLE = "public, immutable";

  private final Discovery discovery;
  private final OpenApi openApi;
  private final Kept pages = new Kept();

  /**
   * Pages of these resources.
   *
   * @param resources everything that is served and nothing else
   */
  public DiscoveryPages(List<ApiResource> resources) {
    this.discovery = new Discovery(resources);
    this.openApi = new OpenApi(discovery.roots(), () -> new Schemas(Descriptions.built()));
  }

  /** Who answers {@code GET} of a path; empty if it is not one of these pages. */
  public Optional<Endpoint.Handler> find(List<String> path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return switch (path.getFirst()) {
      case "api", "apis" -> discovery(path);
      case "openapi" -> openApi(path);
      default -> Optional.empty();
    };
  }

  private Optional<Endpoint.Handler> discovery(List<String> path) {
    String whole = String.join("/", path);
    if (whole.equals("api")) {
      return Optional.of(r -> negotiated(r, discovery::core));
    }
    if (whole.equals("apis")) {
      return Optional.of(r -> negotiated(r, discovery::groups));
    }
    if (discovery.roots().containsKey(whole)) {
      return Optional.of(
          r -> tagged(r, Reply.JSON, page(whole, () -> discovery.resources(whole).orElseThrow())));
    }
    if (path.size() == 2 && path.getFirst().equals("apis")) {
      String group = path.getLast();
      return discovery
          .group(group)
          .map(text -> r -> tagged(r, Reply.JSON, page(whole, () -> text)));
    }
    return Optional.empty();
  }

  private Optional<Endpoint.Handler> openApi(List<String> path) {
    if (path.equals(List.of("openapi", "v2"))) {
      // An empty protobuf message is a document that describes nothing; version 3 has it all.
      return Optional.of(_ -> new Reply.Whole(200, OPENAPI_V2, "", List.of(), List.of()));
    }
    if (path.equals(List.of("openapi", "v3"))) {
      return Optional.of(r -> tagged(r, Reply.JSON, page("openapi/v3", this::index)));
    }
    if (path.size() > 2 && path.get(1).equals("v3")) {
      String root = String.join("/", path.subList(2, path.size()));
      if (discovery.roots().containsKey(root)) {
        return Optional.of(r -> document(r, root));
      }
    }
    return Optional.empty();
  }

  private String index() {
    return openApi.index(root -> documentPage(root).hash());
  }

  private Kept.Page documentPage(String root) {
    return page("openapi/v3/" + root, () -> openApi.document(root));
  }

  private Reply document(ApiRequest request, String root) {
    Kept.Page page = documentPage(root);
    boolean named = request.query().text("hash").filter(page.hash()::equals).isPresent();
    return tagged(
        request,
        Reply.JSON,
        page,
        named ? List.of(new Reply.Header("Cache-Control", IMMUTABLE)) : List.of());
  }

  private Reply negotiated(ApiRequest request, java.util.function.Function<Form, String> text) {
    Form form = Form.accepted(request.header("Accept").orElse(""));
    String name = String.join("/", request.path()) + " " + form;
    return tagged(
        request,
        form.contentType(),
        page(name, () -> text.apply(form)),
        List.of(new Reply.Header("Vary", "Accept")));
  }

  private Kept.Page page(String name, Supplier<String> text) {
    return pages.page(name, text);
  }

  private static Reply tagged(ApiRequest request, String contentType, Kept.Page page) {
    return tagged(request, contentType, page, List.of());
  }

  private static Reply tagged(
      ApiRequest request, String contentType, Kept.Page page, List<Reply.Header> more) {
    List<Reply.Header> headers = new ArrayList<>(more);
    headers.add(new Reply.Header("ETag", page.tag()));
    boolean same = request.header("If-None-Match").filter(page::matches).isPresent();
    return same
        ? new Reply.Whole(304, contentType, "", List.of(), headers)
        : new Reply.Whole(200, contentType, page.text(), List.of(), headers);
  }
}
