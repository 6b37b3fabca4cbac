package dev.meso.cli.session;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * How people write the address of a server: {@code http://host:port}, {@code https://host:port}, or
 * {@code host:port} for the first.
 */
final class ServerAddress {
  private ServerAddress() {}

  /** The base URL, without a slash at its end. */
  static String normalize(String written) {
    String url = written.contains("://") ? written : "http://" + written;
    while (url.endsWith("/")) {
      url = url.substring(0, url.length() - 1);
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Answered below, with what was expected.
    }
    throw Failure.usage(
        "Expected the server as https://HOST:PORT, http://HOST:PORT or HOST:PORT, found '"
            + written
            + "'");
  }
}
