package dev.meso.cli.client;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Target;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one server, with the credentials that it wants. A server over TLS must be
 * vouched for, and under the name by which it is reached. Thread-safe.
 */
public final class Connections {
  private final Target target;
  private @Nullable SSLSocketFactory sockets;

  public Connections(Target target) {
    this.target = target;
  }

  /** A connection that is not opened yet; follows no redirects, uses no proxy and no cache. */
  public HttpURLConnection to(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(target.url() + path).toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(sockets());
    }
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    target
        .token()
        .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
    return connection;
  }

  private synchronized SSLSocketFactory sockets() {
    if (sockets == null) {
      try {
        sockets = PemTls.context(target.authority(), target.user()).getSocketFactory();
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new Failure(
            ExitCode.USAGE, "Credentials for " + target.url() + ": " + e.getMessage());
      }
    }
    return sockets;
  }
}
