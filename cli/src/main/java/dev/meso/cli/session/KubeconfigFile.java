package dev.meso.cli.session;

import dev.meso.api.access.Issued;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a server and credentials from the current context of a file that kubectl reads too. What
 * names another file is read from there, relative to this one. Programs that make credentials
 * ({@code exec}) are not run.
 */
final class KubeconfigFile {
  private static final int BYTES_MAX = 1 << 20;

  private final Path file;
  private final Map<?, ?> root;

  private KubeconfigFile(Path file, Map<?, ?> root) {
    this.file = file;
    this.root = root;
  }

  /** What the file's current context means. */
  static Target read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new Failure(
            ExitCode.USAGE, "Kubeconfig " + file + ": expected at most " + BYTES_MAX + " bytes");
      }
      Object root =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
      if (root instanceof Map<?, ?> map) {
        return new KubeconfigFile(file, map).target();
      }
      throw new Failure(ExitCode.USAGE, "Kubeconfig " + file + ": expected a map, found none");
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.USAGE, "Kubeconfig " + file + ": there is no such file");
    } catch (IOException | YamlEngineException e) {
      throw new Failure(ExitCode.USAGE, "Cannot read kubeconfig " + file + ": " + e.getMessage());
    }
  }

  private Target target() {
    String name = text(root, "current-context").orElseThrow(() -> missing("current-context"));
    Map<?, ?> context = named("contexts", "context", name);
    String clusterName = text(context, "cluster").orElseThrow(() -> missing("cluster"));
    Map<?, ?> cluster = named("clusters", "cluster", clusterName);
    Map<?, ?> user = text(context, "user").map(who -> named("users", "user", who)).orElse(Map.of());
    if (user.containsKey("exec") || user.containsKey("auth-provider")) {
      throw new Failure(
          ExitCode.USAGE,
          "Kubeconfig "
              + file
              + ": users[].user: expected a certificate or a token, found a program that makes"
              + " credentials, which meso does not run");
    }
    if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"))) {
      throw new Failure(
          ExitCode.USAGE,
          "Kubeconfig "
              + file
              + ": clusters[].cluster.insecure-skip-tls-verify: expected false, as meso never"
              + " talks to a server that nobody vouches for, found true");
    }
    Optional<String> certificate = pem(user, "client-certificate");
    Optional<String> key = pem(user, "client-key");
    if (certificate.isPresent() != key.isPresent()) {
      throw missing(certificate.isPresent() ? "client-key" : "client-certificate");
    }
    return new Target(
        ServerAddress.normalize(text(cluster, "server").orElseThrow(() -> missing("server"))),
        pem(cluster, "certificate-authority"),
        certificate.map(found -> new Issued(found, key.orElseThrow())),
        text(user, "token").or(() -> text(user, "tokenFile").map(this::content).map(String::strip)),
        text(context, "namespace"));
  }

  private Map<?, ?> named(String list, String field, String name) {
    if (root.get(list) instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> map
            && name.equals(map.get("name"))
            && map.get(field) instanceof Map<?, ?> found) {
          return found;
        }
      }
    }
    throw new Failure(
        ExitCode.USAGE,
        "Kubeconfig " + file + ": " + list + ": expected '" + name + "', found none");
  }

  /** A PEM that stands in the file as base64, or in a file of its own. */
  private Optional<String> pem(Map<?, ?> map, String field) {
    Optional<String> data = text(map, field + "-data");
    if (data.isEmpty()) {
      return text(map, field).map(this::content);
    }
    try {
      return Optional.of(
          new String(Base64.getMimeDecoder().decode(data.get()), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, "Kubeconfig " + file + ": " + field + "-data: expected base64");
    }
  }

  private String content(String path) {
    Path other = file.toAbsolutePath().resolveSibling(path);
    try {
      return Files.readString(other);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE, "Kubeconfig " + file + ": cannot read " + other + ": " + e.getMessage());
    }
  }

  private static Optional<String> text(Map<?, ?> map, String field) {
    return map.get(field) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private Failure missing(String field) {
    return new Failure(
        ExitCode.USAGE, "Kubeconfig " + file + ": expected " + field + ", found nothing");
  }
}
