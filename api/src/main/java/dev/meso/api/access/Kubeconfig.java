package dev.meso.api.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What clients want to know of a server, as the file that kubectl and its kin read. Everything is
 * in it; it names no other file. Pure.
 *
 * @param server its URL
 * @param namespace that is meant when none is named
 * @param authority PEM of the authority that vouches for the server; none for plain HTTP
 * @param user the certificate that says who the client is
 */
public record Kubeconfig(
    String server, String namespace, Optional<String> authority, Optional<Issued> user) {

  /** The text of the file, YAML. A secret if it has a user's key. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("apiVersion: v1\nkind: Config\ncurrent-context: meso\nclusters:\n- name: meso\n");
    text.append("  cluster:\n    server: ").append(quoted(server)).append('\n');
    authority.ifPresent(pem -> data(text, "certificate-authority-data", pem));
    text.append("contexts:\n- name: meso\n  context:\n    cluster: meso\n    user: meso\n");
    text.append("    namespace: ").append(quoted(namespace)).append("\nusers:\n- name: meso\n");
    if (user.isEmpty()) {
      return text.append("  user: {}\n").toString();
    }
    text.append("  user:\n");
    data(text, "client-certificate-data", user.get().certificate());
    data(text, "client-key-data", user.get().key());
    return text.toString();
  }

  private static void data(StringBuilder text, String name, String pem) {
    text.append("    ")
        .append(name)
        .append(": ")
        .append(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)))
        .append('\n');
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @Override
  public String toString() {
    // The key stays out of logs.
    return "Kubeconfig[" + server + "]";
  }
}
