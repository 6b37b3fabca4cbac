package dev.meso.cli.command;

import dev.meso.cli.client.ApiClient;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.output.Documents;
import dev.meso.cli.output.ExplanationText;
import dev.meso.cli.output.Format;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Says why an object is as it is. */
@Command(
    name = "explain",
    description = {
      "Say why an app, a job or a task is as it is: what it waits for, which agents refuse it and"
          + " why, counted.%n"
    },
    footer = {"%nExamples:", "  meso explain app/web", "  meso explain task web-3 -o json"})
public final class Explain implements Action {
  private final Session session;
  private final ApiClient client;

  @Parameters(arity = "1..*", paramLabel = "KIND/NAME", description = "KIND/NAME or KIND NAME")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json or yaml.")
  private Format format = Format.TABLE;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Explain(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    List<Ref> refs = Ref.parseAll(words);
    if (refs.size() != 1) {
      throw Failure.usage("Expected one object to explain, found " + refs.size());
    }
    Ref ref = refs.getFirst();
    if (!ref.kind().namespaced()) {
      throw Failure.usage("Expected an app, a job or a task, found " + ref);
    }
    String room = namespace.name(session);
    Lookup.get(client, room, ref);
    ObjectNode explanation = client.explain(ref.kind(), room, ref.name());
    if (format == Format.JSON || format == Format.YAML) {
      Documents.write(session.out(), format, explanation);
    } else {
      session.out().text(ExplanationText.of(explanation));
    }
    return ExitCode.OK;
  }
}
