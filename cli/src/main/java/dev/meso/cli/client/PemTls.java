package dev.meso.cli.client;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes of PEM text what the JDK's TLS wants. */
public final class PemTls {
  private static final char[] NO_PASSWORD = new char[0];

  private PemTls() {}

  /**
   * TLS of a client or a server.
   *
   * @param authority whom to trust; the JDK's own list without
   * @param own what to show the other side
   * @throws GeneralSecurityException if a key and its certificate are no pair
   * @throws IllegalArgumentException if a text is no PEM
   */
  public static SSLContext context(Optional<String> authority, Optional<Issued> own)
      throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity(own), NO_PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority.isEmpty() ? null : trusted(authority.get()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore identity(Optional<Issued> own) throws GeneralSecurityException {
    KeyStore store = empty();
    if (own.isPresent()) {
      store.setKeyEntry(
          "own",
          Pem.privateKey(own.get().key()),
          NO_PASSWORD,
          Pem.certificates(own.get().certificate()).toArray(new X509Certificate[0]));
    }
    return store;
  }

  private static KeyStore trusted(String authority) throws GeneralSecurityException {
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate certificate : Pem.certificates(authority)) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, NO_PASSWORD);
    } catch (IOException e) {
      throw new IllegalStateException("an empty store is read from nowhere", e);
    }
    return store;
  }
}
