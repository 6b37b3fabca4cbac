package dev.meso.controller.apiserver.http;

/**
 * Where a request goes, known from its method, path and query alone.
 *
 * @param verb for metrics, from a closed set: get, list, watch, create …
 * @param resource for metrics, from a closed set: a plural, perhaps with a subresource, or the name
 *     of a fixed path
 */
public record Endpoint(String verb, String resource, Lane lane, Handler handler) {

  /** The verb of watches, which can be carried by a WebSocket. */
  public static final String WATCH = "watch";

  /** Answers a request. Runs on a virtual thread and may block. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @throws dev.meso.controller.apiserver.status.ApiError for every failure that is no fault of
     *     ours
     */
    Reply handle(ApiRequest request) throws InterruptedException;
  }

  /** Finds the endpoint of a request; one that nobody serves has a handler that says so. */
  @FunctionalInterface
  public interface Table {
    Endpoint find(String method, java.util.List<String> path, Params query);
  }
}
