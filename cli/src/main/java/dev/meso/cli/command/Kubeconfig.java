package dev.meso.cli.command;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Session;
import dev.meso.cli.session.Target;
import picocli.CommandLine.Command;

/** Prints what kubectl and its kin want to know of a server. */
@Command(
    name = "kubeconfig",
    description = {
      "Print a configuration for kubectl and other clients of Kubernetes.%n",
      "Everything is in it: the server's address, who vouches for it, and your certificate with"
          + " its key, so keep it to yourself.%n"
    },
    footer = {
      "%nExample:",
      "  meso kubeconfig > meso.kubeconfig",
      "  kubectl --kubeconfig meso.kubeconfig get apps"
    })
public final class Kubeconfig implements Action {
  private final Session session;

  /** The command in a session. */
  public Kubeconfig(Session session) {
    this.session = session;
  }

  @Override
  public int run() {
    Target target = session.target();
    if (target.token().isPresent()) {
      session.note(
          "The token is left out: give it to kubectl by --token, or write it into the file.");
    }
    session
        .out()
        .text(
            new dev.meso.api.access.Kubeconfig(
                    target.url(), session.defaultNamespace(), target.authority(), target.user())
                .text());
    return ExitCode.OK;
  }
}
