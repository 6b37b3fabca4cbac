package dev.meso.api.access;

/**
 * A certificate with its private key, both PEM.
 *
 * @param key PKCS#8; a secret
 */
public record Issued(String certificate, String key) {
  @Override
  public String toString() {
    // The key stays out of logs.
    return "Issued[certificate]";
  }
}
