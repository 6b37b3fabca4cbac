package dev.meso.cli.client;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Pem;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Target;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one server, with the credentials that it wants. A server over TLS must be
 * vouched for, and under the name by which it is reached. Thread-safe.
 */
public final class Connections {
  private static final char[] NO_PASSWORD = new char[0];

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
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity(target.user()), NO_PASSWORD);
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(target.authority().isEmpty() ? null : trusted(target.authority().get()));
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        sockets = context.getSocketFactory();
      } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
        throw new Failure(
            ExitCode.USAGE, "Credentials for " + target.url() + ": " + e.getMessage());
      }
    }
    return sockets;
  }

  private static KeyStore identity(Optional<Issued> user)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    if (user.isPresent()) {
      store.setKeyEntry(
          "user",
          Pem.privateKey(user.get().key()),
          NO_PASSWORD,
          Pem.certificates(user.get().certificate()).toArray(new X509Certificate[0]));
    }
    return store;
  }

  private static KeyStore trusted(String authority) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate certificate : Pem.certificates(authority)) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
