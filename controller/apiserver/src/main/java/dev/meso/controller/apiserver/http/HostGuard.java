package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages from driving a cluster through the browser of somebody who may: a request must
 * not come from a page of another origin, and where nobody shows who he is it must name a loopback
 * host, which one that came by DNS rebinding does not. Pure.
 */
final class HostGuard {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  private HostGuard() {}

  /** Whether an address to bind is a loopback one; names other than localhost are not resolved. */
  static boolean loopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Why a request is refused, if it is. */
  static Optional<ApiError> check(@Nullable String host, @Nullable String origin, Access access) {
    if (!access.guarded() && (host == null || !LOCAL.contains(withoutPort(host)))) {
      return Optional.of(
          ApiError.of(
              Reason.FORBIDDEN,
              "Host header: expected localhost, 127.0.0.1 or [::1], as this server listens on"
                  + " loopback, found '"
                  + (host == null ? "" : host)
                  + "'"));
    }
    String scheme = access.tls().isPresent() ? "https://" : "http://";
    if (origin != null && !origin.equalsIgnoreCase(scheme + host)) {
      return Optional.of(
          ApiError.of(
              Reason.FORBIDDEN,
              "Origin header: a page of another origin, '" + origin + "', may not use this API"));
    }
    return Optional.empty();
  }

  private static String withoutPort(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon > lower.lastIndexOf(']') && lower.substring(colon + 1).matches("[0-9]{1,5}")
        ? lower.substring(0, colon)
        : lower;
  }
}
