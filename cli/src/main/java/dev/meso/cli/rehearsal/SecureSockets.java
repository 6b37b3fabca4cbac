package dev.meso.cli.rehearsal;

import dev.meso.api.access.Issued;
import dev.meso.cli.client.PemTls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** A server's socket with the certificates that {@code meso certs init} made in a directory. */
final class SecureSockets {
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
      return PemTls.context(
          Optional.of(Files.readString(certs.resolve("ca.crt"))),
          Optional.of(
              new Issued(
                  Files.readString(certs.resolve("server.crt")),
                  Files.readString(certs.resolve("server.key")))));
    } catch (GeneralSecurityException e) {
      throw new IOException("certificates in " + certs, e);
    }
  }
}
