package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.auth.Principal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request as a value.
 *
 * @param method upper case
 * @param path the decoded segments
 * @param headers of the request
 * @param who makes it; he was let in
 * @param body whole, read-only; empty if there is none; duplicate it to read
 */
public record ApiRequest(
    String method,
    List<String> path,
    Params query,
    Headers headers,
    Principal who,
    ByteBuffer body) {

  /** The headers of a request. */
  @FunctionalInterface
  public interface Headers {
    /** The values of a header, whatever the case of its name. */
    List<String> all(String name);
  }

  /** A header's first value. */
  public Optional<String> header(String name) {
    return headers.all(name).stream().findFirst();
  }

  /** The media type without parameters, in lower case. */
  public String mediaType() {
    String contentType = header("Content-Type").orElse("");
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
