package dev.meso.cli.command;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Session;
import picocli.CommandLine.Command;

/** Prints what kubectl and its kin want to know of a server. */
@Command(
    name = "kubeconfig",
    description = {
      "Print a configuration for kubectl and other clients of Kubernetes.%n",
      "The server speaks plain HTTP on loopback and knows no users, so there are no credentials"
          + " in it.%n"
    },
    footer = {
      "%nExample:",
      "  meso kubeconfig > meso.kubeconfig",
      "  kubectl --kubeconfig meso.kubeconfig get apps"
    })
public final class Kubeconfig implements Action {
  private static final String TEMPLATE =
      """
      apiVersion: v1
      kind: Config
      current-context: meso
      clusters:
      - name: meso
        cluster:
          server: "SERVER"
      contexts:
      - name: meso
        context:
          cluster: meso
          user: meso
          namespace: "NAMESPACE"
      users:
      - name: meso
        user: {}
      """;

  private final Session session;

  /** The command in a session. */
  public Kubeconfig(Session session) {
    this.session = session;
  }

  @Override
  public int run() {
    session
        .out()
        .text(
            TEMPLATE
                .replace("SERVER", session.server())
                .replace("NAMESPACE", session.defaultNamespace()));
    return ExitCode.OK;
  }
}
