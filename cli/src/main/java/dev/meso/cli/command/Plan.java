package dev.meso.cli.command;

import dev.meso.cli.client.ApiClient;
import dev.meso.cli.output.Documents;
import dev.meso.cli.output.Format;
import dev.meso.cli.output.PlanText;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Shows what {@code apply} would do. */
@Command(
    name = "plan",
    description = {
      "Show what applying files would change, and what the scheduler would do then: which agents"
          + " get tasks, which tasks are replaced or stopped, which stay pending and why. Nothing"
          + " is changed. The token at the end makes 'meso apply --plan' do exactly this.%n",
      "Exit status: 0 nothing would change, 2 something would, 1 an error.%n"
    },
    footer = {
      "%nExamples:",
      "  meso plan -f examples/hello",
      "  meso plan -f web.yaml -o json",
      "  meso apply -f web.yaml --plan p1-…"
    })
public final class Plan implements Action {
  private final Session session;
  private final ApiClient client;

  @Mixin private FilesOption files = new FilesOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json or yaml.")
  private Format format = Format.TABLE;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Plan(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int usageExitCode() {
    return ExitCode.FAILED;
  }

  @Override
  public int run() {
    try {
      Planned planned = Planned.ask(client, files.read(session, namespace), true);
      if (format == Format.JSON || format == Format.YAML) {
        ObjectNode document = planned.status().deepCopy();
        if (planned.refused() == 0) {
          document.put("token", planned.token().toString());
        }
        Documents.write(session.out(), format, document);
      } else {
        session.out().text(PlanText.plan(planned.objects(), planned.status()));
        if (planned.refused() == 0 && planned.changes() > 0) {
          session.out().line("\nToken: " + planned.token());
        }
      }
      return planned.exitCode();
    } catch (Failure failure) {
      // 2 says that there are changes.
      throw new Failure(ExitCode.FAILED, failure.text());
    }
  }
}
