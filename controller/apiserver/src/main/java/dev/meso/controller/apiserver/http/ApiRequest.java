package dev.meso.controller.apiserver.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/**
 * A request as a value.
 *
 * @param method upper case
 * @param path the decoded segments
 * @param contentType as it was sent, or empty
 * @param body whole, read-only; empty if there is none; duplicate it to read
 */
public record ApiRequest(
    String method, List<String> path, Params query, String contentType, ByteBuffer body) {

  /** The media type without parameters, in lower case. */
  public String mediaType() {
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
