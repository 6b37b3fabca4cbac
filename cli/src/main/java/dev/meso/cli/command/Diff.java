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

/** Shows which fields {@code apply} would change. */
@Command(
    name = "diff",
    description = {
      "Show which fields applying files would change, as the server would store them. The scheduler"
          + " is not asked; 'meso plan' does that.%n",
      "Exit status: 0 nothing would change, 2 something would, 1 an error.%n"
    },
    footer = {"%nExamples:", "  meso diff -f examples/hello", "  meso diff -f web.yaml -o json"})
public final class Diff implements Action {
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
  public Diff(Session session) {
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
      Planned planned = Planned.ask(client, files.read(session, namespace), false);
      if (format == Format.JSON || format == Format.YAML) {
        Documents.write(session.out(), format, planned.status());
      } else {
        session.out().text(PlanText.diff(planned.objects()));
      }
      return planned.exitCode();
    } catch (Failure failure) {
      // 2 says that there are changes.
      throw new Failure(ExitCode.FAILED, failure.text());
    }
  }
}
