package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code -n}. */
final class NamespaceOption {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace; else $" + Session.NAMESPACE_VARIABLE + ", else default.")
  private @Nullable String namespace;

  /** Whether the command line names one. */
  boolean given() {
    return namespace != null;
  }

  String name(Session session) {
    return namespace == null ? session.defaultNamespace() : namespace;
  }

  /** Null for a cluster-wide kind. */
  @Nullable String of(Kind kind, Session session) {
    return kind.namespaced() ? name(session) : null;
  }
}
