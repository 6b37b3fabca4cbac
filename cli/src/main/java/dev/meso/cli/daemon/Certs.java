package dev.meso.cli.daemon;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Kubeconfig;
import dev.meso.cli.command.Action;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.certs.CertificateAuthority;
import dev.meso.controller.apiserver.certs.PrivateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meso certs}: the certificates of a cluster's servers and users. */
public final class Certs {
  private static final String LIFE = "8760h";

  private Certs() {}

  /** {@code meso certs} and what is below it. */
  public static CommandLine commandLine(Session session) {
    CommandLine line = new CommandLine(new Bare());
    line.addSubcommand("init", new Init(session));
    return line.addSubcommand("user", new User(session));
  }

  @Command(
      name = "certs",
      description = "Make certificates, with an authority of the cluster's own.%n",
      footer = {
        "%nExamples:",
        "  meso certs init --dir /etc/meso/certs --host api.example.org --host 10.0.0.7",
        "  meso certs user ann --group web --dir /etc/meso/certs"
            + " --api https://api.example.org:7070 > ann.kubeconfig"
      })
  private static final class Bare implements Action {
    @Override
    public int run() {
      throw Failure.usage("Expected certs init or user\nTry 'meso certs --help'.");
    }
  }

  @Command(
      name = "init",
      description = {
        "Make an authority unless the directory has one, a certificate for the API servers, and"
            + " one for an admin, who may do everything.%n",
        "Say it again with other hosts, or before a year is over, for new certificates of the same"
            + " authority. Controllers take them up when they start.%n"
      })
  private static final class Init implements Action {
    private final Session session;

    @Option(
        names = "--dir",
        required = true,
        paramLabel = "DIR",
        description = "Where the files are; keep it to yourself: ca.key makes anybody an admin.")
    private Path directory = Path.of("");

    @Option(
        names = "--host",
        required = true,
        paramLabel = "NAME",
        description = "A name or address under which clients reach the API; may be said again.")
    private List<String> hosts = new ArrayList<>();

    @Option(
        names = "--port",
        paramLabel = "PORT",
        defaultValue = "7070",
        description = "Port of the API, for the admin's kubeconfig; ${DEFAULT-VALUE} unless given.")
    private int port;

    @Option(
        names = "--life",
        paramLabel = "DURATION",
        defaultValue = LIFE,
        description = "How long the certificates are good; ${DEFAULT-VALUE} unless given.")
    private Duration life = Duration.ZERO;

    Init(Session session) {
      this.session = session;
    }

    @Override
    public int run() {
      List<String> names = new ArrayList<>(hosts);
      for (String own : List.of("localhost", "127.0.0.1", "::1")) {
        if (!names.contains(own)) {
          names.add(own);
        }
      }
      try {
        CertificateAuthority authority = CertificateAuthority.in(directory, session.clock());
        Issued _ = LocalSecurity.written(directory, "server", authority.server(names, life));
        Issued admin =
            LocalSecurity.written(
                directory, "admin", authority.user("admin", List.of(Principal.MASTERS), life));
        String host =
            hosts.getFirst().contains(":") ? "[" + hosts.getFirst() + "]" : hosts.getFirst();
        Path kubeconfig = directory.resolve("admin.kubeconfig");
        PrivateFile.write(kubeconfig, kubeconfig("https://" + host + ":" + port, authority, admin));
        session
            .out()
            .text(
                """
                Certificates are in DIR. Start controllers with
                  meso controller --api-host ADDRESS --api-tls-cert DIR/server.crt \\
                    --api-tls-key DIR/server.key --api-client-ca DIR/ca.crt
                An admin's access, to be kept secret:
                  meso --kubeconfig DIR/admin.kubeconfig get agents
                """
                    .replace("DIR", directory.toString()));
        return ExitCode.OK;
      } catch (IllegalArgumentException e) {
        throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()));
      }
    }
  }

  @Command(
      name = "user",
      description = {
        "Make a certificate for a user and print a kubeconfig with it.%n",
        "A certificate cannot be taken back: give rights to groups and users by bindings, which"
            + " can.%n"
      })
  private static final class User implements Action {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "A group that the user is in; may be said again.")
    private List<String> groups = new ArrayList<>();

    @Option(
        names = "--dir",
        required = true,
        paramLabel = "DIR",
        description = "The directory of 'meso certs init', or certs below that of 'meso up'.")
    private Path directory = Path.of("");

    @Option(
        names = "--api",
        paramLabel = "URL",
        description = "The API's address, for the kubeconfig; the present server unless given.")
    private String api = "";

    @Option(
        names = "--life",
        paramLabel = "DURATION",
        defaultValue = LIFE,
        description = "How long the certificate is good; ${DEFAULT-VALUE} unless given.")
    private Duration life = Duration.ZERO;

    User(Session session) {
      this.session = session;
    }

    @Override
    public int run() {
      if (name.isBlank()) {
        throw Failure.usage("Expected the user's name, found nothing");
      }
      if (!Files.isDirectory(directory)) {
        throw Failure.usage("Expected the directory of 'meso certs init', found no " + directory);
      }
      try {
        CertificateAuthority authority = CertificateAuthority.in(directory, session.clock());
        Issued issued = authority.user(name, groups, life);
        session.out().text(kubeconfig(api.isEmpty() ? session.server() : api, authority, issued));
        return ExitCode.OK;
      } catch (IllegalArgumentException e) {
        throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()));
      }
    }
  }

  private static String kubeconfig(String url, CertificateAuthority authority, Issued user) {
    return new Kubeconfig(url, "default", Optional.of(authority.certificate()), Optional.of(user))
        .text();
  }
}
