package dev.meso.cli.command;

import dev.meso.api.time.Ages;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.output.Table;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Shows what happened to objects. */
@Command(
    name = "events",
    description = "Show what happened, the newest last: the phases of tasks, and conditions.%n",
    footer = {"%nExamples:", "  meso events", "  meso events task/web-0", "  meso events -A"})
public final class Events implements Action {
  private static final List<String> HEADINGS =
      List.of("AGO", "TYPE", "REASON", "OBJECT", "MESSAGE");

  private final Session session;

  @Mixin private final NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Of every namespace.")
  private boolean everywhere;

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND/NAME",
      description = "Of this object; of all unless said.")
  private Optional<String> object = Optional.empty();

  /** The command in a session. */
  public Events(Session session) {
    this.session = session;
  }

  @Override
  public int run() {
    Optional<Ref> about = object.map(Ref::parse);
    List<ObjectNode> events =
        new ApiClient(session)
            .events(
                everywhere ? null : namespace.name(session),
                about.map(Ref::kind).orElse(null),
                about.map(Ref::name).orElse(null));
    if (events.isEmpty()) {
      session.note("Nothing has happened" + about.map(ref -> " to " + ref).orElse("") + ".");
      return ExitCode.OK;
    }
    Instant now = session.clock().instant();
    List<List<String>> rows = new ArrayList<>();
    for (ObjectNode event : events) {
      String kind = Trees.text(event, "involvedObject.kind").toLowerCase(Locale.ROOT);
      rows.add(
          List.of(
              Trees.time(event, "lastTimestamp").map(at -> Ages.between(at, now)).orElse(""),
              Trees.text(event, "type"),
              Trees.text(event, "reason"),
              kind + "/" + Trees.text(event, "involvedObject.name"),
              Trees.text(event, "message")));
    }
    new Table(HEADINGS).render(rows).forEach(session.out()::line);
    return ExitCode.OK;
  }
}
