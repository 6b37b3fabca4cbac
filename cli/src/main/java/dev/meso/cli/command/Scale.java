package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Refusal;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Sets how many tasks an App has. */
@Command(
    name = "scale",
    description = "Set how many tasks an App has.%n",
    footer = {"%nExamples:", "  meso scale web 5", "  meso scale app/web 0"})
public final class Scale implements Action {
  private static final int CONFLICTS_MAX = 5;

  private final Session session;
  private final ApiClient client;

  @Mixin private final NamespaceOption namespace = new NamespaceOption();

  @Parameters(index = "0", paramLabel = "APP", description = "The App: web, or app/web.")
  private String app = "";

  @Parameters(index = "1", paramLabel = "REPLICAS", description = "How many tasks should run.")
  private int replicas;

  /** The command in a session. */
  public Scale(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    Ref ref = app.contains("/") ? Ref.parse(app) : new Ref(Kind.APP, app);
    if (ref.kind() != Kind.APP) {
      throw Failure.usage("Expected an App, found " + ref + ": only Apps are scaled");
    }
    String room = namespace.name(session);
    for (int conflicts = 0; ; conflicts++) {
      ObjectNode object = Lookup.get(client, room, ref);
      long before = Trees.number(object, "spec.replicas", 1);
      if (before == replicas) {
        session.out().line(ref + " already has " + replicas);
        return ExitCode.OK;
      }
      object.withObjectProperty("spec").put("replicas", replicas);
      object.remove("status");
      try {
        client.replace(Kind.APP, room, object, false);
        session.out().line(ref + " scaled from " + before + " to " + replicas);
        return ExitCode.OK;
      } catch (Refusal refusal) {
        if (refusal.code() != Refusal.CONFLICT || conflicts == CONFLICTS_MAX) {
          throw refusal;
        }
      }
    }
  }
}
