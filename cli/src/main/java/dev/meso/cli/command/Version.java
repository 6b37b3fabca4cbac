package dev.meso.cli.command;

import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Trees;
import dev.meso.cli.output.Documents;
import dev.meso.cli.output.Format;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Shows the versions of this command and of the server. */
@Command(name = "version", description = "Show the versions of this command and of the server.%n")
public final class Version implements Action {
  private final Session session;

  @Option(names = "--client", description = "Only that of this command.")
  private boolean clientOnly;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json or yaml.")
  private Format format = Format.TABLE;

  /** The command in a session. */
  public Version(Session session) {
    this.session = session;
  }

  @Override
  public int run() {
    ObjectNode versions = Trees.object();
    versions.putObject("client").put("version", client());
    Optional<Failure> failure = Optional.empty();
    if (!clientOnly) {
      try {
        versions.set("server", new ApiClient(session).version());
      } catch (Failure unreachable) {
        failure = Optional.of(unreachable);
      }
    }
    if (format == Format.JSON || format == Format.YAML) {
      Documents.write(session.out(), format, versions);
    } else {
      session.out().line("client " + client());
      if (versions.has("server")) {
        session.out().line("server " + server(versions) + " at " + session.server());
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return ExitCode.OK;
  }

  private static String client() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private static String server(ObjectNode versions) {
    for (String field : new String[] {"version", "gitVersion"}) {
      String version = Trees.text(versions, "server." + field);
      if (!version.isEmpty()) {
        return version;
      }
    }
    return "unknown";
  }
}
