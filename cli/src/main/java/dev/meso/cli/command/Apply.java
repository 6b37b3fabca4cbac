package dev.meso.cli.command;

import dev.meso.api.time.Ages;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Refusal;
import dev.meso.cli.client.Trees;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Creates or changes objects from files. */
@Command(
    name = "apply",
    description = {
      "Create or change objects from files.%n",
      "All files are read and checked before anything is sent. Fields that the files do not name"
          + " keep what others have set; fields that they named at the last apply and no longer"
          + " name are removed.%n"
    },
    footer = {
      "%nExamples:",
      "  meso apply -f examples/hello --wait",
      "  meso apply -f web.yaml -f words.yaml --dry-run",
      "  meso apply -f web.yaml --plan p1-1z4.9f86d081884c7d659a2feaa0c55ad015",
      "  sed s/IMAGE/v2/ web.yaml | meso apply -f -"
    })
public final class Apply implements Action {
  private static final int CONFLICTS_MAX = 5;

  private final Session session;
  private final ApiClient client;

  @Mixin private FilesOption files = new FilesOption();

  @Option(names = "--dry-run", description = "Let the server check, change nothing.")
  private boolean dryRun;

  @Option(
      names = "--plan",
      paramLabel = "TOKEN",
      description = "Do exactly what 'meso plan' showed; refuse what was changed since.")
  private @Nullable String plan;

  @Option(names = "--wait", description = "Return when everything is ready, or has failed.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long --wait, or an old object of the same name, may take; 5m unless said.")
  private Duration timeout = Duration.ofMinutes(5);

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Apply(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    if (wait && dryRun) {
      throw Failure.usage("Expected either --wait or --dry-run, found both");
    }
    List<Manifest> manifests = files.read(session, namespace);
    List<PlanToken.Entry> planned = List.of();
    if (plan != null) {
      PlanToken token = PlanToken.parse(plan);
      token.check(manifests);
      planned = token.entries();
    }
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < manifests.size(); i++) {
      Manifest manifest = manifests.get(i);
      try {
        String done = planned.isEmpty() ? apply(manifest) : applyPlanned(manifest, planned.get(i));
        session.out().line(manifest.ref() + " " + done + (dryRun ? " (dry run)" : ""));
      } catch (Refusal refusal) {
        // The others are applied all the same; the exit status says that not all were.
        failures.add(refusal);
        session.note("meso: " + refusal.text());
      } catch (Outdated outdated) {
        // What was planned is not what would come of the rest.
        failures.add(outdated);
        session.note("meso: " + outdated.text() + left(manifests.size() - i - 1));
        break;
      }
    }
    session.out().flush();
    if (!failures.isEmpty()) {
      return failures.stream().mapToInt(Failure::exitCode).max().orElse(ExitCode.FAILED);
    }
    return wait ? new ReadyWait(session, client, timeout).await(manifests) : ExitCode.OK;
  }

  private String apply(Manifest manifest) {
    for (int conflicts = 0; ; conflicts++) {
      try {
        Optional<ObjectNode> live = find(manifest);
        if (live.isPresent() && deleting(live.get())) {
          if (dryRun) {
            return "created once the one that is being deleted is gone";
          }
          awaitGone(manifest);
          live = Optional.empty();
        }
        return live.isPresent() ? change(manifest, live.get()) : create(manifest);
      } catch (Refusal refusal) {
        // Somebody else was faster: look again.
        if (refusal.code() != Refusal.CONFLICT || conflicts == CONFLICTS_MAX) {
          throw refusal;
        }
      }
    }
  }

  /** Writes at the revision that was planned: the server refuses what was changed since. */
  private String applyPlanned(Manifest manifest, PlanToken.Entry planned) {
    try {
      if (planned.absent()) {
        return create(manifest);
      }
      ObjectNode live = client.get(manifest.kind(), manifest.namespace(), manifest.name());
      if (deleting(live)) {
        throw new Outdated(changedSince(manifest, "it is being deleted"));
      }
      ObjectNode wanted = Merge.changed(manifest, live).orElseGet(live::deepCopy);
      wanted.remove("status");
      wanted
          .withObjectProperty("metadata")
          .put("resourceVersion", Long.toString(planned.revision()));
      ObjectNode answer = client.replace(manifest.kind(), manifest.namespace(), wanted, dryRun);
      return sameRevision(answer, live) ? "unchanged" : "configured";
    } catch (Refusal refusal) {
      throw switch (refusal.code()) {
        case Refusal.CONFLICT -> new Outdated(changedSince(manifest, refusal.text()));
        case Refusal.NOT_FOUND -> new Outdated(changedSince(manifest, "it was deleted"));
        default -> refusal;
      };
    }
  }

  private static String changedSince(Manifest manifest, String how) {
    return manifest.ref()
        + " has changed since it was planned, and was not written: "
        + how
        + "\n'meso plan' makes a new plan.";
  }

  private String create(Manifest manifest) {
    client.create(manifest.kind(), manifest.namespace(), Merge.created(manifest), dryRun);
    return "created";
  }

  private String change(Manifest manifest, ObjectNode live) {
    Optional<ObjectNode> changed = Merge.changed(manifest, live);
    if (changed.isEmpty()) {
      return "unchanged";
    }
    ObjectNode answer =
        client.replace(manifest.kind(), manifest.namespace(), changed.get(), dryRun);
    return sameRevision(answer, live) ? "unchanged" : "configured";
  }

  private boolean sameRevision(ObjectNode answer, ObjectNode live) {
    return !dryRun
        && Trees.text(answer, "metadata.resourceVersion")
            .equals(Trees.text(live, "metadata.resourceVersion"));
  }

  private void awaitGone(Manifest manifest) {
    session.note(
        manifest.ref()
            + " of that name is still being deleted; waiting at most "
            + Ages.of(timeout)
            + " until it is gone");
    Patience patience = new Patience(timeout);
    while (true) {
      boolean gone =
          patience
              .ask(() -> find(manifest))
              .map(o -> o.isEmpty() || !deleting(o.get()))
              .orElse(false);
      if (gone) {
        return;
      }
      if (!patience.again()) {
        throw new Failure(
            ExitCode.TIMED_OUT,
            manifest.ref()
                + " is still being deleted after "
                + Ages.of(timeout)
                + "; it was not created anew");
      }
    }
  }

  private Optional<ObjectNode> find(Manifest manifest) {
    return client.find(manifest.kind(), manifest.namespace(), manifest.name());
  }

  private static boolean deleting(ObjectNode object) {
    return !Trees.text(object, "metadata.deletionTimestamp").isEmpty();
  }

  private static String left(int objects) {
    return objects == 0
        ? ""
        : "\nmeso: "
            + objects
            + (objects == 1 ? " more object was" : " more objects were")
            + " not applied.";
  }

  /** An object is not what it was when the plan was made. */
  private static final class Outdated extends Failure {
    private static final long serialVersionUID = 1L;

    Outdated(String message) {
      super(ExitCode.FAILED, message);
    }
  }
}
