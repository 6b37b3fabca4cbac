package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.status.ApiError;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Says who may come in, and hears how it ended. Called on event loops: it must not block. */
@FunctionalInterface
public interface Gate {

  /**
   * What is known of a request before its body.
   *
   * @param path the decoded segments
   * @param certificate of the connection, proven by its handshake
   */
  record Arrival(
      String method,
      List<String> path,
      Params query,
      ApiRequest.Headers headers,
      Optional<X509Certificate> certificate) {}

  /** A request at the gate. */
  interface Visit {
    /** Who makes it, as far as that is known. */
    Principal who();

    /** Why it may not come in; empty if it may. */
    Optional<ApiError> refusal();

    /** It is over, with this HTTP code. From any thread, once. */
    void answered(int code);
  }

  /** Looks at a request. */
  Visit admit(Arrival arrival);
}
