package dev.meso.controller.apiserver.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path directory;

  private CertificateAuthority authority() {
    return CertificateAuthority.in(directory.resolve("ca"), () -> NOW);
  }

  @Test
  void itIsMadeOnceAndFoundAgain() throws IOException {
    String made = authority().certificate();
    assertThat(authority().certificate()).isEqualTo(made);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("ca/ca.key"))))
        .isEqualTo("rw-------");
    Files.delete(directory.resolve("ca/ca.key"));
    assertThatThrownBy(this::authority)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ca.key");
  }

  @Test
  void aServersCertificateNamesItsHosts() throws Exception {
    CertificateAuthority authority = authority();
    Issued issued = authority.server(List.of("localhost", "127.0.0.1", "::1"), YEAR);
    X509Certificate certificate = Pem.certificates(issued.certificate()).getFirst();
    certificate.verify(Pem.certificates(authority.certificate()).getFirst().getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(YEAR));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(Pem.privateKey(issued.key()));
    signature.update(new byte[] {1});
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(new byte[] {1});
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void noTwoCertificatesHaveTheSameNumberAndNoKeyIsPrinted() {
    CertificateAuthority authority = authority();
    Issued one = authority.user("ann", List.of("web", "a, b=\"c\""), YEAR);
    Issued two = authority.user("ann", List.of(), YEAR);
    assertThat(Pem.certificates(one.certificate()).getFirst().getSerialNumber())
        .isNotEqualTo(Pem.certificates(two.certificate()).getFirst().getSerialNumber());
    assertThat(one.toString()).doesNotContain("KEY");
  }

  @Test
  void whatIsNoKeyIsRefused() {
    assertThatThrownBy(() -> Pem.privateKey("")).hasMessageContaining("found none");
    assertThatThrownBy(
            () -> Pem.privateKey("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
        .hasMessageContaining("found another")
        .hasMessageNotContaining("AAAA");
    assertThatThrownBy(() -> Pem.certificates("nothing"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
