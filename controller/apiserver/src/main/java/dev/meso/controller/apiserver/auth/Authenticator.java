package dev.meso.controller.apiserver.auth;

import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out who makes a request: by a bearer token, else by the certificate of the connection. A
 * token that nobody has is refused even on a connection with a certificate; showing nothing makes
 * {@link Principal#ANONYMOUS}. Thread-safe, does not block.
 */
public final class Authenticator {
  private static final String BEARER = "bearer ";

  private final boolean guarded;
  private final Optional<Tokens> tokens;

  /**
   * One for a server.
   *
   * @param guarded false if everybody is {@link Principal#LOCAL}
   */
  public Authenticator(boolean guarded, Optional<Tokens> tokens) {
    this.guarded = guarded;
    this.tokens = tokens;
  }

  /**
   * Who it is.
   *
   * @param authorization values of the header of that name
   * @param certificate of the connection, proven by its handshake
   * @throws ApiError 401 for credentials that are not good
   */
  public Principal authenticate(List<String> authorization, Optional<X509Certificate> certificate) {
    if (!guarded) {
      return Principal.LOCAL;
    }
    if (!authorization.isEmpty()) {
      return token(authorization)
          .flatMap(token -> tokens.flatMap(known -> known.principal(token)))
          .orElseThrow(() -> unauthorized("the bearer token is not known here"));
    }
    if (certificate.isPresent()) {
      return Certificates.principal(certificate.get())
          .orElseThrow(
              () ->
                  unauthorized(
                      "expected a certificate with one common name, which is the user's name"));
    }
    return Principal.ANONYMOUS;
  }

  private static Optional<String> token(List<String> authorization) {
    String header = authorization.getFirst();
    if (authorization.size() > 1 || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw unauthorized("expected one Authorization header of the form 'Bearer TOKEN'");
    }
    return Optional.of(header.substring(BEARER.length()).strip()).filter(t -> !t.isEmpty());
  }

  /** kubectl and others know this very beginning. */
  private static ApiError unauthorized(String why) {
    return ApiError.of(Reason.UNAUTHORIZED, "Unauthorized: " + why);
  }
}
