package dev.meso.cli.session;

import dev.meso.api.access.Issued;
import java.util.Optional;

/**
 * A server, and who we are to it. Holds secrets.
 *
 * @param url without a slash at its end
 * @param authority PEM of the authority that vouches for the server; the JDK's own list without
 * @param user the certificate that says who we are
 * @param token that says who we are
 * @param namespace that is meant when none is named
 */
public record Target(
    String url,
    Optional<String> authority,
    Optional<Issued> user,
    Optional<String> token,
    Optional<String> namespace) {

  /** A server that wants to know nothing. */
  public static Target plain(String url) {
    return new Target(url, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same credentials for another server. */
  Target at(String otherUrl) {
    return new Target(otherUrl, authority, user, token, namespace);
  }

  /** With this token instead of any certificate. */
  Target withToken(String other) {
    return new Target(url, authority, Optional.empty(), Optional.of(other), namespace);
  }

  @Override
  public String toString() {
    // Keys and tokens stay out of logs.
    return "Target[" + url + "]";
  }
}
