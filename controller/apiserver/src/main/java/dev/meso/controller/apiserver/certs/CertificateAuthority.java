package dev.meso.controller.apiserver.certs;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority in a directory: {@code ca.crt} and {@code ca.key}. It and its servers
 * have ECDSA keys on P-256; users have RSA keys, since Java clients of Kubernetes read no others
 * without a further library. Serial numbers are random. The directory is for its owner alone:
 * whoever reads the key can be anybody.
 *
 * <p>Immutable; blocks on the disk where it says so.
 */
public final class CertificateAuthority {
  public static final String CERTIFICATE_FILE = "ca.crt";
  static final String KEY_FILE = "ca.key";

  private static final String NAME = "Meso certificate authority";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final Duration OWN_LIFE = Duration.ofDays(3650);

  /** Certificates begin to be valid a little earlier, for machines whose clocks are behind. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private static final int SERIAL_BITS = 159;
  private static final int RSA_BITS = 2048;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final InstantSource clock;

  private CertificateAuthority(X509Certificate certificate, PrivateKey key, InstantSource clock) {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
  }

  /**
   * The authority of a directory; made if it is not there. Blocks.
   *
   * @throws IllegalArgumentException if one of its files is missing or cannot be read
   */
  public static CertificateAuthority in(Path directory, InstantSource clock) {
    Path certificateFile = directory.resolve(CERTIFICATE_FILE);
    Path keyFile = directory.resolve(KEY_FILE);
    try {
      if (!Files.exists(certificateFile) && !Files.exists(keyFile)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Issued made = selfSigned(clock);
        PrivateFile.write(keyFile, made.key());
        PrivateFile.write(certificateFile, made.certificate());
      }
      return new CertificateAuthority(
          Pem.certificates(Files.readString(certificateFile)).getFirst(),
          Pem.privateKey(Files.readString(keyFile)),
          clock);
    } catch (IllegalArgumentException | IOException e) {
      throw new IllegalArgumentException(
          "Certificate authority in " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Its own certificate, PEM. */
  public String certificate() {
    return pem(certificate);
  }

  /**
   * A certificate of a server.
   *
   * @param hosts names and addresses under which clients reach it; at least one
   */
  public Issued server(List<String> hosts, Duration life) {
    List<GeneralName> names = new ArrayList<>();
    for (String host : hosts) {
      names.add(
          new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, hosts.getFirst()).build();
    return issue(elliptic(), subject, KeyPurposeId.id_kp_serverAuth, names, life);
  }

  /** A certificate of a user, who is in some groups. Making its key takes up to a second. */
  public Issued user(String name, List<String> groups, Duration life) {
    return client(rsa(), name, groups, life);
  }

  /** A certificate of a program of ours, which reads any key; made at once. */
  public Issued program(String name, List<String> groups, Duration life) {
    return client(elliptic(), name, groups, life);
  }

  private Issued client(KeyPair pair, String name, List<String> groups, Duration life) {
    X500NameBuilder subject = new X500NameBuilder();
    groups.forEach(group -> subject.addRDN(BCStyle.O, group));
    subject.addRDN(BCStyle.CN, name);
    return issue(pair, subject.build(), KeyPurposeId.id_kp_clientAuth, List.of(), life);
  }

  private Issued issue(
      KeyPair pair,
      X500Name subject,
      KeyPurposeId purpose,
      List<GeneralName> names,
      Duration life) {
    try {
      X509v3CertificateBuilder builder = builder(subject, pair, life);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(new GeneralName[0])));
      }
      return new Issued(
          pem(signed(builder, key)), Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("making a certificate failed", e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair pair, Duration life) {
    return new JcaX509v3CertificateBuilder(
        certificate.getSubjectX500Principal(),
        serial(),
        Date.from(clock.instant().minus(BACKDATED)),
        Date.from(clock.instant().plus(life)),
        new javax.security.auth.x500.X500Principal(encoded(subject)),
        pair.getPublic());
  }

  private static byte[] encoded(X500Name name) {
    try {
      return name.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Issued selfSigned(InstantSource clock) {
    try {
      KeyPair pair = elliptic();
      X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, NAME).build();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial(),
              Date.from(clock.instant().minus(BACKDATED)),
              Date.from(clock.instant().plus(OWN_LIFE)),
              name,
              pair.getPublic());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return new Issued(
          pem(signed(builder, pair.getPrivate())),
          Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("making a certificate failed", e);
    }
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey by)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(by)));
  }

  private static KeyPair elliptic() {
    return keyPair("EC", new ECGenParameterSpec("secp256r1"));
  }

  private static KeyPair rsa() {
    return keyPair("RSA", new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
  }

  private static KeyPair keyPair(String algorithm, AlgorithmParameterSpec size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size, RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java makes " + algorithm + " keys", e);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
  }

  private static String pem(X509Certificate certificate) {
    try {
      return Pem.text("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was made can be written", e);
    }
  }

  private static boolean isAddress(String host) {
    try {
      InetAddress _ = InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
