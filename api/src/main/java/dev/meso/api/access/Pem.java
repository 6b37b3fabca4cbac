package dev.meso.api.access;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys as PEM text (RFC 7468). Pure. */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** Algorithms of keys that are read, in the order in which they are tried. */
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private static final int LINE_LENGTH = 64;

  private Pem() {}

  /**
   * A block of PEM.
   *
   * @param label what it is, such as CERTIFICATE
   */
  public static String text(String label, byte[] der) {
    Base64.Encoder encoder =
        Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN "
        + label
        + "-----\n"
        + encoder.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /**
   * Every certificate of a text, in order.
   *
   * @throws IllegalArgumentException if there is none, or one cannot be read
   */
  public static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (var certificate :
          factory.generateCertificates(
              new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        if (certificate instanceof X509Certificate x509) {
          found.add(x509);
        }
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException("expected certificates as PEM: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("expected a certificate as PEM, found none");
    }
    return List.copyOf(found);
  }

  /**
   * The private key of a text, PKCS#8.
   *
   * @throws IllegalArgumentException if there is none, or it is of a kind that is not known; no
   *     message holds a part of it
   */
  public static PrivateKey privateKey(String pem) {
    Matcher matcher = KEY.matcher(pem);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "expected a key between '-----BEGIN PRIVATE KEY-----' and its end (PKCS#8), found none");
    }
    PKCS8EncodedKeySpec der =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(der);
      } catch (InvalidKeySpecException _) {
        // Of another algorithm.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has " + algorithm, e);
      }
    }
    throw new IllegalArgumentException("expected a key of " + ALGORITHMS + ", found another");
  }
}
