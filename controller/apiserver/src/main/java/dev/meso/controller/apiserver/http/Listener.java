package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.auth.Tls;
import dev.meso.controller.apiserver.status.ApiError;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and how.
 *
 * @param host address to bind
 * @param port 0 for any that is free
 */
public record Listener(String host, int port, Access access) {

  /** As URLs of this server begin: http or https. */
  public String scheme() {
    return access.tls().isPresent() ? "https" : "http";
  }

  /**
   * Refuses to be open to a network.
   *
   * @throws IllegalArgumentException if it would be reached by others without TLS and
   *     authentication
   */
  void check() {
    if (!HostGuard.loopback(host) && !access.forNetworks()) {
      throw new IllegalArgumentException(
          "API address: expected a loopback address such as 127.0.0.1, found '"
              + host
              + "' without "
              + (access.tls().isEmpty() ? "TLS" : "authentication")
              + ": everybody who reaches it could run programs on every agent; 'meso certs init"
              + " --dir DIR --host NAME' makes certificates, and says which settings take them");
    }
  }

  /** Why a request is refused whatever it asks for, if it is. */
  Optional<ApiError> check(@Nullable String requestHost, @Nullable String origin) {
    return HostGuard.check(requestHost, origin, access);
  }

  /** The options of the server's socket. */
  HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions().setHost(host).setPort(port);
    access.tls().ifPresent(tls -> encrypt(options, tls));
    return options;
  }

  private static void encrypt(HttpServerOptions options, Tls tls) {
    options
        .setSsl(true)
        .setUseAlpn(false)
        .setSslEngineOptions(
            OpenSSLEngineOptions.isAvailable()
                ? new OpenSSLEngineOptions()
                : new JdkSSLEngineOptions())
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(tls.certificate().toString())
                .addKeyPath(tls.key().toString()));
    tls.clientCa()
        .ifPresent(
            ca ->
                options
                    .setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
  }

  /** The certificate that a client showed; the handshake has proven that it is his. */
  static Optional<X509Certificate> certificate(HttpConnection connection) {
    SSLSession session = connection.sslSession();
    if (session == null) {
      return Optional.empty();
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }
}
