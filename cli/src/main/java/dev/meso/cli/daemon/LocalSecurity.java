package dev.meso.cli.daemon;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Kubeconfig;
import dev.meso.api.access.Pem;
import dev.meso.cli.session.Target;
import dev.meso.cli.settings.Setting;
import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.auth.Tls;
import dev.meso.controller.apiserver.certs.CertificateAuthority;
import dev.meso.controller.apiserver.certs.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The certificates of a cluster on one machine, in a directory of its own: an authority, the
 * servers' certificate, and that of an admin. They are made when they are missing or about to end.
 */
final class LocalSecurity {
  private static final Duration LIFE = Duration.ofDays(365);

  /** What is left of a certificate's life when it is made anew. */
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private static final String ADMIN = "admin";
  private static final String AUTHORITY = CertificateAuthority.CERTIFICATE_FILE;
  private static final String SERVER = "server";

  private final Path directory;
  private final String authority;
  private final Issued own;
  private final CompletableFuture<Issued> admin;

  private LocalSecurity(
      Path directory, String authority, Issued own, CompletableFuture<Issued> admin) {
    this.directory = directory;
    this.authority = authority;
    this.own = own;
    this.admin = admin;
  }

  /**
   * What is in a directory, made complete.
   *
   * @throws DaemonFailure if a file there cannot be read
   */
  static LocalSecurity in(Path directory) {
    try {
      Optional<Issued> server = kept(directory, SERVER);
      Optional<Issued> admin = kept(directory, ADMIN);
      Path ca = directory.resolve(AUTHORITY);
      if (server.isPresent() && admin.isPresent() && Files.exists(ca)) {
        return new LocalSecurity(
            directory,
            Files.readString(ca),
            admin.get(),
            CompletableFuture.completedFuture(admin.get()));
      }
      return made(directory);
    } catch (IllegalArgumentException | IOException e) {
      throw new DaemonFailure("certificates in " + directory + ": " + e.getMessage());
    }
  }

  private static LocalSecurity made(Path directory) {
    CertificateAuthority authority = CertificateAuthority.in(directory, InstantSource.system());
    Issued _ =
        written(
            directory, SERVER, authority.server(List.of("localhost", "127.0.0.1", "::1"), LIFE));
    List<String> masters = List.of(Principal.MASTERS);
    // Its key takes as long to make as a controller to start.
    CompletableFuture<Issued> admin =
        Side.start(
            "admin-key", () -> written(directory, ADMIN, authority.user(ADMIN, masters, LIFE)));
    Issued own = authority.program("meso-up", masters, LIFE);
    return new LocalSecurity(directory, authority.certificate(), own, admin);
  }

  /** A certificate that is there and good for a while. */
  private static Optional<Issued> kept(Path directory, String name) throws IOException {
    Path certificate = directory.resolve(name + ".crt");
    Path key = directory.resolve(name + ".key");
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return Optional.empty();
    }
    String text = Files.readString(certificate);
    Instant end = Pem.certificates(text).getFirst().getNotAfter().toInstant();
    return end.minus(RENEW_BEFORE).isAfter(InstantSource.system().instant())
        ? Optional.of(new Issued(text, Files.readString(key)))
        : Optional.empty();
  }

  /** Writes a certificate and its key, as {@code NAME.crt} and {@code NAME.key}. */
  static Issued written(Path directory, String name, Issued issued) {
    PrivateFile.write(directory.resolve(name + ".key"), issued.key());
    PrivateFile.write(directory.resolve(name + ".crt"), issued.certificate());
    return issued;
  }

  private Tls tls() {
    return new Tls(
        directory.resolve(SERVER + ".crt"),
        directory.resolve(SERVER + ".key"),
        Optional.of(directory.resolve(AUTHORITY)));
  }

  /** How a controller that uses them is reached. */
  Access access() {
    return new Access(Optional.of(tls()), Optional.empty());
  }

  /** The flags of a controller that uses them. */
  List<String> flags() {
    Tls tls = tls();
    return List.of(
        Setting.API_TLS_CERT.flag() + "=" + tls.certificate(),
        Setting.API_TLS_KEY.flag() + "=" + tls.key(),
        Setting.API_CLIENT_CA.flag() + "=" + tls.clientCa().orElseThrow());
  }

  /** A server of the cluster, for this program itself. */
  Target target(String url) {
    return new Target(
        url, Optional.of(authority), Optional.of(own), Optional.empty(), Optional.empty());
  }

  /** Writes what clients want to know of a server, for its admin. */
  void writeKubeconfig(String url, Path file) {
    PrivateFile.write(
        file,
        new Kubeconfig(url, "default", Optional.of(authority), Optional.of(admin.join())).text());
  }
}
