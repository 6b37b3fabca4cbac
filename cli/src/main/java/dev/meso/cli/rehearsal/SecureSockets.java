package dev.meso.cli.rehearsal;

import dev.meso.api.access.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** A server's socket with the certificates that {@code meso certs init} made in a directory. */
final class SecureSockets {
  private static final char[] NO_PASSWORD = new char[0];

  private SecureSockets() {}

  /** A socket on loopback whose clients must show a certificate. */
  static SSLServerSocket open(Path certs, int backlog) throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            context(certs)
                .getServerSocketFactory()
                .createServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setNeedClientAuth(true);
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static SSLContext context(Path certs) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry(
          "server",
          Pem.privateKey(Files.readString(certs.resolve("server.key"))),
          NO_PASSWORD,
          Pem.certificates(Files.readString(certs.resolve("server.crt")))
              .toArray(new X509Certificate[0]));
      store.setCertificateEntry(
          "ca", Pem.certificates(Files.readString(certs.resolve("ca.crt"))).getFirst());
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, NO_PASSWORD);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("certificates in " + certs, e);
    }
  }
}
